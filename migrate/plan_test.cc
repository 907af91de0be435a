// SPDX-License-Identifier: Apache-2.0
// What is to be run because of what files and history say.
#include "migrate/plan.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "migrate/runner.h"
#include "migrate/testing/histories.h"

namespace lockstep::migrate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> VersionsOf(const Plan& plan) {
  std::vector<std::string> versions;
  for (const source::Migration* migration : plan.migrations)
    versions.push_back(migration->version ? migration->version->text() : migration->Key());
  return versions;
}

std::vector<std::string> VersionsOf(std::span<const Conflict> conflicts) {
  std::vector<std::string> versions;
  for (const Conflict& conflict : conflicts) versions.push_back(conflict.version);
  return versions;
}

Plan PlanAllUp(std::span<const MigrationStatus> statuses) {
  return PlanUp(statuses, std::nullopt, std::nullopt);
}

TEST(PlanUp, TakesAllThatIsPendingInOrder) {
  const auto files = Files({"1", "2", "10"});
  const Plan plan = PlanAllUp(Compare(files, std::vector{Applied("1")}));
  EXPECT_EQ(plan.direction, Direction::kUp);
  EXPECT_THAT(VersionsOf(plan), ElementsAre("2", "10"));
  EXPECT_THAT(plan.conflicts, IsEmpty());
}

TEST(PlanUp, StopsAtTheLimit) {
  const auto files = Files({"1", "2", "3"});
  const auto statuses = Compare(files, {});
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 2, std::nullopt)), ElementsAre("1", "2"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 0, std::nullopt)), IsEmpty());
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 9, std::nullopt)), SizeIs(3));
}

TEST(PlanUp, StopsBehindTheVersionThatIsAskedFor) {
  const auto files = Files({"1", "2", "3"});
  const auto statuses = Compare(files, std::vector{Applied("1")});
  EXPECT_THAT(VersionsOf(PlanUp(statuses, std::nullopt, source::Version::Parse("2"))), ElementsAre("2"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, std::nullopt, source::Version::Parse("1"))), IsEmpty());
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 1, source::Version::Parse("3"))), ElementsAre("2"));
}

TEST(PlanUp, EndsWithRepeatablesWhereItReachesTheLastVersion) {
  const auto files = Files({"1", "2", "R__b", "R__a", "R__c"});
  const auto statuses = Compare(files, std::vector{Changed("R__a"), Applied("R__c")});
  const auto version = [](std::string_view text) { return source::Version::Parse(text); };
  EXPECT_THAT(VersionsOf(PlanAllUp(statuses)), ElementsAre("1", "2", "R__b", "R__a"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 2, std::nullopt)), ElementsAre("1", "2", "R__b", "R__a"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, 1, std::nullopt)), ElementsAre("1"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, std::nullopt, version("2"))),
              ElementsAre("1", "2", "R__b", "R__a"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, std::nullopt, version("1"))), ElementsAre("1"));
  EXPECT_THAT(VersionsOf(PlanGoto(statuses, version("2"))), ElementsAre("1", "2", "R__b", "R__a"));
  EXPECT_THAT(VersionsOf(PlanGoto(statuses, version("1"))), ElementsAre("1"));
  EXPECT_THAT(VersionsOf(PlanGoto(statuses, std::nullopt)), IsEmpty());
}

TEST(PlanUp, RunsRepeatablesAloneAndBelowAVersionThatIsAskedForNot) {
  const auto files = Files({"1", "2", "R__v"});
  const auto statuses = Compare(files, std::vector{Applied("1"), Applied("2"), Changed("R__v")});
  EXPECT_THAT(VersionsOf(PlanAllUp(statuses)), ElementsAre("R__v"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, std::nullopt, source::Version::Parse("1"))), IsEmpty());
}

TEST(PlanUp, CountsNoRepeatableForTheLimit) {
  const auto files = Files({"1", "2", "R__a", "R__b"});
  const auto statuses = Compare(files, std::vector{Applied("1"), Applied("2"), Applied("R__a")});
  EXPECT_THAT(VersionsOf(PlanUp(statuses, UpTarget{.limit = 2}, 3, {})), ElementsAre("R__b"));
  EXPECT_THAT(VersionsOf(PlanUp(statuses, UpTarget{.limit = 0}, 0, {})), IsEmpty());
}

