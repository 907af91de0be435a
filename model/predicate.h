// SPDX-License-Identifier: Apache-2.0
// Proofs about CHECK constraints and partition bounds, as PostgreSQL's optimizer/util/predtest.c makes them:
// what follows from a validated CHECK need not be read from the rows.
#pragma once

#include <vector>

#include "model/execution.h"

namespace lockstep::model {

// What a CHECK expression on the table says. Columns that the table does not have make it kUnknown.
Predicate PredicateOf(const Execution& execution, RelationId table, const ::Node* expression);

// What a partition bound makes true of every row of `table`, which has, or is about to get, the columns of
// the partition key of `parent`. Only keys of plain columns are worked out (partition_bounds.cc).
Predicate PredicateOf(const Execution& execution, RelationId table, const Relation& parent,
                      const ::PartitionBoundSpec& bound);

Predicate Negation(Predicate predicate);

// kAnd or kOr of them; one alone is itself.
Predicate Joined(Predicate::Kind kind, std::vector<Predicate> arguments);

// The same predicate on the columns of those names of another table; kUnknown where it has none.
Predicate OnTable(const Execution& execution, RelationId table, const Predicate& predicate);

// Whether the table's validated CHECKs and NOT NULLs prove it (ConstraintImpliedByRelConstraint() in
// tablecmds.c).
bool IsProven(const Execution& execution, RelationId table, const Predicate& wanted);

// Whether `wanted` is true or null wherever `given` is (predicate_implied_by(), weak).
bool Implies(const Execution& execution, const Predicate& given, const Predicate& wanted);

}  // namespace lockstep::model
