// SPDX-License-Identifier: Apache-2.0
#include "migrate/approval.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/steps.h"
#include "source/checksum.h"
#include "sql/script.h"

namespace lockstep::migrate {

namespace {

// Of all that decides what is still to be done; not of who applied it, or when.
std::string StateOf(std::span<const MigrationStatus> statuses) {
  std::string text;
  for (const MigrationStatus& status : statuses) {
    if (!status.row) continue;
    const HistoryRow& row = *status.row;
    text += fmt::format("{} {} {} {} {}\n", status.Key(), row.checksum, static_cast<int>(row.state),
                        DirectionName(row.direction), row.progress.statements_done);
  }
  return source::Checksum(text);
}

const source::Part& PartOf(const source::Migration& migration, Direction direction) {
  return direction == Direction::kUp ? *migration.up : *migration.down;
}

std::vector<ApprovedStep> StepsOf(const source::Part& part) {
  std::vector<ApprovedStep> steps;
  const sql::Script script = sql::Script::Parse(part.file);
  for (const model::Step& step : model::PlanSteps(script, {.no_transaction = part.no_transaction}).steps) {
    steps.push_back({.transactional = step.kind == model::StepKind::kTransaction,
                     .first = step.begin + 1,
                     .last = step.end});
  }
  return steps;
}

ApprovedMigration Describe(const source::Migration& migration, Direction direction) {
  const source::Part& part = PartOf(migration, direction);
  return {
      .version = migration.Key(), .name = migration.name, .checksum = part.checksum, .steps = StepsOf(part)};
}

// "12 add_users", "R__totals"
std::string LabelOf(const ApprovedMigration& migration) {
  return migrate::LabelOf(source::Version::Parse(migration.version), migration.name);
}

constexpr std::string_view kNext =
    "\n  look at what `lockstep plan` says now, and have `lockstep plan --save` approved";

Conflict Difference(const ApprovedMigration& migration, std::string_view what) {
  return {migration.version, fmt::format("{}: {}{}", LabelOf(migration), what, kNext)};
}

void Compare(const ApprovedMigration& approved, const ApprovedMigration& now,
             std::vector<Conflict>& differences) {
  if (approved == now) return;
  if (approved.version != now.version || approved.name != now.name) {
    differences.push_back(
        Difference(now, fmt::format("the approved plan has {} in its place", LabelOf(approved))));
  } else if (approved.checksum != now.checksum) {
    differences.push_back(Difference(now, "its file was changed after the plan was approved"));
  } else {
    differences.push_back(Difference(now, "it would run in other steps than those approved"));
  }
}

}  // namespace

ApprovedPlan Approve(const Plan& plan, std::span<const MigrationStatus> statuses, bool out_of_order) {
  ApprovedPlan approved{
      .direction = plan.direction, .out_of_order = out_of_order, .database_state = StateOf(statuses)};
  for (const source::Migration* migration : plan.migrations)
    approved.migrations.push_back(Describe(*migration, plan.direction));
  return approved;
}

std::vector<Conflict> DifferencesFrom(const ApprovedPlan& approved, const Plan& plan,
                                      std::span<const MigrationStatus> statuses, size_t finished) {
  std::vector<Conflict> differences;
  // What this run itself has recorded is no difference.
  if (finished == 0 && approved.database_state != StateOf(statuses)) {
    differences.push_back(
        {{}, fmt::format("the database is not in the state that the approved plan starts from{}", kNext)});
  }
  const auto expected =
      std::span(approved.migrations).subspan(std::min(finished, approved.migrations.size()));
  for (size_t i = 0; i < std::max(expected.size(), plan.migrations.size()); ++i) {
    if (i >= plan.migrations.size()) {
      differences.push_back(Difference(expected[i], "it is in the approved plan, and not to be run now"));
    } else if (const auto now = Describe(*plan.migrations[i], plan.direction); i >= expected.size()) {
      differences.push_back(Difference(now, "it is not in the approved plan"));
    } else {
      Compare(expected[i], now, differences);
    }
  }
  return differences;
}

}  // namespace lockstep::migrate
