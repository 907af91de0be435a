// SPDX-License-Identifier: Apache-2.0
// Whether a query has to read all rows of a table: no condition is there that an index could serve.
#pragma once

#include <memory_resource>
#include <span>
#include <vector>

#include "model/execution.h"

namespace lockstep::model {

// A table in a FROM list, or the target of UPDATE and DELETE.
struct FromItem {
  const ::RangeVar* name = nullptr;
  RelationId relation = {};
  bool is_bounded = false;  // in: something other than conditions bounds it; out: a condition may
};

using Conditions = std::pmr::vector<const ::Node*>;

// Follows conditions joined by AND from table to table: `a.id = 5` bounds a by its index, `a.id = b.id` then
// b. What is not known of a table is taken to bound it where any condition names its columns.
void FindBounded(const Execution& execution, const Conditions& conditions, std::span<FromItem> items);

// Whether a B-tree index of the table begins with the column, so that its least and greatest value are found
// at once. Views are assumed to stand on one, unknown tables to have one.
bool IsLedByIndex(const Execution& execution, RelationId table, ColumnId column);

// The operands of an AND, or the condition itself.
void AppendConjuncts(const ::Node* condition, Conditions& conjuncts);

}  // namespace lockstep::model
