// SPDX-License-Identifier: Apache-2.0
#include "lint/weight.h"

#include <algorithm>
#include <set>
#include <utility>

namespace lockstep::lint {

void Weigh(const RuleInfo& rule, const model::FileRecord& file, const model::StatementRecord& statement,
           const TableSizes& sizes, int64_t small_table_rows, Diagnostic& finding) {
  std::set<std::pair<model::RelationId, model::WorkKind>> done;
  std::set<std::string> tables;
  double seconds = 0;
  bool is_all_known = true;
  const auto look_at = [&](const std::string& name) {
    const auto size = sizes.find(name);
    is_all_known = is_all_known && size != sizes.end();
    if (size != sizes.end() && tables.insert(name).second) {
      finding.effect.sizes.push_back(
          {.relation = name, .rows = size->second.rows, .bytes = size->second.bytes});
    }
    return size;
  };
  for (const model::Work& work : statement.work) {
    if (!file.IsExisting(work.table) || !done.emplace(work.table, work.kind).second) continue;
    const auto size = look_at(file.NameOf(work.table, statement));
    if (size != sizes.end()) seconds += SecondsFor(work.kind, size->second);
  }
  if (done.empty()) {
    for (const EffectSummary::Lock& lock : finding.effect.locks) look_at(lock.relation);
  } else if (is_all_known) {
    finding.effect.seconds = seconds;
  }
  const auto& known = finding.effect.sizes;
  const bool is_small = is_all_known && !known.empty() &&
                        std::all_of(known.begin(), known.end(), [&](const EffectSummary::Size& size) {
                          return size.rows < small_table_rows;
                        });
  if (is_small && rule.is_time_under_lock && finding.severity == Severity::kError)
    finding.severity = Severity::kWarning;
}

}  // namespace lockstep::lint
