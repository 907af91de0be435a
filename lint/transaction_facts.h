// SPDX-License-Identifier: Apache-2.0
// What a statement's transaction holds and has done already when it comes to the statement. Found in one pass
// over a file, so that no rule has to look back from each statement.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace lockstep::lint {

// A lock that a statement took on a relation that was there before the file.
struct HeldLock {
  model::RelationId relation;
  model::LockMode mode;
  size_t statement = 0;
};

struct SeveralLocks {
  HeldLock first;
  HeldLock second;
};

// A label that the transaction has added to an enum.
struct NewLabel {
  model::TypeId type;
  size_t statement = 0;
};

// Refers to the record, which has to outlive it, as do the record's parse trees.
class TransactionFacts {
 public:
  explicit TransactionFacts(const model::FileRecord& file);
  TransactionFacts(const TransactionFacts&) = delete;
  TransactionFacts& operator=(const TransactionFacts&) = delete;

  // Of the statement's transaction, in the file.
  size_t FirstOf(size_t statement) const { return TransactionOf(statement).first; }
  size_t LastOf(size_t statement) const { return TransactionOf(statement).last; }

  // The strongest lock that keeps others waiting and that an earlier statement of the transaction has taken,
  // the first of its mode. Without those of LOCK TABLE: there the lock itself is the hazard. Null: none.
  const HeldLock* BlockingBefore(size_t statement) const {
    const auto& blocking = locks().blocking_before;
    return blocking.empty() || !blocking[statement] ? nullptr : &*blocking[statement];
  }

  // Where the statement is the transaction's first to lock a second table ACCESS EXCLUSIVE, or by LOCK TABLE:
  // that lock and the one on the first table. What is locked along with a table (partitions, the other side
  // of its foreign keys) counts with it. Null elsewhere.
  const SeveralLocks* SeveralAt(size_t statement) const {
    const auto found = locks().several.find(statement);
    return found == locks().several.end() ? nullptr : &found->second;
  }

  // Whether a later statement of the transaction works on all rows of a table that was there before the file.
  bool IsWorkAfter(size_t statement) const {
    const std::optional<size_t>& last = TransactionOf(statement).last_work;
    return last && *last > statement;
  }

  // Whether the file has DDL or DML that may run in a transaction: beside a statement that may not, it stays
  // when that one fails.
  bool HasOtherChange() const;

  // Whether an earlier statement of the file drops the index of that name.
  bool DropsIndexBefore(std::string_view name, size_t statement) const;

  // What the statement's transaction adds to enums anywhere in the file, by label; empty for nearly all.
  using NewLabels = std::pmr::multimap<std::string_view, NewLabel>;
  const NewLabels& NewLabelsOf(size_t statement) const { return TransactionOf(statement).labels; }

 private:
  struct Transaction {
    explicit Transaction(std::pmr::memory_resource& memory) : labels(&memory) {}

    size_t first = 0;
    size_t last = 0;
    std::optional<size_t> last_work = {};
    NewLabels labels;
  };

  struct Locks {
    std::pmr::vector<std::optional<HeldLock>> blocking_before;  // by statement; empty: none anywhere
    std::pmr::map<size_t, SeveralLocks> several;                // by statement
  };

  using IndexDrops = std::pmr::map<std::string_view, size_t>;  // the first of each name

  const Locks& locks() const {
    if (!locks_) locks_ = FollowLocks();
    return *locks_;
  }
  Locks FollowLocks() const;
  bool Works(size_t statement) const;
  void NoteLabel(size_t statement, Transaction& transaction) const;
  IndexDrops FindIndexDrops() const;

  const Transaction& TransactionOf(size_t statement) const {
    return *transactions_[file_.statements[statement].transaction];
  }

  // Enough for the usual file.
  std::array<std::byte, 4096> buffer_;
  mutable std::pmr::monotonic_buffer_resource memory_{buffer_.data(), buffer_.size()};

  const model::FileRecord& file_;
  std::pmr::vector<std::optional<Transaction>> transactions_{&memory_};  // by number: the file counts them
  // Found when they are first asked for, which of most files nobody does.
  mutable std::optional<Locks> locks_;
  mutable std::optional<bool> has_other_change_;
  mutable std::optional<IndexDrops> index_drops_;
};

}  // namespace lockstep::lint
