// SPDX-License-Identifier: Apache-2.0
// How heavy a finding is on tables of known size.
#pragma once

#include "lint/diagnostic.h"
#include "lint/rule.h"
#include "lint/table_sizes.h"

namespace lockstep::lint {

// Tables with fewer rows are small, unless configured otherwise.
inline constexpr int64_t kSmallTableRows = 10'000;

// Says in the finding's effect how large the tables are that the statement works on, and for about how long.
// Where all of them are small, and waiting is all the harm that the rule warns of, an error becomes a
// warning.
void Weigh(const RuleInfo& rule, const model::FileRecord& file, const model::StatementRecord& statement,
           const TableSizes& sizes, int64_t small_table_rows, Diagnostic& finding);

}  // namespace lockstep::lint
