// SPDX-License-Identifier: Apache-2.0
#include "model/not_null.h"

#include <algorithm>
#include <memory_resource>
#include <span>
#include <string_view>
#include <vector>

#include "model/columns.h"
#include "model/inheritance.h"
#include "model/object_names.h"

namespace lockstep::model {

namespace {

constexpr int kNotNullIsConstraint = 18;

// The constraint of a column that is not its table's own alone: of the first parent that passes one on.
const ConstraintObject* ParentsNotNull(const Execution& execution, ColumnId column) {
  const Column& object = *execution.Get(column);
  for (const RelationId id : execution.Get(object.relation)->parents) {
    const Relation& parent = *execution.Get(id);
    const ConstraintObject* parents =
        execution.Get(NotNullOf(execution, execution.catalog().FindColumn(parent, object.name)));
    if (parents != nullptr && !parents->is_no_inherit) return parents;
  }
  return nullptr;
}

struct OwnNotNull {
  std::string_view column;
  NotNullDefinition definition = {};
};

// That of the column; null where there is none.
NotNullDefinition* Find(std::span<OwnNotNull> own, std::string_view column) {
  const auto found = std::find_if(own.begin(), own.end(),
                                  [column](const OwnNotNull& other) { return other.column == column; });
  return found == own.end() ? nullptr : &found->definition;
}

// What a CREATE TABLE itself says, once for each column; the last counts.
std::pmr::vector<OwnNotNull> OwnNotNulls(const ::List* elements, std::pmr::memory_resource* memory) {
  std::pmr::vector<OwnNotNull> own(memory);
  own.reserve(sql::Length(elements));
  const auto say = [&own](std::string_view column, NotNullDefinition definition) {
    if (NotNullDefinition* said = Find(own, column)) {
      *said = definition;
    } else {
      own.push_back({.column = column, .definition = definition});
    }
  };
  for (const auto* element : sql::Elements<::Node>(elements)) {
    if (const auto* column = sql::As<::ColumnDef>(element)) {
      if (SaysNotNull(*column)) say(sql::Text(column->colname), NotNullIn(*column));
    }
    const auto* constraint = sql::As<::Constraint>(element);
    if (constraint == nullptr) continue;
    for (const auto* key : sql::Elements<::Node>(constraint->keys)) {
      const std::string_view column = sql::StringOf(key);
      if (constraint->contype == CONSTR_PRIMARY && Find(own, column) == nullptr) say(column, {});
      if (constraint->contype != CONSTR_NOTNULL) continue;
      say(column, {.name = sql::Text(constraint->conname), .is_no_inherit = constraint->is_no_inherit});
    }
  }
  return own;
}

}  // namespace

ConstraintId NotNullOf(const Execution& execution, ColumnId column) {
  const Column* object = execution.Get(column);
  const Relation* table = object == nullptr ? nullptr : execution.Get(object->relation);
  if (table == nullptr || execution.pg_version() < kNotNullIsConstraint) return {};
  for (const ConstraintId id : table->constraints) {
    const ConstraintObject& constraint = *execution.Get(id);
    if (constraint.kind == ConstraintKind::kNotNull && constraint.columns.front() == column) return id;
  }
  return {};
}

ConstraintId MakeNotNull(Execution& execution, ColumnId column, const NotNullDefinition& definition) {
  Catalog& catalog = execution.catalog();
  if (definition.is_valid) catalog.Change(column).not_null = true;
  const RelationId table = execution.Get(column)->relation;
  if (execution.pg_version() < kNotNullIsConstraint || !execution.Get(table)->IsTable()) return {};
  const bool is_local = !definition.is_from_parent;
  if (const ConstraintId id = NotNullOf(execution, column)) {
    ConstraintObject& merged = catalog.Change(id);
    merged.is_valid = merged.is_valid || definition.is_valid;
    merged.is_inherited = merged.is_inherited || definition.is_from_parent;
    merged.is_local = merged.is_local || is_local;
    return id;
  }
  ConstraintObject constraint{.kind = ConstraintKind::kNotNull, .relation = table, .name = definition.name};
  constraint.columns.Add(column, execution.scratch());
  constraint.is_valid = definition.is_valid;
  constraint.is_no_inherit = definition.is_no_inherit;
  constraint.is_inherited = definition.is_from_parent;
  constraint.is_local = is_local;
  constraint.created_in = execution.environment().file;
  if (constraint.name.empty())
    constraint.name = ChooseConstraintName(execution, table, execution.Get(column)->name, "not_null");
  return catalog.Add(constraint);
}

void AddNotNulls(Execution& execution, RelationId table, const ::List* elements) {
  auto own = OwnNotNulls(elements, execution.scratch());
  for (const ColumnId column : execution.Get(table)->columns) {
    const ConstraintObject* parents = ParentsNotNull(execution, column);
    if (const NotNullDefinition* said = Find(own, execution.Get(column)->name)) {
      const ConstraintId id = MakeNotNull(execution, column, *said);
      if (id && parents != nullptr) execution.catalog().Change(id).is_inherited = true;
    } else if (parents != nullptr) {
      MakeNotNull(execution, column, {.name = parents->name, .is_from_parent = true});
    }
  }
}

NotNullDefinition NotNullIn(const ::ColumnDef& definition) {
  for (const auto* constraint : sql::Elements<::Constraint>(definition.constraints)) {
    if (constraint == nullptr || constraint->contype != CONSTR_NOTNULL) continue;
    return {.name = sql::Text(constraint->conname), .is_no_inherit = constraint->is_no_inherit};
  }
  return {};
}

}  // namespace lockstep::model
