// SPDX-License-Identifier: Apache-2.0
// What files and history rows together mean.
#include "migrate/migration_status.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "migrate/testing/histories.h"

namespace lockstep::migrate {
namespace {

using ::testing::IsEmpty;

// "1 applied", "2 pending", …
std::vector<std::string> StatesOf(std::span<const MigrationStatus> statuses) {
  std::vector<std::string> states;
  for (const MigrationStatus& status : statuses) {
    states.push_back((status.version ? status.version->text() : status.Key()) + " " +
                     std::string(StateName(status.state)));
    if (status.is_ahead) states.back() += " ahead";
  }
  return states;
}

TEST(Compare, NothingWithNothingIsNothing) {
  const auto statuses = Compare({}, {});
  EXPECT_THAT(statuses, IsEmpty());
  EXPECT_EQ(CurrentVersion(statuses), "0");
  EXPECT_EQ(PendingCount(statuses), 0U);
}

struct StateCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  std::vector<std::string> states;
  std::string current;
  size_t pending = 0;
};

class States : public ::testing::TestWithParam<StateCase> {};

TEST_P(States, FollowFromFilesAndRows) {
  std::vector<source::Migration> files;
  for (const std::string_view version : GetParam().files) files.push_back(File(version));
  const auto statuses = Compare(files, GetParam().rows);
  EXPECT_EQ(StatesOf(statuses), GetParam().states);
  EXPECT_EQ(CurrentVersion(statuses), GetParam().current);
  EXPECT_EQ(PendingCount(statuses), GetParam().pending);
}

INSTANTIATE_TEST_SUITE_P(
    Compare, States,
    ::testing::Values(
        StateCase{"AllPending", {"1", "2"}, {}, {"1 pending", "2 pending"}, "0", 2},
        StateCase{"AllApplied", {"1", "2"}, {Applied("2"), Applied("1")}, {"1 applied", "2 applied"}, "2", 0},
        StateCase{"OneOfEach", {"1", "2"}, {Applied("1")}, {"1 applied", "2 pending"}, "1", 1},
        StateCase{"Changed", {"1", "2"}, {Changed("1")}, {"1 changed", "2 pending"}, "1", 1},
        StateCase{"Late", {"1", "2", "3"}, {Applied("2")}, {"1 late", "2 applied", "3 pending"}, "2", 2},
        StateCase{"Missing", {"2"}, {Applied("1"), Applied("2")}, {"1 missing", "2 applied"}, "2", 0},
        StateCase{"Ahead", {"1"}, {Applied("1"), Applied("2")}, {"1 applied", "2 missing ahead"}, "2", 0},
        StateCase{"AheadOfNoFile", {}, {Applied("1")}, {"1 missing ahead"}, "1", 0},
        StateCase{"LateBelowOneWithoutFile", {"1"}, {Applied("2")}, {"1 late", "2 missing ahead"}, "2", 1},
        StateCase{"Partial", {"1", "2"}, {Applied("1"), InDoubt("2")}, {"1 applied", "2 partial"}, "1", 1},
        StateCase{"PartialIsNotTheCurrentOne", {"1"}, {InDoubt("1")}, {"1 partial"}, "0", 1},
        StateCase{"LateBelowOneInDoubt", {"1", "2"}, {InDoubt("2")}, {"1 late", "2 partial"}, "0", 2},
        StateCase{"ByNumber", {"9", "10"}, {Applied("9")}, {"9 applied", "10 pending"}, "9", 1},
        StateCase{"LeadingZeros", {"0009", "0010"}, {Applied("9")}, {"0009 applied", "0010 pending"}, "9", 1},
        StateCase{"TwentyDigits",
                  {"20240826120919123456", "20240826120919123457"},
                  {Applied("20240826120919123456")},
                  {"20240826120919123456 applied", "20240826120919123457 pending"},
                  "20240826120919123456",
                  1},
        StateCase{"BeyondSixtyFourBits",
                  {"18446744073709551615", "18446744073709551616"},
                  {Applied("18446744073709551616")},
                  {"18446744073709551615 late", "18446744073709551616 applied"},
                  "18446744073709551616",
                  1},
        StateCase{"Dots",
                  {"17", "17.1", "17.10"},
                  {Applied("17"), Applied("17.1")},
                  {"17 applied", "17.1 applied", "17.10 pending"},
                  "17.1",
                  1},
        StateCase{"BaselineNeedsNoFile", {"3"}, {Baseline("2")}, {"2 applied", "3 pending"}, "2", 1},
        StateCase{"BaselineAboveAllFiles", {}, {Baseline("2")}, {"2 applied ahead"}, "2", 0},
        StateCase{"AdoptedWithoutAFileNeedsNone", {"3"}, {Assumed("2")}, {"2 applied", "3 pending"}, "2", 1},
        StateCase{"UnknownChecksumIsNoChange", {"1"}, {Assumed("1")}, {"1 applied"}, "1", 0},
        StateCase{"AnotherDownPartIsNoChange", {"1"}, {AppliedWithAnotherDown("1")}, {"1 applied"}, "1", 0},
        StateCase{"PartlyReverted", {"1"}, {Partial("1", Direction::kDown)}, {"1 partial"}, "0", 0},
        StateCase{"RepeatablesBehindAllOthers",
                  {"1", "R__b", "R__a"},
                  {Applied("R__a"), Changed("R__b"), Applied("1")},
                  {"1 applied", "R__b pending", "R__a applied"},
                  "1",
                  1},
        StateCase{"RepeatableThatNeverRan", {"R__v"}, {}, {"R__v pending"}, "0", 1},
        StateCase{"RepeatableWithoutAFile", {"1"}, {Applied("R__v")}, {"1 pending", "R__v missing"}, "0", 1},
        StateCase{
            "RepeatableInDoubt",
            {"R__v"},
            {{.version = "R__v", .kind = RowKind::kRepeatable, .name = "v", .state = RowState::kRunning}},
            {"R__v partial"},
            "0",
            1},
        StateCase{"RepeatableOfANewerRelease",
                  {"1", "R__v"},
                  {Applied("1"), Applied("2"), Changed("R__v")},
                  {"1 applied", "2 missing ahead", "R__v changed"},
                  "2",
                  0},
        StateCase{"RepeatableBesideABaselineAboveAllFiles",
                  {"R__v"},
                  {Baseline("2"), Changed("R__v")},
                  {"2 applied ahead", "R__v pending"},
                  "2",
                  1},
        StateCase{"RowsThatAreNoVersion", {"1"}, {{.version = "views"}}, {"1 pending"}, "0", 1}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace lockstep::migrate
