// SPDX-License-Identifier: Apache-2.0
#include "lint/transaction_facts.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <memory_resource>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "lint/effect_summary.h"
#include "sql/nodes.h"

namespace lockstep::lint {

namespace {

using model::LockMode;

// The strongest lock of each relation that a statement locks.
class StrongestLocks {
 public:
  StrongestLocks(std::span<const model::LockRequest> locks, std::pmr::memory_resource& memory)
      : locks_(locks.begin(), locks.end(), &memory) {
    std::sort(locks_.begin(), locks_.end(),
              [](const model::LockRequest& left, const model::LockRequest& right) {
                return std::pair(left.relation, right.mode) < std::pair(right.relation, left.mode);
              });
  }

  LockMode Of(model::RelationId relation) const {
    const auto found = std::lower_bound(
        locks_.begin(), locks_.end(), relation,
        [](const model::LockRequest& lock, model::RelationId id) { return lock.relation < id; });
    return found == locks_.end() || found->relation != relation ? LockMode::kNone : found->mode;
  }

 private:
  std::pmr::vector<model::LockRequest> locks_;  // by relation, the strongest first
};

// Follows the locks of one transaction. ROLLBACK TO gives back what was taken since the savepoint.
class LocksHeld {
 public:
  LocksHeld(const model::FileRecord& file, std::pmr::memory_resource& memory)
      : file_(file), modes_(&memory), taken_(&memory), savepoints_(&memory) {}

  const std::optional<HeldLock>& blocking() const { return now_.blocking; }

  void Begin() {
    modes_.clear();
    taken_.clear();
    savepoints_.clear();
    now_ = {};
  }

  // Returns both locks where this statement is the first to lock a second table.
  std::optional<SeveralLocks> Take(size_t index) {
    const model::StatementRecord& statement = file_.statements[index];
    if (const auto* control = sql::As<::TransactionStmt>(statement.statement->node)) Follow(*control);
    // What is refused ends the transaction, and its locks.
    if (statement.failure) return std::nullopt;
    const std::optional<SeveralLocks> several = TakeExclusively(index);
    const bool is_lock_table = sql::As<::LockStmt>(statement.statement->node) != nullptr;
    for (const model::LockRequest& lock : statement.locks) {
      const model::Relation* relation = Nameworthy(file_, statement, lock.relation);
      if (relation == nullptr || !Hold(lock)) continue;
      const bool blocks = KeepsOthersWaiting(*relation, lock.mode) && !is_lock_table;
      if (!blocks || (now_.blocking && now_.blocking->mode >= lock.mode)) continue;
      now_.blocking = HeldLock{.relation = lock.relation, .mode = lock.mode, .statement = index};
    }
    return several;
  }

 private:
  struct State {
    std::optional<HeldLock> blocking;
    std::optional<HeldLock> exclusive;
    bool has_several = false;
  };
  struct Savepoint {
    std::string_view name;
    size_t taken;
    State state;
  };

  // Whether the lock is more than is held of the relation already.
  bool Hold(const model::LockRequest& lock) {
    LockMode& held = modes_[lock.relation];
    if (held >= lock.mode) return false;
    taken_.emplace_back(lock.relation, std::exchange(held, lock.mode));
    return true;
  }

  LockMode HeldOn(model::RelationId relation) const {
    const auto found = modes_.find(relation);
    return found == modes_.end() ? LockMode::kNone : found->second;
  }

  // The table that an operation is about, itself or by its index; none where nobody else knows of it.
  model::RelationId TableOf(const model::Operation& operation,
                            const model::StatementRecord& statement) const {
    model::RelationId id = operation.relation;
    const model::Relation* relation = file_.catalog->Get(id, statement.before);
    if (relation != nullptr && relation->index) {
      id = relation->index->table;
      relation = file_.catalog->Get(id, statement.before);
    }
    const bool is_table = relation == nullptr || relation->IsTable();
    return is_table && file_.IsExisting(id) ? id : model::RelationId{};
  }

