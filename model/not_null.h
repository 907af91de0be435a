// SPDX-License-Identifier: Apache-2.0
// NOT NULL of columns: a property of theirs, and since 18 a constraint as well, with a name (contype 'n' of
// pg_constraint; AddRelationNotNullConstraints() in PostgreSQL's heap.c).
#pragma once

#include <string_view>

#include "model/execution.h"

namespace lockstep::model {

struct NotNullDefinition {
  std::string_view name = {};  // empty: made up
  bool is_valid = true;        // false: NOT VALID
  bool is_no_inherit = false;
  bool is_from_parent = false;  // of its table, which has it and passes it on
};

// The constraint, on a server that has it for the column; none where there is none.
ConstraintId NotNullOf(const Execution& execution, ColumnId column);

// The column is NOT NULL from now on, unless that is not validated yet. Returns the constraint that says it,
// which is one that it has already as far as it has one.
ConstraintId MakeNotNull(Execution& execution, ColumnId column, const NotNullDefinition& definition = {});

// The NOT NULLs of a CREATE TABLE: its own, and those that its parents pass on. `elements` are its tableElts.
void AddNotNulls(Execution& execution, RelationId table, const ::List* elements);

// The one that a column's definition names, or implies.
NotNullDefinition NotNullIn(const ::ColumnDef& definition);

}  // namespace lockstep::model
