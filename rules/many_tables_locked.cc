// SPDX-License-Identifier: Apache-2.0
// MIG025: flags a transaction that keeps everybody out of more than one table.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  const lint::SeveralLocks* locks = context.facts().SeveralAt(context.index());
  if (locks == nullptr) return;
  const bool at_once = locks->first.statement == locks->second.statement;
  // One LOCK TABLE of several tables is MIG008's, and the way to take them in one order.
  if (at_once && sql::As<::LockStmt>(context.statement().statement->node) != nullptr) return;
  const std::string second =
      fmt::format("{} on {}", model::SqlName(locks->second.mode), context.NameOf(locks->second));
  const std::string first =
      fmt::format("{} on {}", model::SqlName(locks->first.mode), context.NameOf(locks->first));
  const std::string both = at_once ? fmt::format("{} and {}", first, second)
                                   : fmt::format("{} beside {}, taken in {}", second, first,
                                                 context.LineOf(locks->first.statement));
  context
      .Report(fmt::format(
          "this transaction holds {}, until it ends: clients of both wait, and one that uses them in "
          "the other order can deadlock with it",
          both))
      .Help("change one table a migration");
}

}  // namespace

const lint::Rule kManyTablesLocked{
    {.id = "MIG025",
     .name = "many-tables-locked",
     .severity = lint::Severity::kWarning,
     .title = "ACCESS EXCLUSIVE on two or more existing tables in one transaction",
     .rationale =
         "While the transaction waits for the second lock it holds the first: clients wait longer, and who "
         "locks in the other order deadlocks with it."},
    Check};

}  // namespace lockstep::rules