TEST(PlanUp, HasNoConflictWithARepeatableThatWasDeletedOrANewerReleases) {
  const auto files = Files({"1", "R__v"});
  const auto statuses =
      Compare(files, std::vector{Applied("1"), Applied("2"), Changed("R__v"), Applied("R__gone")});
  EXPECT_THAT(PlanAllUp(statuses).conflicts, IsEmpty());
  EXPECT_THAT(VersionsOf(PlanAllUp(statuses)), IsEmpty());
}

TEST(PlanUp, SaysWhatToDoAboutEachConflict) {
  const auto files = Files({"1", "2", "4", "5"});
  const Plan plan =
      PlanAllUp(Compare(files, std::vector{Changed("1"), Applied("3"), Applied("4"), InDoubt("5")}));
  EXPECT_THAT(VersionsOf(plan.conflicts), ElementsAre("1", "2", "3", "5"));
  EXPECT_THAT(plan.conflicts[0].message,
              AllOf(HasSubstr("bring the old text back"), HasSubstr("`lockstep repair --accept 1`")));
  EXPECT_THAT(plan.conflicts[1].message, AllOf(HasSubstr("as version 5 is in the database already"),
                                               HasSubstr("`lockstep up --out-of-order`")));
  EXPECT_THAT(plan.conflicts[2].message,
              AllOf(HasSubstr("bring the file back"), HasSubstr("`lockstep repair --forget 3`")));
  EXPECT_THAT(plan.conflicts[3].message, AllOf(HasSubstr("VACUUM t"), HasSubstr("`lockstep repair --done 5`"),
                                               HasSubstr("`lockstep repair --not-done 5`")));
}

struct PolicyCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  UpPolicy policy;
  std::vector<std::string> planned;
  std::vector<std::string> conflicts = {};
  std::vector<std::string> warnings = {};
};

class Policies : public ::testing::TestWithParam<PolicyCase> {};

TEST_P(Policies, DecideWhatIsAConflict) {
  std::vector<source::Migration> files;
  for (const std::string_view version : GetParam().files) files.push_back(File(version));
  const Plan plan = PlanUp(Compare(files, GetParam().rows), std::nullopt, std::nullopt, GetParam().policy);
  EXPECT_EQ(VersionsOf(plan), GetParam().planned);
  EXPECT_EQ(VersionsOf(plan.conflicts), GetParam().conflicts);
  EXPECT_EQ(VersionsOf(plan.warnings), GetParam().warnings);
}

INSTANTIATE_TEST_SUITE_P(
    PlanUp, Policies,
    ::testing::Values(
        PolicyCase{"LateIsOne", {"1", "2", "3"}, {Applied("2")}, {}, {}, {"1"}},
        PolicyCase{"LateIsAppliedInVersionOrder",
                   {"1", "2", "3", "4"},
                   {Applied("1"), Applied("3")},
                   {.out_of_order = true},
                   {"2", "4"}},
        PolicyCase{"OutOfOrderExcusesNothingElse",
                   {"1", "2", "3"},
                   {Changed("2"), Applied("3")},
                   {.out_of_order = true},
                   {},
                   {"2"}},
        PolicyCase{"AheadIsAWarning", {"1"}, {Applied("1"), Applied("2")}, {}, {}, {}, {"2"}},
        PolicyCase{"AheadByTwoIsOneWarning", {}, {Applied("1"), Applied("2")}, {}, {}, {}, {"2"}},
        PolicyCase{
            "AheadMayBePassedOver", {"1"}, {Applied("1"), Applied("2")}, {.ahead = Ahead::kIgnore}, {}},
        PolicyCase{"AheadMayBeOne", {"1"}, {Applied("1"), Applied("2")}, {.ahead = Ahead::kError}, {}, {"2"}},
        PolicyCase{"AheadAndLate",
                   {"1", "2"},
                   {Applied("1"), Applied("3")},
                   {.out_of_order = true},
                   {"2"},
                   {},
                   {"3"}},
        PolicyCase{"BaselineAboveAllFilesIsNotAhead", {}, {Baseline("2")}, {.ahead = Ahead::kError}, {}}),
    [](const auto& instance) { return instance.param.name; });

struct GotoCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  std::string target;
  Direction direction;
  std::vector<std::string> planned;
  std::vector<std::string> conflicts = {};
};

class Targets : public ::testing::TestWithParam<GotoCase> {};

TEST_P(Targets, AreReachedUpOrDown) {
  std::vector<source::Migration> files;
  for (const std::string_view version : GetParam().files) files.push_back(File(version));
  const auto target = GetParam().target == "0" ? std::nullopt : source::Version::Parse(GetParam().target);
  const Plan plan = PlanGoto(Compare(files, GetParam().rows), target);
  EXPECT_EQ(plan.direction, GetParam().direction);
  EXPECT_EQ(VersionsOf(plan), GetParam().planned);
  EXPECT_EQ(VersionsOf(plan.conflicts), GetParam().conflicts);
}

