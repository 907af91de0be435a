// SPDX-License-Identifier: Apache-2.0
// MIG008: flags LOCK TABLE in a mode that blocks others.
// https://www.postgresql.org/docs/current/sql-lock.html
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool HeavyWorkFollows(const lint::RuleContext& context) {
  const auto& statements = context.file().statements;
  return std::any_of(statements.begin() + static_cast<std::ptrdiff_t>(context.index()) + 1, statements.end(),
                     [&](const model::StatementRecord& later) {
                       if (later.transaction != context.statement().transaction) return false;
                       return std::any_of(later.work.begin(), later.work.end(), [&](const model::Work& work) {
                         return context.IsExisting(work.table);
                       });
                     });
}

bool WaitIsBounded(const lint::RuleContext& context, const ::LockStmt& statement) {
  if (statement.nowait) return true;
  const int64_t timeout = context.statement().lock_timeout_ms;
  // Our own runner sets one wherever the file does not.
  return timeout > 0 || (timeout < 0 && context.file().runner == model::Runner::kLockstep);
}

std::string_view Blocked(model::LockMode mode) {
  if (model::BlocksReads(mode)) return "reads and writes wait";
  if (model::BlocksWrites(mode)) return "writes wait";
  return "schema changes and VACUUM wait";
}

// Tables that are locked although the statement does not name them: partitions, children, what a view reads.
std::string Unnamed(const lint::RuleContext& context, const ::LockStmt& statement) {
  const size_t named = sql::Length(statement.relations);
  std::string list;
  size_t count = 0;
  std::vector<model::RelationId> seen;
  for (const model::Operation& operation : context.statement().operations) seen.push_back(operation.relation);
  for (const model::LockRequest& lock : context.statement().locks) {
    if (std::find(seen.begin(), seen.end(), lock.relation) != seen.end()) continue;
    seen.push_back(lock.relation);
    ++count;
    if (count <= 3) list += (list.empty() ? "" : ", ") + context.NameOf(lock.relation);
  }
  if (count == 0 || named == 0) return {};
  if (count > 3) list += fmt::format(" and {} more", count - 3);
  return fmt::format(" (and on {}, which go with {})", list, named == 1 ? "it" : "them");
}

void Check(lint::RuleContext& context) {
  const auto& operations = context.statement().operations;
  const auto* statement = sql::As<::LockStmt>(context.statement().statement->node);
  if (statement == nullptr) return;
  const auto mode = static_cast<model::LockMode>(statement->mode);
  if (mode <= model::LockMode::kRowShare) return;
  std::string tables;
  for (const model::Operation& operation : operations) {
    if (operation.kind != model::OperationKind::kLockTable || !context.IsExisting(operation.relation))
      continue;
    tables += (tables.empty() ? "" : ", ") + context.NameOf(operation.relation);
  }
  if (tables.empty()) return;
  const bool unbounded = mode == model::LockMode::kAccessExclusive && !WaitIsBounded(context, *statement);
  const bool heavy = HeavyWorkFollows(context);
  std::string message =
      fmt::format("LOCK TABLE holds {} on {}{} until the transaction ends: {}", model::SqlName(mode), tables,
                  Unnamed(context, *statement), Blocked(mode));
  if (unbounded)
    message +=
        "; there is neither NOWAIT nor a lock_timeout, and whoever comes after the waiting lock waits as "
        "well";
  if (heavy) message += "; heavy work follows while it is held";
  context.Report(std::move(message))
      .Help(
          "take the weakest mode that will do, in a short transaction with SET LOCAL lock_timeout, and "
          "nothing heavy after it")
      .As(unbounded || heavy ? lint::Severity::kError : lint::Severity::kWarning);
}

}  // namespace

const lint::Rule kLockTable{{.id = "MIG008",
                             .name = "lock-table",
                             .severity = lint::Severity::kWarning,
                             .title = "LOCK TABLE on an existing table",
                             .rationale = "The lock is kept until the transaction ends, with its partitions "
                                          "and children, and others queue behind it."},
                            Check};

}  // namespace lockstep::rules
