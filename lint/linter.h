// SPDX-License-Identifier: Apache-2.0
// Replays files in version order and lints those that are asked for.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "lint/diagnostic.h"
#include "lint/rule.h"
#include "lint/table_sizes.h"
#include "lint/weight.h"
#include "model/replay.h"
#include "sql/script.h"

namespace lockstep::lint {

struct LintOptions {
  int pg_version = 15;
  std::string time_zone = {};
  bool history_is_complete = false;
  bool start_is_known = false;
  std::optional<TableSizes> sizes = {};  // nothing is known of them without
  bool wants_effects = true;             // whether findings tell what their statements lock and do
  int64_t small_table_rows = kSmallTableRows;
  std::set<std::string, std::less<>> only = {};                  // rule ids; empty: all
  std::set<std::string, std::less<>> disabled = {};              // rule ids
  std::map<std::string, Severity, std::less<>> severities = {};  // overrides by rule id
};

// Feed it the files of one directory in version order. Source files have to outlive the reports.
class Linter {
 public:
  // `rules` is the table of all rules, of which `options` selects.
  Linter(LintOptions options, std::span<const Rule* const> rules);

  // A file that others build on: its statements are carried out on the catalog, and nothing is reported.
  // `no_transaction` here and below as for model::Replay::Run.
  void ReplaySilently(const sql::SourceFile& file, model::Runner runner,
                      std::optional<bool> no_transaction = {});

  // Carries the file out and reports all findings in it.
  FileReport Lint(const sql::SourceFile& file, model::Runner runner, std::optional<bool> no_transaction = {});

  // A down part, on the catalog as it is now, which stays as it is. Without `all_rules` only what would stop
  // it from running is reported.
  FileReport LintDown(const sql::SourceFile& file, model::Runner runner, bool all_rules,
                      std::optional<bool> no_transaction = {});

 private:
  // A rule that `options_` leaves on.
  struct SelectedRule {
    const Rule* rule;
    OperationKinds looked_at;               // by KindsIn(): all it is asked about has one of them
    std::optional<Severity> severity = {};  // in place of the rule's own
  };

  void Rate(const SelectedRule& selected, const model::FileRecord& record,
            const model::StatementRecord& statement, std::span<Diagnostic> findings) const;
  std::vector<Diagnostic> RunRules(const model::FileRecord& record, bool only_what_stops) const;
  FileReport Report(const sql::Script& script, const model::FileRecord& record, bool only_what_stops) const;
  bool IsEnabled(const Rule& rule) const;

  LintOptions options_;
  std::span<const Rule* const> rules_;
  std::vector<SelectedRule> selected_;
  std::vector<SelectedRule> selected_for_down_;  // those of them that look for what would stop a file
  model::Replay replay_;
};

// Whether a rule of that id exists in the table.
const Rule* FindRule(std::span<const Rule* const> rules, std::string_view id);

}  // namespace lockstep::lint