INSTANTIATE_TEST_SUITE_P(
    PlanGoto, Targets,
    ::testing::Values(
        GotoCase{"Up", {"1", "2", "3"}, {Applied("1")}, "2", Direction::kUp, {"2"}},
        GotoCase{"Down",
                 {"1", "2", "3"},
                 {Applied("1"), Applied("2"), Applied("3")},
                 "1",
                 Direction::kDown,
                 {"3", "2"}},
        GotoCase{"IsThere", {"1", "2", "3"}, {Applied("1"), Applied("2")}, "2", Direction::kUp, {}},
        GotoCase{
            "TheEmptyDatabase", {"1", "2"}, {Applied("1"), Applied("2")}, "0", Direction::kDown, {"2", "1"}},
        GotoCase{"TheEmptyDatabaseIsThere", {"1", "2"}, {}, "0", Direction::kUp, {}},
        GotoCase{"VersionZeroIsAboveTheEmptyDatabase", {"0"}, {Applied("0")}, "0", Direction::kDown, {"0"}},
        GotoCase{"NotDownPastAMissingFile",
                 {"1", "3"},
                 {Applied("1"), Applied("2"), Applied("3")},
                 "1",
                 Direction::kDown,
                 {"3"},
                 {"2"}},
        GotoCase{"NotDownFromAheadOfTheFiles",
                 {"1"},
                 {Applied("1"), Applied("2")},
                 "1",
                 Direction::kDown,
                 {},
                 {"2"}},
        GotoCase{"NotDownToWhereOneIsLate",
                 {"1", "2", "3"},
                 {Applied("2"), Applied("3")},
                 "2",
                 Direction::kDown,
                 {"3"},
                 {"1"}},
        GotoCase{"LateAboveTheTargetDoesNotMatter",
                 {"1", "2", "3"},
                 {Applied("1"), Applied("3")},
                 "1",
                 Direction::kDown,
                 {"3"}},
        GotoCase{"NotUpPastAConflict", {"1", "2"}, {Changed("1")}, "2", Direction::kUp, {}, {"1"}}),
    [](const auto& instance) { return instance.param.name; });

TEST(PlanRedo, TakesTheNewestEvenIfItWasChanged) {
  const auto files = Files({"1", "2"});
  const Plan plan = PlanRedo(Compare(files, std::vector{Applied("1"), Changed("2")}));
  EXPECT_EQ(plan.direction, Direction::kDown);
  EXPECT_THAT(VersionsOf(plan), ElementsAre("2"));
  EXPECT_THAT(plan.conflicts, IsEmpty());
}

TEST(PlanRedo, RevertsNothingThatCouldNotBeAppliedAgain) {
  const auto files = Files({"1", "2"});
  const Plan plan = PlanRedo(Compare(files, std::vector{Changed("1"), Applied("2")}));
  EXPECT_THAT(VersionsOf(plan.conflicts), ElementsAre("1"));
}

TEST(PlanUp, GoesOnWithWhatIsDoneInPart) {
  auto files = Files({"1", "2"});
  files[0].up->file = sql::SourceFile::FromText("1.up.sql", "VACUUM a;\nVACUUM c;");
  const Plan plan = PlanAllUp(Compare(files, std::vector{Partial("1")}));
  EXPECT_THAT(plan.conflicts, IsEmpty());
  EXPECT_THAT(VersionsOf(plan), ElementsAre("1", "2"));
}

TEST(PlanUp, NamesTheStatementThatWasEditedAfterItWasDone) {
  auto files = Files({"1"});
  files[0].up->file = sql::SourceFile::FromText("1.up.sql", "-- two\n  VACUUM b;\nVACUUM c;");
  const Plan plan = PlanAllUp(Compare(files, std::vector{Partial("1")}));
  ASSERT_THAT(VersionsOf(plan.conflicts), ElementsAre("1"));
  EXPECT_THAT(plan.conflicts[0].message, HasSubstr("1.up.sql:2:3: statement 1 was edited after it was done"));
  EXPECT_THAT(plan.migrations, IsEmpty());
}

