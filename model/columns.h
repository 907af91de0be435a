// SPDX-License-Identifier: Apache-2.0
// Columns: what CREATE TABLE and ALTER TABLE do to one.
#pragma once

#include <vector>

#include "model/constraints.h"
#include "model/execution.h"

namespace lockstep::model {

// Sequences are unlogged where the table is that owns them, since.
inline constexpr int kUnloggedSequences = 15;

// Whether a default is a quoted constant, written as it is or cast to the column's own type.
bool IsLiteralOf(const Execution& execution, const std::optional<ColumnType>& type, const ::Node* value);

// A column as its definition says, without its table constraints (CHECK, UNIQUE, PRIMARY KEY, REFERENCES).
Column DescribeColumn(Execution& execution, RelationId table, const ::ColumnDef& definition);

// Whether the definition makes the column NOT NULL: by itself, as the primary key, by a serial type or as
// identity.
bool SaysNotNull(const ::ColumnDef& definition);

// Enters such a column into the catalog, with the sequence of a serial or identity column.
ColumnId DefineColumn(Execution& execution, RelationId table, const ::ColumnDef& definition);

// Whether the definition has a default of its own, be it NULL: DEFAULT, GENERATED … AS (expression), a serial
// type (ColumnDef::raw_default after transformColumnDefinition()).
bool HasDefault(const ::ColumnDef& definition);

// ALTER TABLE … ADD COLUMN on one table: the column, and the rewrite that its default or type takes.
ColumnId AddColumn(Execution& execution, RelationId table, const ::ColumnDef& definition,
                   std::pmr::vector<PendingWork>& pending);

// Makes a sequence go with a column, or with none (ALTER SEQUENCE … OWNED BY).
void OwnSequence(Execution& execution, RelationId sequence, RelationId table, ColumnId column);

// Whether PostgreSQL refuses to drop the column, whatever depends on it: a partition key, or (`is_named`: on
// the table that the statement names) a column that a parent has. Fails the statement if so.
bool RefusesToDrop(Execution& execution, ColumnId column, bool is_named);

// ALTER COLUMN … SET EXPRESSION on one table: a stored column is computed anew for every row
// (ATExecSetExpression()).
void SetExpression(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                   std::pmr::vector<PendingWork>& pending);

// The sequence behind serial and identity columns.
RelationId AddOwnedSequence(Execution& execution, RelationId table, ColumnId column);

// Removes a column with what depends on it: indexes and constraints of the table that use it, foreign keys to
// it.
void RemoveColumn(Execution& execution, ColumnId column);

// The indexes of its table that use a column in any way: key, INCLUDE, expression, WHERE.
std::vector<RelationId> IndexesUsing(const Catalog& catalog, ColumnId column);
std::vector<RelationId> IndexesUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot);
// The constraints of its table that are on it or read it, and the foreign keys that refer to it. Its NOT NULL
// is a part of it, and not among them.
std::vector<ConstraintId> ConstraintsUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot);
// The views known to read it.
std::vector<RelationId> ViewsUsing(const Catalog& catalog, ColumnId column, Snapshot snapshot);

// ALTER COLUMN … TYPE on one table.
void AlterColumnType(Execution& execution, RelationId table, ColumnId column, const ::ColumnDef& definition,
                     std::pmr::vector<PendingWork>& pending);

}  // namespace lockstep::model
