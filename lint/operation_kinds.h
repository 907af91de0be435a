// SPDX-License-Identifier: Apache-2.0
// A set of kinds of operations.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "model/record.h"

namespace lockstep::lint {

class OperationKinds {
 public:
  constexpr OperationKinds() = default;
  constexpr OperationKinds(std::initializer_list<model::OperationKind> kinds) {
    for (const model::OperationKind kind : kinds) Add(kind);
  }

  // In place of a kind that every statement has, whatever it does.
  static constexpr OperationKinds AnyStatement() {
    OperationKinds kinds;
    kinds.bits_ = uint64_t{1} << kAnyStatement;
    return kinds;
  }

  constexpr void Add(model::OperationKind kind) { bits_ |= uint64_t{1} << static_cast<unsigned>(kind); }

  constexpr void Add(OperationKinds kinds) { bits_ |= kinds.bits_; }

  constexpr bool IsEmpty() const { return bits_ == 0; }
  constexpr bool Intersects(OperationKinds other) const { return (bits_ & other.bits_) != 0; }

 private:
  static constexpr unsigned kAnyStatement = 63;
  static_assert(static_cast<unsigned>(model::OperationKind::kDynamic) < kAnyStatement);

  uint64_t bits_ = 0;
};

}  // namespace lockstep::lint
