// SPDX-License-Identifier: Apache-2.0
#include "model/partition_overlap.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "model/predicate.h"

namespace lockstep::model {

namespace {

using Kind = Predicate::Kind;

// More siblings than this are not compared with: each new partition is with all.
constexpr size_t kMostSiblings = 500;

// The bound of a partition without that of its table (PredicateOf()).
const Predicate& OwnBound(const Relation& parent, const Predicate& bound) {
  const bool has_both = parent.is_partition && bound.kind == Kind::kAnd && bound.arguments.size() == 2;
  return has_both ? bound.arguments.back() : bound;
}

// Values that the bound takes for certain: those of a list, the lower end of a range.
void AppendValues(const Predicate& bound, std::vector<Predicate>& values) {
  for (const Predicate& part : bound.arguments) AppendValues(part, values);
  const Predicate is_not_null{.kind = Kind::kIsNotNull, .column = bound.column};
  const Predicate is_value{.kind = Kind::kEqual, .column = bound.column, .constant = bound.constant};
  if (bound.kind == Kind::kIsNull) values.push_back(bound);
  if (bound.kind == Kind::kEqual || bound.kind == Kind::kGreaterOrEqual)
    values.push_back({.kind = Kind::kAnd, .arguments = {is_not_null, is_value}});
}

bool TakesAny(const Execution& execution, const Predicate& bound, const std::vector<Predicate>& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](const Predicate& value) { return Implies(execution, value, bound); });
}

// A range FROM (MINVALUE).
bool HasNoLowerEnd(const Predicate& bound) {
  return bound.kind == Kind::kAnd &&
         std::all_of(bound.arguments.begin(), bound.arguments.end(), [](const Predicate& part) {
           return part.kind == Kind::kIsNotNull || part.kind == Kind::kLess;
         });
}

bool Overlap(const Execution& execution, const Predicate& left, const Predicate& right) {
  std::vector<Predicate> of_left;
  std::vector<Predicate> of_right;
  AppendValues(left, of_left);
  AppendValues(right, of_right);
  return TakesAny(execution, left, of_right) || TakesAny(execution, right, of_left) ||
         (HasNoLowerEnd(left) && HasNoLowerEnd(right));
}

// What two moduli have in common decides whether a hash can leave both remainders.
bool HashesOverlap(const Relation& sibling, const ::PartitionBoundSpec& bound) {
  if (sibling.hash_modulus <= 0 || bound.modulus <= 0) return false;
  const int common = std::gcd(sibling.hash_modulus, bound.modulus);
  return sibling.hash_remainder % common == bound.remainder % common;
}

}  // namespace

RelationId FindOverlapping(const Execution& execution, RelationId partition, const Relation& parent,
                           const ::PartitionBoundSpec& bound, const Predicate& predicate) {
  if (bound.is_default || parent.children.size() > kMostSiblings) return {};
  const Predicate& own = OwnBound(parent, predicate);
  for (const RelationId id : parent.children) {
    const Relation* sibling = execution.Get(id);
    if (sibling == nullptr || id == partition || !sibling->is_partition || sibling->is_default_partition)
      continue;
    if (HashesOverlap(*sibling, bound)) return id;
    if (sibling->bound->kind == Kind::kUnknown || own.kind == Kind::kUnknown) continue;
    if (Overlap(execution, own, OnTable(execution, partition, OwnBound(parent, *sibling->bound)))) return id;
  }
  return {};
}

}  // namespace lockstep::model
