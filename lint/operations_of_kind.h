// SPDX-License-Identifier: Apache-2.0
// The operations of one kind that a statement carries out.
#pragma once

#include <algorithm>
#include <span>

#include "lint/effect_summary.h"
#include "model/record.h"

namespace lockstep::lint {

// What is carried out on a table and on its partitions and children as well is one: the first.
class OperationsOfKind {
 public:
  class Iterator {
   public:
    Iterator(std::span<const model::Operation> operations, model::OperationKind kind, size_t index)
        : operations_(operations), kind_(kind), index_(index) {
      SkipOthers();
    }

    const model::Operation* operator*() const { return &operations_[index_]; }
    Iterator& operator++() {
      ++index_;
      SkipOthers();
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    void SkipOthers() {
      while (index_ < operations_.size() && !IsFirstOfKind()) ++index_;
    }

    bool IsFirstOfKind() const {
      const model::Operation& operation = operations_[index_];
      const auto earlier = operations_.first(index_);
      return operation.kind == kind_ &&
             std::none_of(earlier.begin(), earlier.end(),
                          [&](const model::Operation& other) { return AreOne(other, operation); });
    }

    std::span<const model::Operation> operations_;
    model::OperationKind kind_;
    size_t index_;
  };

  OperationsOfKind(std::span<const model::Operation> operations, model::OperationKind kind)
      : operations_(operations), kind_(kind) {}

  Iterator begin() const { return {operations_, kind_, 0}; }
  Iterator end() const { return {operations_, kind_, operations_.size()}; }

 private:
  std::span<const model::Operation> operations_;
  model::OperationKind kind_;
};

}  // namespace lockstep::lint
