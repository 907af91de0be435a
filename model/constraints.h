// SPDX-License-Identifier: Apache-2.0
// Constraints, as CREATE TABLE and ALTER TABLE make and drop them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/execution.h"

namespace lockstep::model {

// Whether rows that are already there have to be checked for it: CREATE TABLE has none.
enum class ExistingRows : bool { kNone, kMayExist };

// Work that ALTER TABLE does on a table in its last phase (ATRewriteTables in PostgreSQL's tablecmds.c): one
// pass over the rows, whatever the number of reasons.
struct PendingWork {
  RelationId table;
  Work work;
};

// The constraint with what stands behind it in a column's definition as a node of its own: NOT ENFORCED
// (transformConstraintAttrs() in PostgreSQL's parse_utilcmd.c). `siblings` are all constraints of that
// definition; null for a constraint of the table.
::Constraint WithAttributes(const ::List* siblings, const ::Constraint& constraint);

// Adds a constraint to a table. `column` is the column whose definition it stands in, if it does. Locks and
// index builds are booked at once; what needs a pass over the rows is appended to `pending`.
ConstraintId AddConstraint(Execution& execution, RelationId table, const ::Constraint& constraint,
                           ColumnId column, ExistingRows rows, std::vector<PendingWork>& pending);

// Whether the partition has the foreign key of its parent already, which then becomes a part of that one
// instead of being made and checked anew (tryAttachPartitionForeignKey() in tablecmds.c).
bool AdoptForeignKey(Execution& execution, ConstraintId parents, RelationId partition,
                     std::vector<PendingWork>& pending);

// ALTER CONSTRAINT on one table: since 18 it can make a foreign key enforced, which checks the rows, or not.
void AlterConstraint(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                     std::vector<PendingWork>& pending);

// Whether a validated CHECK of its table proves that the column holds no nulls: SET NOT NULL then skips its
// scan (NotNullImpliedByRelConstraints() in tablecmds.c).
bool IsProvenNotNull(const Execution& execution, ColumnId column);

// PostgreSQL's name for a constraint that was given none: ChooseConstraintName() in pg_constraint.c.
std::string ChooseConstraintName(const Execution& execution, RelationId table, std::string_view columns,
                                 std::string_view label);

// Removes the constraint from the catalog, with its index; books the lock on the other table of a foreign
// key.
void RemoveConstraint(Execution& execution, ConstraintId constraint);

}  // namespace lockstep::model