  // Tables that the statement is about, not those that it locks along with them.
  std::pmr::vector<model::RelationId> Named(const model::StatementRecord& statement,
                                            const StrongestLocks& locks, LockMode least,
                                            std::pmr::memory_resource& memory) const {
    const bool names_one = sql::As<::AlterTableStmt>(statement.statement->node) != nullptr;
    std::pmr::vector<model::RelationId> named(&memory);
    for (const model::Operation& operation : statement.operations) {
      const model::RelationId table =
          operation.by_cascade ? model::RelationId{} : TableOf(operation, statement);
      if (table && locks.Of(table) >= least) named.push_back(table);
      if (names_one) break;
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    return named;
  }

  std::optional<SeveralLocks> TakeExclusively(size_t index) {
    const model::StatementRecord& statement = file_.statements[index];
    // What refuses a transaction commits after each table.
    if (now_.has_several || statement.transactionality == model::Transactionality::kRefused)
      return std::nullopt;
    const bool is_lock_table = sql::As<::LockStmt>(statement.statement->node) != nullptr;
    const LockMode least = is_lock_table ? LockMode::kRowExclusive : LockMode::kAccessExclusive;
    const bool may_be_one =
        std::any_of(statement.locks.begin(), statement.locks.end(), [&](const model::LockRequest& lock) {
          return lock.mode >= least && file_.IsExisting(lock.relation);
        });
    if (!may_be_one) return std::nullopt;
    std::array<std::byte, 512> buffer;
    std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
    const StrongestLocks locks(statement.locks, memory);
    std::pmr::vector<model::RelationId> named = Named(statement, locks, least, memory);
    // Locked along with another one before, or locking that one along: the two sides of a foreign key.
    std::erase_if(named, [this](model::RelationId table) {
      const bool is_first = now_.exclusive && now_.exclusive->relation == table;
      return is_first || HeldOn(table) == LockMode::kAccessExclusive;
    });
    const bool belongs_to_the_first = now_.exclusive && named.size() == 1 &&
                                      locks.Of(now_.exclusive->relation) == LockMode::kAccessExclusive;
    if (belongs_to_the_first) return std::nullopt;
    for (const model::RelationId table : named) {
      const HeldLock lock{.relation = table, .mode = locks.Of(table), .statement = index};
      now_.has_several = now_.exclusive.has_value();
      if (now_.has_several) return SeveralLocks{.first = *now_.exclusive, .second = lock};
      now_.exclusive = lock;
    }
    return std::nullopt;
  }

  void Follow(const ::TransactionStmt& control) {
    if (control.kind == TRANS_STMT_SAVEPOINT) {
      savepoints_.push_back(
          {.name = sql::Text(control.savepoint_name), .taken = taken_.size(), .state = now_});
    } else if (control.kind == TRANS_STMT_ROLLBACK_TO) {
      RollBackTo(sql::Text(control.savepoint_name));
    }
  }

  void RollBackTo(std::string_view name) {
    const auto found = std::find_if(savepoints_.rbegin(), savepoints_.rend(),
                                    [name](const Savepoint& savepoint) { return savepoint.name == name; });
    if (found == savepoints_.rend()) return;
    savepoints_.erase(found.base(), savepoints_.end());
    now_ = savepoints_.back().state;
    while (taken_.size() > savepoints_.back().taken) {
      modes_[taken_.back().first] = taken_.back().second;
      taken_.pop_back();
    }
  }

  const model::FileRecord& file_;
  std::pmr::map<model::RelationId, LockMode> modes_;
  std::pmr::vector<std::pair<model::RelationId, LockMode>> taken_;  // with the mode before
  std::pmr::vector<Savepoint> savepoints_;
  State now_;
};

// Nobody waits for what a file has made itself.
bool LocksWhatWasThere(const model::FileRecord& file) {
  return std::any_of(
      file.statements.begin(), file.statements.end(), [&](const model::StatementRecord& statement) {
        return std::any_of(statement.locks.begin(), statement.locks.end(),
                           [&](const model::LockRequest& lock) { return file.IsExisting(lock.relation); });
      });
}

// SELECT INTO, and WITH queries that change rows.
bool Changes(const model::StatementRecord& query) {
  return std::any_of(query.operations.begin(), query.operations.end(),
                     [](const model::Operation& operation) {
                       return operation.kind == model::OperationKind::kCreateTable;
                     }) ||
         std::any_of(query.locks.begin(), query.locks.end(), [](const model::LockRequest& lock) {
           return lock.mode >= model::LockMode::kRowExclusive;
         });
}

bool IsOtherChange(const model::StatementRecord& statement) {
  if (statement.statement->node == nullptr || statement.transactionality == model::Transactionality::kRefused)
    return false;
  switch (sql::TagOf(statement.statement->node)) {
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_TransactionStmt:
    case T_DiscardStmt:
      return false;
    case T_SelectStmt:
      return Changes(statement);
    default:
      return true;
  }
}

}  // namespace

TransactionFacts::TransactionFacts(const model::FileRecord& file) : file_(file) {
  uint32_t last = 0;
  for (const model::StatementRecord& statement : file.statements)
    last = std::max(last, statement.transaction);
  transactions_.resize(size_t{last} + 1);
  for (size_t i = 0; i < file.statements.size(); ++i) {
    std::optional<Transaction>& transaction = transactions_[file.statements[i].transaction];
    if (!transaction) {
      transaction.emplace(memory_).first = i;
    }
    transaction->last = i;
    if (Works(i)) transaction->last_work = i;
    NoteLabel(i, *transaction);
  }
}

TransactionFacts::Locks TransactionFacts::FollowLocks() const {
  Locks locks{.blocking_before = std::pmr::vector<std::optional<HeldLock>>(&memory_),
              .several = std::pmr::map<size_t, SeveralLocks>(&memory_)};
  if (!LocksWhatWasThere(file_)) return locks;
  locks.blocking_before.reserve(file_.statements.size());
  LocksHeld held(file_, memory_);
  for (size_t i = 0; i < file_.statements.size(); ++i) {
    if (FirstOf(i) == i) held.Begin();
    locks.blocking_before.push_back(held.blocking());
    if (const auto several = held.Take(i)) locks.several.emplace(i, *several);
  }
  return locks;
}

bool TransactionFacts::HasOtherChange() const {
  if (!has_other_change_)
    has_other_change_ = std::any_of(file_.statements.begin(), file_.statements.end(), IsOtherChange);
  return *has_other_change_;
}

bool TransactionFacts::DropsIndexBefore(std::string_view name, size_t statement) const {
  if (!index_drops_) index_drops_ = FindIndexDrops();
  const auto found = index_drops_->find(name);
  return found != index_drops_->end() && found->second < statement;
}

bool TransactionFacts::Works(size_t statement) const {
  const auto& work = file_.statements[statement].work;
  return std::any_of(work.begin(), work.end(),
                     [this](const model::Work& item) { return file_.IsExisting(item.table); });
}

void TransactionFacts::NoteLabel(size_t statement, Transaction& transaction) const {
  const model::StatementRecord& record = file_.statements[statement];
  const auto* alter = sql::As<::AlterEnumStmt>(record.statement->node);
  if (alter == nullptr || alter->oldVal != nullptr || record.operations.empty()) return;
  const model::Operation& operation = record.operations.front();
  const auto* type = std::get_if<model::TypeId>(&operation.object);
  if (type == nullptr || operation.does_nothing) return;
  transaction.labels.emplace(sql::Text(alter->newVal), NewLabel{.type = *type, .statement = statement});
}

TransactionFacts::IndexDrops TransactionFacts::FindIndexDrops() const {
  IndexDrops drops(&memory_);
  for (size_t i = 0; i < file_.statements.size(); ++i) {
    const auto* drop = sql::As<::DropStmt>(file_.statements[i].statement->node);
    if (drop == nullptr || drop->removeType != OBJECT_INDEX) continue;
    for (const auto* name : sql::Elements<::List>(drop->objects)) drops.try_emplace(sql::LastName(name), i);
  }
  return drops;
}

}  // namespace lockstep::lint
