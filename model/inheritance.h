// SPDX-License-Identifier: Apache-2.0
// What children and partitions have of their parents: columns and CHECK constraints, each merged with one of
// that name (MergeAttributes(), CreateInheritance() and RemoveInheritance() in PostgreSQL's tablecmds.c).
// Keys and foreign keys are for partitions.h.
#pragma once

#include <vector>

#include "model/execution.h"

namespace lockstep::model {

// Partitions share the identity columns of their partitioned table, and have no sequence for them, since.
inline constexpr int kPartitionsShareIdentity = 17;

// CREATE TABLE … INHERITS, PARTITION OF: the new child gets what the parent has.
void InheritFrom(Execution& execution, RelationId child, RelationId parent);

// A definition of the child itself, in CREATE TABLE, of a column that it has from a parent, a partitioned
// table or a type.
void MergeDefinition(Execution& execution, ColumnId column, const ::ColumnDef& definition);

// INHERIT, ATTACH PARTITION: the child, which has all of it, goes on to have it from the parent.
void BecomeChild(Execution& execution, RelationId child, RelationId parent);

// DROP COLUMN of ONLY the table: its children keep theirs as their own.
void KeepInChildren(Execution& execution, ColumnId column);

// NO INHERIT, DETACH PARTITION: what the child has from no other parent becomes its own.
void LeaveParent(Execution& execution, RelationId child, RelationId parent);

// Whether a parent of its table has the column too.
bool IsInherited(const Execution& execution, ColumnId column);

// Whether a parent of its table has the constraint too: CHECK, and since 18 NOT NULL.
bool IsInherited(const Execution& execution, const ConstraintObject& constraint);

// Whether children have such a constraint as one of their own, which several parents may share, rather than
// as a part of a partitioned table's.
bool IsMerged(ConstraintKind kind);

// Whether a child's constraint of such a kind is what it has of the parent's: CHECK by name, NOT NULL by
// column.
bool IsSame(const Execution& execution, const ConstraintObject& own, const ConstraintObject& parents);

// A parent's constraint is gone, or has just been added: the child's of that name is known to be inherited,
// or not any more. False when nothing holds it on the child: it is neither inherited nor its own.
bool UpdateInherited(Execution& execution, ConstraintId constraint);

}  // namespace lockstep::model
