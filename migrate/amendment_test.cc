// SPDX-License-Identifier: Apache-2.0
// Which corrections of the history make sense, and which are refused.
#include "migrate/amendment.h"

#include <gmock/gmock.h>

#include "migrate/testing/histories.h"

namespace lockstep::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<source::Migration> FilesOf(const std::vector<std::string_view>& versions) {
  std::vector<source::Migration> files;
  for (const std::string_view version : versions) files.push_back(File(version));
  return files;
}

// "accepted 1", …
std::vector<std::string> Made(const AmendmentPlan& plan) {
  std::vector<std::string> made;
  for (const Amendment& amendment : plan.amendments) {
    made.push_back(std::string(AmendmentName(amendment.kind)) + " " + amendment.status.Key());
  }
  return made;
}

struct RepairCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  AmendmentKind kind;
  std::string refusal = {};  // empty: it is made
  std::string key = "1";
};

class Repairs : public ::testing::TestWithParam<RepairCase> {};

TEST_P(Repairs, AreMadeWhereTheyMakeSense) {
  const RepairCase& test = GetParam();
  const auto files = FilesOf(test.files);
  const std::vector<AmendmentRequest> requests = {{test.kind, test.key}};
  const AmendmentPlan plan = PlanRepair(Compare(files, test.rows), requests);
  if (test.refusal.empty()) {
    EXPECT_THAT(plan.refusals, IsEmpty());
    EXPECT_THAT(Made(plan), ElementsAre(std::string(AmendmentName(test.kind)) + " " + test.key));
  } else {
    ASSERT_EQ(plan.refusals.size(), 1U);
    EXPECT_THAT(plan.refusals[0].message, HasSubstr(test.refusal));
    EXPECT_THAT(plan.amendments, IsEmpty());
  }
}

using enum AmendmentKind;

INSTANTIATE_TEST_SUITE_P(
    PlanRepair, Repairs,
    ::testing::Values(
        RepairCase{"AcceptsWhatWasChanged", {"1"}, {Changed("1")}, kAccept},
        RepairCase{"AcceptsNothingUnchanged", {"1"}, {Applied("1")}, kAccept, "its file is what was applied"},
        RepairCase{"AcceptsNothingPending", {"1"}, {}, kAccept, "it is not applied"},
        RepairCase{"AcceptsNothingWithoutAFile", {}, {Applied("1")}, kAccept, "its file is not there"},
        RepairCase{"AcceptsNothingPartial", {"1"}, {Partial("1")}, kAccept, "in part"},
        RepairCase{"MarksWhatIsPending", {"1"}, {}, kMark},
        RepairCase{"MarksWhatIsLate", {"1", "2"}, {Applied("2")}, kMark},
        RepairCase{"MarksWhatIsPartial", {"1"}, {Partial("1")}, kMark},
        RepairCase{"MarksWhatIsInDoubtWithoutItsFile", {}, {InDoubt("1")}, kMark},
        RepairCase{"MarksNothingTwice", {"1"}, {Applied("1")}, kMark, "it is applied already"},
        RepairCase{"MarksNothingChanged", {"1"}, {Changed("1")}, kMark, "`--accept`"},
        RepairCase{"MarksNothingUnknown", {"2"}, {}, kMark, "neither the files nor the history"},
        RepairCase{"ForgetsWhatIsMissing", {}, {Applied("1")}, kForget},
        RepairCase{"ForgetsWhatIsPartial", {"1"}, {Partial("1")}, kForget},
        RepairCase{"ForgetsNothingTwice", {"1"}, {}, kForget, "the history does not have it"},
        RepairCase{"SettlesWhatIsInDoubt", {"1"}, {InDoubt("1")}, kDone},
        RepairCase{"SettlesWhatIsInDoubtAsUndone", {"1"}, {InDoubt("1")}, kNotDone},
        RepairCase{"SettlesNothingElse", {"1"}, {Partial("1")}, kDone, "none of its statements is in doubt"},
        RepairCase{"MarksARepeatable", {"R__v"}, {Changed("R__v")}, kMark, {}, "R__v"},
        RepairCase{"ForgetsARepeatable", {"R__v"}, {Applied("R__v")}, kForget, {}, "R__v"},
        RepairCase{"ForgetsARepeatableWithoutAFile", {}, {Applied("R__v")}, kForget, {}, "R__v"},
        RepairCase{"SettlesNothingApplied", {"1"}, {Applied("1")}, kNotDone, "is in doubt"}),
    [](const auto& instance) { return instance.param.name; });

TEST(PlanRepair, RefusesToSayTwoThingsOfOneVersion) {
  const auto files = Files({"1"});
  const std::vector<AmendmentRequest> requests = {{kMark, "1"}, {kForget, "1"}};
  const AmendmentPlan plan = PlanRepair(Compare(files, std::vector{Partial("1")}), requests);
  ASSERT_EQ(plan.refusals.size(), 1U);
  EXPECT_THAT(plan.refusals[0].message, HasSubstr("say one thing of a version"));
}

struct BaselineCase {
  std::string name;
  std::vector<std::string_view> files;
  std::vector<HistoryRow> rows;
  std::string version;
  std::vector<std::string> made;
  std::vector<std::string> refused = {};
};

class Baselines : public ::testing::TestWithParam<BaselineCase> {};

TEST_P(Baselines, RecordWhatLiesBelow) {
  const auto files = FilesOf(GetParam().files);
  const AmendmentPlan plan =
      PlanBaseline(Compare(files, GetParam().rows), *source::Version::Parse(GetParam().version));
  EXPECT_EQ(Made(plan), GetParam().made);
  std::vector<std::string> refused;
  for (const Conflict& refusal : plan.refusals) refused.push_back(refusal.version);
  EXPECT_EQ(refused, GetParam().refused);
}

INSTANTIATE_TEST_SUITE_P(
    PlanBaseline, Baselines,
    ::testing::Values(
        BaselineCase{"AllUpToIt", {"1", "2", "3"}, {}, "2", {"baseline 1", "baseline 2"}},
        BaselineCase{"ItAloneWhereNoFileIsSoLow", {"8", "9"}, {}, "7", {"baseline 7"}},
        BaselineCase{"ItAloneWithoutFiles", {}, {}, "7", {"baseline 7"}},
        BaselineCase{
            "WhatTheHistoryLacks", {"1", "2", "3"}, {Applied("1")}, "3", {"baseline 2", "baseline 3"}},
        BaselineCase{"NoRepeatable", {"1", "R__v"}, {}, "1", {"baseline 1"}},
        BaselineCase{"ItAloneBesideARepeatable", {"R__v"}, {}, "7", {"baseline 7"}},
        BaselineCase{"NothingTwice", {"1"}, {Baseline("1")}, "1", {}},
        BaselineCase{"NoVersionThatNoFileHas", {"1", "3"}, {}, "2", {"baseline 1"}, {"2"}},
        BaselineCase{"NotBelowWhatIsApplied", {"1", "2", "3"}, {Applied("3")}, "1", {"baseline 1"}, {"3"}},
        BaselineCase{"NotOverWhatIsPartial", {"1", "2"}, {Partial("1")}, "2", {"baseline 2"}, {"1"}}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace lockstep::migrate
