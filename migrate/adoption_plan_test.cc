// SPDX-License-Identifier: Apache-2.0
// Which versions another tool's table brings into the history.
#include <gmock/gmock.h>

#include "migrate/adoption.h"
#include "migrate/testing/histories.h"

namespace lockstep::migrate {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using enum ForeignTool;

ForeignTable TableOf(ForeignTool tool) { return {tool, {.schema = "public", .name = "versions"}}; }

// "1 assumed", …
std::vector<std::string> VersionsOf(const AdoptionPlan& plan) {
  std::vector<std::string> versions;
  for (const Adopted& adopted : plan.adopted)
    versions.push_back(adopted.version.Canonical() + " " + std::string(RowKindName(adopted.kind)));
  return versions;
}

ForeignHistory HistoryOf(ForeignTool tool, const std::vector<std::string_view>& versions,
                         bool is_finished = true) {
  std::vector<ForeignRow> rows;
  for (const std::string_view version : versions)
    rows.push_back({.version = std::string(version), .is_finished = is_finished});
  return ReadForeignHistory(tool, rows);
}

struct PlanCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  ForeignTool tool;
  std::vector<std::string_view> versions;
  std::vector<std::string> adopted;
  size_t pending = 0;
  std::vector<std::string> warnings = {};
};

class AdoptionPlans : public ::testing::TestWithParam<PlanCase> {};

TEST_P(AdoptionPlans, TakeOverWhatTheHistoryLacks) {
  const PlanCase& test = GetParam();
  std::vector<source::Migration> files;
  for (const std::string_view version : test.files) files.push_back(File(version));
  const AdoptionPlan plan =
      PlanAdoption(Compare(files, test.rows), TableOf(test.tool), HistoryOf(test.tool, test.versions), false);
  EXPECT_EQ(VersionsOf(plan), test.adopted);
  EXPECT_EQ(plan.pending, test.pending);
  std::vector<std::string> warnings;
  for (const Conflict& warning : plan.warnings) warnings.push_back(warning.version);
  EXPECT_EQ(warnings, test.warnings);
  EXPECT_THAT(plan.refusals, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    PlanAdoption, AdoptionPlans,
    ::testing::Values(
        PlanCase{"OneNumberSuggestsAllBelow",
                 {"1", "2", "3"},
                 {},
                 kGolangMigrate,
                 {"2"},
                 {"1 assumed", "2 adopted"},
                 1},
        PlanCase{
            "OneRowEachKnowsThemAll", {"1", "2", "3"}, {}, kGoose, {"1", "3"}, {"1 adopted", "3 adopted"}, 1},
        PlanCase{"LeadingZeros", {"001", "002"}, {}, kDbmate, {"001"}, {"1 adopted"}, 1},
        PlanCase{"WhatNoFileHas", {"2"}, {}, kGoose, {"1", "2"}, {"1 adopted", "2 adopted"}, 0, {"1"}},
        PlanCase{"NothingTwice", {"1", "2"}, {Applied("1")}, kGoose, {"1", "2"}, {"2 adopted"}},
        PlanCase{"NothingThatIsPartial", {"1"}, {Partial("1")}, kGoose, {"1"}, {}},
        PlanCase{"NothingOfAnEmptyTable", {"1"}, {}, kGolangMigrate, {}, {}, 1},
        PlanCase{"NoRepeatable", {"1", "R__v"}, {}, kFlyway, {"1"}, {"1 adopted"}}),
    [](const auto& instance) { return instance.param.name; });

TEST(PlanAdoption, RefusesADirtyTableUnlessForced) {
  const auto files = Files({"1", "2"});
  const auto statuses = Compare(files, {});
  const ForeignHistory dirty = HistoryOf(kGolangMigrate, {"2"}, false);
  const AdoptionPlan plan = PlanAdoption(statuses, TableOf(kGolangMigrate), dirty, false);
  ASSERT_EQ(plan.refusals.size(), 1U);
  EXPECT_THAT(plan.refusals[0].message,
              AllOf(HasSubstr("public.versions dirty at version 2"), HasSubstr("`lockstep adopt --force`")));
  EXPECT_THAT(VersionsOf(PlanAdoption(statuses, TableOf(kGolangMigrate), dirty, true)),
              ElementsAre("1 assumed", "2 adopted"));
}

TEST(PlanAdoption, RefusesNotWhatWeHaveLeftUnfinishedInATableThatIsKeptInSync) {
  const auto files = Files({"1", "2"});
  const AdoptionPlan plan =
      PlanAdoption(Compare(files, std::vector{Applied("1"), Partial("2")}), TableOf(kGolangMigrate),
                   HistoryOf(kGolangMigrate, {"2"}, false), false);
  EXPECT_THAT(plan.refusals, IsEmpty());
  EXPECT_THAT(plan.adopted, IsEmpty());
}

TEST(PlanAdoption, RefusesWhatOthersHaveLeftUnfinished) {
  const auto files = Files({"1", "2"});
  const AdoptionPlan plan =
      PlanAdoption(Compare(files, {}), TableOf(kSqlx), HistoryOf(kSqlx, {"2"}, false), false);
  ASSERT_EQ(plan.refusals.size(), 1U);
  EXPECT_THAT(plan.refusals[0].message,
              AllOf(HasSubstr("sqlx's public.versions says that version 2 was begun"),
                    HasSubstr("`lockstep repair --forget 2`")));
}

}  // namespace
}  // namespace lockstep::migrate
