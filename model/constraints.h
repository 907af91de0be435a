// SPDX-License-Identifier: Apache-2.0
// Constraints, as CREATE TABLE and ALTER TABLE make and drop them.
#pragma once

#include <memory_resource>
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

// The constraint with what stands behind it in a column's definition as nodes of their own: DEFERRABLE, NOT
// ENFORCED
// (transformConstraintAttrs() in PostgreSQL's parse_utilcmd.c). `siblings` are all constraints of that
// definition; null for a constraint of the table.
::Constraint WithAttributes(const ::List* siblings, const ::Constraint& constraint);

// What is to be added to a table.
struct ConstraintDefinition {
  ::Constraint node;
  ColumnId column = {};  // in whose definition it stands, if it does
  ExistingRows rows = ExistingRows::kNone;
  bool is_only = false;  // of the table: children stay as they are
  ConstraintId parent =
      {};  // a parent table's, which this one is the child's copy or the partition's part of
};

// Adds a constraint to a table; one that the table has from a parent, or is to have from one, is merged with
// that. Locks and index builds are booked at once; what needs a pass over the rows is appended to `pending`.
ConstraintId AddConstraint(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                           std::pmr::vector<PendingWork>& pending);

// For the files of its families: the constraint with what all kinds share. Its name is empty where one is to
// be made up.
ConstraintObject DescribeConstraint(const Execution& execution, RelationId table,
                                    const ConstraintDefinition& definition, ConstraintKind kind);
// In the execution's scratch memory.
IdList<ColumnId> ResolveColumns(Execution& execution, RelationId table, const ::List* names);

// ALTER CONSTRAINT on one table: since 18 it can make a foreign key enforced, which checks the rows, or not.
void AlterConstraint(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                     std::pmr::vector<PendingWork>& pending);

// Whether a validated CHECK of its table proves that the column holds no nulls: SET NOT NULL then skips its
// scan (NotNullImpliedByRelConstraints() in tablecmds.c).
bool IsProvenNotNull(const Execution& execution, ColumnId column);

// What partitions have of a partitioned table's constraint: parts of it (pg_constraint.conparentid).
std::vector<ConstraintId> PartsOf(const Execution& execution, ConstraintId constraint);

// Removes the constraint from the catalog, with its index and its parts on partitions; books the lock on the
// other table of a foreign key.
void RemoveConstraint(Execution& execution, ConstraintId constraint);

}  // namespace lockstep::model
