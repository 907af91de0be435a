// SPDX-License-Identifier: Apache-2.0
#include "cmd/lint_plan.h"

#include <algorithm>

#include "cmd/lint_options.h"
#include "rules/all_rules.h"

namespace lockstep::cmd {

std::vector<lint::FileReport> LintPlan(const migrate::Plan& plan,
                                       std::span<const source::Migration> migrations, int pg_version,
                                       CommandContext& context) {
  lint::LintOptions options = LintOptionsOf(context.config().lint);
  options.pg_version = pg_version;
  options.history_is_complete = true;
  options.sizes = ReadTableSizes({}, context);
  lint::Linter linter(std::move(options), rules::AllRules());
  const auto schema = ReadBaseSchema(context);
  if (schema) linter.ReplaySilently(*schema, model::Runner::kPsql);
  std::vector<lint::FileReport> reports;
  for (const source::Migration& migration : migrations) {
    if (!migration.up) continue;
    const bool is_planned =
        std::find(plan.migrations.begin(), plan.migrations.end(), &migration) != plan.migrations.end();
    if (is_planned && !IsExcludedFromLint(migration.up->path, context)) {
      reports.push_back(
          linter.Lint(migration.up->file, model::Runner::kLockstep, migration.up->no_transaction));
    } else {
      linter.ReplaySilently(migration.up->file, model::Runner::kLockstep, migration.up->no_transaction);
    }
  }
  return reports;
}

}  // namespace lockstep::cmd
