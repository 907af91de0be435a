// SPDX-License-Identifier: Apache-2.0
// Only exactly what was approved is the same.
#include "migrate/approval.h"

#include <gmock/gmock.h>

#include "migrate/testing/histories.h"

namespace lockstep::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Files and history at one moment, and the plan that follows from them.
struct Moment {
  std::vector<source::Migration> files;
  std::vector<HistoryRow> rows;

  std::vector<MigrationStatus> Statuses() const { return migrate::Compare(files, rows); }
  Plan MakePlan() const { return PlanUp(Statuses(), std::nullopt, std::nullopt); }
  ApprovedPlan Approved() const { return Approve(MakePlan(), Statuses(), false); }
  std::vector<std::string> DifferencesFrom(const ApprovedPlan& approved, size_t finished = 0) const {
    std::vector<std::string> messages;
    for (const Conflict& conflict : migrate::DifferencesFrom(approved, MakePlan(), Statuses(), finished))
      messages.push_back(conflict.message);
    return messages;
  }
};

TEST(Approval, HoldsForWhatIsTheSame) {
  const Moment moment{Files({"1", "2", "3"}), {Applied("1")}};
  const ApprovedPlan approved = moment.Approved();
  ASSERT_EQ(approved.migrations.size(), 2U);
  EXPECT_EQ(approved.migrations[0].version, "2");
  EXPECT_EQ(approved.migrations[0].checksum, "up");
  EXPECT_THAT(approved.migrations[0].steps,
              ElementsAre(ApprovedStep{.transactional = true, .first = 1, .last = 1}));
  EXPECT_THAT(moment.DifferencesFrom(approved), IsEmpty());
}

TEST(Approval, EndsWithEachKindOfChange) {
  const Moment before{Files({"1", "2", "3"}), {Applied("1")}};
  const ApprovedPlan approved = before.Approved();

  Moment edited = before;
  edited.files[2].up->checksum = "edited";
  EXPECT_THAT(edited.DifferencesFrom(approved),
              ElementsAre(HasSubstr("3 change: its file was changed after the plan was approved")));

  Moment in_other_steps = before;
  in_other_steps.files[1].up->file = sql::SourceFile::FromText("2", "VACUUM;");
  EXPECT_THAT(in_other_steps.DifferencesFrom(approved),
              ElementsAre(HasSubstr("2 change: it would run in other steps")));

  const Moment more{Files({"1", "2", "3", "4"}), {Applied("1")}};
  EXPECT_THAT(more.DifferencesFrom(approved), ElementsAre(HasSubstr("4 change: it is not in the approved")));

  const Moment less{Files({"1", "2"}), {Applied("1")}};
  EXPECT_THAT(less.DifferencesFrom(approved), ElementsAre(HasSubstr("3 change: it is in the approved plan")));

  const Moment other{Files({"1", "2", "3.1"}), {Applied("1")}};
  EXPECT_THAT(other.DifferencesFrom(approved),
              ElementsAre(HasSubstr("3.1 change: the approved plan has 3 change in its place")));
}

TEST(Approval, EndsWhenTheDatabaseMovesOn) {
  const ApprovedPlan approved = Moment{Files({"1", "2", "3"}), {Applied("1")}}.Approved();
  const Moment moved{Files({"1", "2", "3"}), {Applied("1"), Applied("2")}};
  EXPECT_THAT(moved.DifferencesFrom(approved),
              ElementsAre(HasSubstr("the database is not in the state"), HasSubstr("in its place"),
                          HasSubstr("not to be run now")));
  EXPECT_THAT(moved.DifferencesFrom(approved, 1), IsEmpty());
}

TEST(Approval, DoesNotCareWhoAppliedAMigrationOrWhen) {
  Moment moment{Files({"1", "2"}), {Applied("1")}};
  const ApprovedPlan approved = moment.Approved();
  moment.rows[0].applied_by = "somebody";
  moment.rows[0].applied_at = "2026-01-02T03:04:05Z";
  EXPECT_THAT(moment.DifferencesFrom(approved), IsEmpty());
}

}  // namespace
}  // namespace lockstep::migrate