TEST(PlanUp, LeavesToDownWhatDownHasBegun) {
  const auto files = Files({"1"});
  const Plan plan = PlanAllUp(Compare(files, std::vector{Partial("1", Direction::kDown)}));
  ASSERT_THAT(VersionsOf(plan.conflicts), ElementsAre("1"));
  EXPECT_THAT(plan.conflicts[0].message,
              HasSubstr("reverted 1 of 2 statements: `lockstep down` finishes that"));
}

TEST(PlanUp, HasNoConflictWithADatabaseThatIsAhead) {
  const auto files = Files({"1"});
  const Plan plan = PlanAllUp(Compare(files, std::vector{Applied("1"), Applied("2")}));
  EXPECT_THAT(plan.conflicts, IsEmpty());
  EXPECT_THAT(plan.migrations, IsEmpty());
}

TEST(PlanDown, TakesTheNewestFirst) {
  const auto files = Files({"1", "2", "10", "11"});
  const auto statuses = Compare(files, std::vector{Applied("1"), Applied("2"), Applied("10")});
  EXPECT_EQ(PlanDown(statuses, 1).direction, Direction::kDown);
  EXPECT_THAT(VersionsOf(PlanDown(statuses, 2)), ElementsAre("10", "2"));
  EXPECT_THAT(VersionsOf(PlanDown(statuses, 99)), ElementsAre("10", "2", "1"));
  EXPECT_THAT(VersionsOf(PlanDown(statuses, 0)), IsEmpty());
}

TEST(PlanDown, LeavesRepeatables) {
  const auto files = Files({"1", "R__v"});
  const auto statuses = Compare(files, std::vector{Applied("1"), Applied("R__v")});
  EXPECT_THAT(VersionsOf(PlanDown(statuses, 9)), ElementsAre("1"));
  EXPECT_THAT(VersionsOf(PlanRedo(statuses)), ElementsAre("1"));
  EXPECT_THAT(VersionsOf(PlanGoto(statuses, std::nullopt)), ElementsAre("1"));
}

TEST(PlanDown, RevertsWhatWasChangedSince) {
  const auto files = Files({"1"});
  const Plan plan = PlanDown(Compare(files, std::vector{Changed("1")}), 1);
  EXPECT_THAT(VersionsOf(plan), ElementsAre("1"));
  EXPECT_THAT(plan.conflicts, IsEmpty());
}

TEST(PlanDown, StopsAtOneWhoseFileIsMissing) {
  const auto files = Files({"1", "3"});
  const auto statuses = Compare(files, std::vector{Applied("1"), Applied("2"), Applied("3")});
  EXPECT_THAT(PlanDown(statuses, 1).conflicts, IsEmpty());
  const Plan plan = PlanDown(statuses, 3);
  EXPECT_THAT(VersionsOf(plan), ElementsAre("3"));
  EXPECT_THAT(VersionsOf(plan.conflicts), ElementsAre("2"));
  EXPECT_THAT(plan.conflicts[0].message,
              AllOf(HasSubstr("its file is not there"), HasSubstr("`lockstep repair --forget ")));
}

TEST(PlanDown, StopsAtOneWithoutADownFile) {
  std::vector<source::Migration> files;
  files.push_back(File("1"));
  files.push_back(FileWithoutDown("2"));
  const Plan plan = PlanDown(Compare(files, std::vector{Applied("1"), Applied("2")}), 2);
  EXPECT_THAT(plan.migrations, IsEmpty());
  EXPECT_THAT(VersionsOf(plan.conflicts), ElementsAre("2"));
  EXPECT_THAT(plan.conflicts[0].message,
              AllOf(HasSubstr("no down file"), HasSubstr("`lockstep repair --forget ")));
}

TEST(PlanDown, StopsAtOneInDoubt) {
  const auto files = Files({"1", "2"});
  const Plan plan = PlanDown(Compare(files, std::vector{Applied("1"), InDoubt("2", Direction::kDown)}), 2);
  EXPECT_THAT(plan.migrations, IsEmpty());
  EXPECT_THAT(VersionsOf(plan.conflicts), ElementsAre("2"));
}

TEST(PlanDown, LeavesToUpWhatUpHasBegun) {
  const auto files = Files({"1"});
  const Plan plan = PlanDown(Compare(files, std::vector{Partial("1")}), 1);
  EXPECT_THAT(plan.migrations, IsEmpty());
  ASSERT_THAT(VersionsOf(plan.conflicts), ElementsAre("1"));
  EXPECT_THAT(plan.conflicts[0].message, HasSubstr("applied 1 of 2 statements: `lockstep up` finishes that"));
}

}  // namespace
}  // namespace lockstep::migrate
