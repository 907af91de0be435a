// SPDX-License-Identifier: Apache-2.0
// MIG008: flags LOCK TABLE in a mode that blocks others.
// https://www.postgresql.org/docs/current/sql-lock.html
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY
std::string_view Blocked(model::LockMode mode) {
  if (model::BlocksReads(mode)) return "reads and writes wait";
  if (model::BlocksWrites(mode)) return "writes wait";
  return mode == model::LockMode::kShareUpdateExclusive ? "schema changes and VACUUM wait"
                                                        : "schema changes wait";
}

struct Locked {
  std::vector<model::RelationId> named = {};
  std::vector<model::RelationId> along = {};  // partitions, children, what a view reads
};

// What others may be waiting for.
Locked LockedBy(const lint::RuleContext& context) {
  Locked result;
  for (const model::Operation& operation : context.statement().operations) {
    if (context.IsExisting(operation.relation)) result.named.push_back(operation.relation);
  }
  for (const model::LockRequest& lock : context.statement().locks) {
    const bool is_named =
        std::find(result.named.begin(), result.named.end(), lock.relation) != result.named.end();
    if (!is_named && context.IsExisting(lock.relation)) result.along.push_back(lock.relation);
  }
  return result;
}

std::string TextOf(const lint::RuleContext& context, const Locked& locked) {
  const std::string named = context.NamesOf(locked.named);
  if (locked.along.empty()) return named;
  if (locked.named.empty()) return context.NamesOf(locked.along);
  return fmt::format("{} (and on {}, locked along with {})", named, context.NamesOf(locked.along),
                     locked.named.size() == 1 ? "it" : "them");
}

void Check(lint::RuleContext& context) {
  const auto* statement = sql::As<::LockStmt>(context.statement().statement->node);
  if (statement == nullptr) return;
  const auto mode = static_cast<model::LockMode>(statement->mode);
  const Locked locked = LockedBy(context);
  if (mode <= model::LockMode::kRowShare || (locked.named.empty() && locked.along.empty())) return;
  const bool unbounded =
      mode == model::LockMode::kAccessExclusive && !statement->nowait && !context.LockTimeoutIsSet();
  const bool heavy = context.facts().IsWorkAfter(context.index());
  std::string message = fmt::format("LOCK TABLE holds {} on {} until the transaction ends: {}",
                                    model::SqlName(mode), TextOf(context, locked), Blocked(mode));
  if (unbounded) {
    message +=
        "; there is neither NOWAIT nor a lock_timeout, and whoever comes after the waiting lock waits as "
        "well";
  }
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
                                          "and children, and others queue behind it.",
                             .operations = {model::OperationKind::kLockTable}},
                            Check};

}  // namespace lockstep::rules
