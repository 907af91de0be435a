// SPDX-License-Identifier: Apache-2.0
// MIG024: flags work that would block nobody by itself, while an earlier statement's lock is held.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "lint/effect_summary.h"
#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// Work under a strong lock of its own is what other rules are about, each with its own way out.
class OwnLocks {
 public:
  explicit OwnLocks(const lint::RuleContext& context) {
    for (const model::LockRequest& lock : context.statement().locks) {
      if (lint::KeepsOthersWaiting(context.file(), context.statement(), lock))
        blocked_.push_back(lock.relation);
    }
    std::sort(blocked_.begin(), blocked_.end());
  }

  bool Block(model::RelationId relation) const {
    return std::binary_search(blocked_.begin(), blocked_.end(), relation);
  }

 private:
  std::vector<model::RelationId> blocked_;
};

// MIG021's: the constraint was added in this transaction.
bool IsOfNewConstraint(const lint::RuleContext& context, const model::Work& work) {
  const model::Operation& operation = context.statement().operations[work.operation];
  return operation.kind == model::OperationKind::kValidateConstraint && operation.constraint &&
         context.BeforeTransaction(operation.constraint) == nullptr;
}

std::string_view Verb(model::WorkKind kind) {
  switch (kind) {
    case model::WorkKind::kScan:
      return "reads every row of";
    case model::WorkKind::kRewrite:
      return "rewrites";
    case model::WorkKind::kIndexBuild:
      return "builds an index of";
  }
  return {};
}

// "reads every row of public.orders"; empty: nothing that takes long.
std::string WhatItDoes(const lint::RuleContext& context) {
  const model::StatementRecord& statement = context.statement();
  const auto* copy = sql::As<::CopyStmt>(statement.statement->node);
  if (copy != nullptr && copy->is_from && !statement.operations.empty()) {
    const model::RelationId table = statement.operations.front().relation;
    return context.IsExisting(table) ? fmt::format("loads rows into {}", context.NameOf(table)) : "";
  }
  if (statement.work.empty()) return {};
  const OwnLocks own(context);
  std::vector<model::Work> heavy;
  for (const model::Work& work : statement.work) {
    // ANALYZE reads a sample.
    if (work.cause == model::Cause::kMaintenance || !context.IsExisting(work.table)) continue;
    if (!own.Block(work.table) && !IsOfNewConstraint(context, work)) heavy.push_back(work);
  }
  if (heavy.empty()) return {};
  const model::WorkKind kind = heavy.front().kind;
  std::erase_if(heavy, [kind](const model::Work& work) { return work.kind != kind; });
  return fmt::format("{} {}", Verb(kind), context.TablesOf(heavy));
}

void Check(lint::RuleContext& context) {
  const lint::HeldLock* held = context.facts().BlockingBefore(context.index());
  // What is refused here (MIG007, MIG032) does no work.
  const bool is_refused = context.statement().transactionality == model::Transactionality::kRefused;
  if (held == nullptr || is_refused || context.statement().failure) return;
  const std::string work = WhatItDoes(context);
  if (work.empty()) return;
  context
      .Report(fmt::format(
          "this {} while the transaction holds {} on {}, taken in {}: {} of it wait until all is done", work,
          model::SqlName(held->mode), context.NameOf(*held), context.LineOf(held->statement),
          model::BlocksReads(held->mode) ? "reads and writes" : "writes"))
      .Help("move it to a migration of its own: the lock is given back only when its transaction ends");
}

}  // namespace

const lint::Rule kWorkUnderLock{
    {.id = "MIG024",
     .name = "work-under-lock",
     .severity = lint::Severity::kError,
     .title = "long work while the transaction holds a lock that an earlier statement took",
     .rationale =
         "Locks are kept until the transaction ends: a statement that blocks nobody by itself prolongs those "
         "before it.",
     .is_time_under_lock = true},
    Check};

}  // namespace lockstep::rules
