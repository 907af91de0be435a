// SPDX-License-Identifier: Apache-2.0
#include "model/constraints.h"

#include <algorithm>
#include <span>

#include "model/expression.h"
#include "model/foreign_keys.h"
#include "model/index_constraints.h"
#include "model/indexes.h"
#include "model/inheritance.h"
#include "model/not_null.h"
#include "model/object_names.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

IdList<ColumnId> ResolveColumns(Execution& execution, RelationId table,
                                std::span<const std::string_view> names) {
  IdList<ColumnId> columns;
  for (const std::string_view name : names) {
    const ColumnId id = execution.ResolveColumn(table, name);
    if (id && !columns.Contains(id)) columns.Add(id, execution.scratch());
  }
  return columns;
}

void AppendScan(std::pmr::vector<PendingWork>& pending, RelationId table, Cause cause,
                const Execution& execution, ConstraintId constraint) {
  const Work scan{
      .kind = WorkKind::kScan, .table = table, .cause = cause, .subject = execution.Get(constraint)->name};
  pending.push_back({.table = table, .work = scan});
}

// The table's constraint of that kind and name, which takes the new one in: MergeWithExistingConstraint() in
// PostgreSQL's heap.c. None where it has none.
ConstraintId MergeWithExisting(Execution& execution, const ConstraintObject& constraint) {
  const Relation& table = *execution.Get(constraint.relation);
  if (table.parents.empty()) return {};
  const ConstraintId id = execution.catalog().FindConstraint(table, constraint.name);
  const ConstraintObject* existing = execution.Get(id);
  if (existing == nullptr || existing->kind != constraint.kind) return {};
  ConstraintObject& merged = execution.catalog().Change(id);
  merged.is_inherited = merged.is_inherited || constraint.is_inherited;
  merged.is_local = (merged.is_local || constraint.is_local) && !table.is_partition;
  return id;
}

ConstraintId AddCheck(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                      std::pmr::vector<PendingWork>& pending) {
  const ::Constraint& node = definition.node;
  const ExistingRows rows = definition.rows;
  ExpressionFacts facts = FactsOf(execution, node.raw_expr);
  ConstraintObject check = DescribeConstraint(execution, table, definition, ConstraintKind::kCheck);
  check.is_valid = check.is_valid || (rows == ExistingRows::kNone && node.is_enforced);
  check.columns = ResolveColumns(execution, table, facts.columns);
  check.predicate = execution.catalog().KeepValue(PredicateOf(execution, table, node.raw_expr));
  check.uses = execution.catalog().KeepValue(std::move(facts.uses));
  if (check.name.empty()) {
    const bool on_one_column = check.columns.size() == 1;
    check.name = ChooseConstraintName(execution, table,
                                      on_one_column ? execution.Get(check.columns[0])->name : "", "check");
  }
  if (const ConstraintId existing = MergeWithExisting(execution, check)) return existing;
  const ConstraintId id = execution.catalog().Add(check);
  // Verified even where the expression is constant (measured: CHECK (true) scans).
  if (rows == ExistingRows::kMayExist && execution.Get(id)->is_valid) {
    AppendScan(pending, table, Cause::kCheck, execution, id);
  }
  return id;
}

// ADD CONSTRAINT … NOT NULL column, since 18.
ConstraintId AddNotNull(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                        std::pmr::vector<PendingWork>& pending) {
  const ::Constraint& node = definition.node;
  const IdList<ColumnId> columns = ResolveColumns(execution, table, node.keys);
  const ColumnId target = columns.empty() ? definition.column : columns.front();
  if (!target) return {};
  const ConstraintObject described =
      DescribeConstraint(execution, table, definition, ConstraintKind::kNotNull);
  const bool was_not_null = execution.Get(target)->not_null;
  const bool proven = IsProvenNotNull(execution, target);
  const ConstraintId id = MakeNotNull(execution, target,
                                      {.name = described.name,
                                       .is_valid = described.is_valid,
                                       .is_no_inherit = node.is_no_inherit,
                                       .is_from_parent = described.is_inherited});
  const bool needs_scan = described.is_valid && !was_not_null && !proven;
  if (id && needs_scan && definition.rows == ExistingRows::kMayExist)
    AppendScan(pending, table, Cause::kNotNull, execution, id);
  return id;
}

bool IsAttribute(const ::Constraint& node) {
  switch (node.contype) {
    case CONSTR_ATTR_DEFERRABLE:
    case CONSTR_ATTR_NOT_DEFERRABLE:
    case CONSTR_ATTR_DEFERRED:
    case CONSTR_ATTR_IMMEDIATE:
    case CONSTR_ATTR_ENFORCED:
    case CONSTR_ATTR_NOT_ENFORCED:
      return true;
    default:
      return false;
  }
}

}  // namespace

::Constraint WithAttributes(const ::List* siblings, const ::Constraint& constraint) {
  ::Constraint result = constraint;
  bool is_behind = false;
  for (const auto* node : sql::Elements<::Constraint>(siblings)) {
    if (node == nullptr) continue;
    if (!IsAttribute(*node)) is_behind = node == &constraint;
    if (!is_behind) continue;
    if (node->contype == CONSTR_ATTR_NOT_ENFORCED) result.is_enforced = false;
    if (node->contype == CONSTR_ATTR_DEFERRABLE || node->contype == CONSTR_ATTR_DEFERRED)
      result.deferrable = true;
    if (node->contype == CONSTR_ATTR_DEFERRED) result.initdeferred = true;
  }
  return result;
}

IdList<ColumnId> ResolveColumns(Execution& execution, RelationId table, const ::List* names) {
  IdList<ColumnId> columns;
  for (const auto* name : sql::Elements<::Node>(names)) {
    if (const ColumnId id = execution.ResolveColumn(table, sql::StringOf(name)))
      columns.Add(id, execution.scratch());
  }
  return columns;
}

ConstraintObject DescribeConstraint(const Execution& execution, RelationId table,
                                    const ConstraintDefinition& definition, ConstraintKind kind) {
  const ::Constraint& node = definition.node;
  ConstraintObject constraint{.kind = kind, .relation = table, .name = sql::Text(node.conname)};
  constraint.created_in = execution.environment().file;
  // The grammar says it of these alone.
  const bool can_be_not_enforced = kind == ConstraintKind::kCheck || kind == ConstraintKind::kForeignKey;
  constraint.is_enforced = node.is_enforced || !can_be_not_enforced;
  // A constraint that is not enforced counts as not validated (catalog/pg_constraint.h).
  constraint.is_valid = !node.skip_validation && constraint.is_enforced;
  constraint.is_no_inherit = kind == ConstraintKind::kCheck && node.is_no_inherit;
  const ConstraintObject* parent = execution.Get(definition.parent);
  if (parent == nullptr) return constraint;
  constraint.is_inherited = true;
  constraint.is_local = false;
  // The parts of a constraint with an index are called after their own tables.
  constraint.name = parent->index ? "" : parent->name;
  if (!IsMerged(kind)) constraint.parent = definition.parent;
  return constraint;
}

ConstraintId AddConstraint(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                           std::pmr::vector<PendingWork>& pending) {
  switch (definition.node.contype) {
    case CONSTR_CHECK:
      return AddCheck(execution, table, definition, pending);
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      return AddIndexConstraint(execution, table, definition, pending);
    case CONSTR_FOREIGN:
      return AddForeignKey(execution, table, definition, pending);
    case CONSTR_NOTNULL:
      return AddNotNull(execution, table, definition, pending);
    default:  // part of the column's definition, or an attribute of the constraint before it
      return {};
  }
}

// ATExecAlterConstrEnforceability(): the triggers on both sides are dropped, or made and the rows checked.
void AlterConstraint(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                     std::pmr::vector<PendingWork>& pending) {
  const auto* change = sql::As<::ATAlterConstraint>(command.def);
  if (change == nullptr) return;
  const ConstraintId id =
      execution.catalog().FindConstraint(*execution.Get(table), sql::Text(change->conname));
  execution.record().operations.back().constraint = id;
  const ConstraintObject* key = execution.Get(id);
  if (key == nullptr) return;
  if (change->alterDeferrability && key->kind != ConstraintKind::kForeignKey) {
    return execution.Fail("42809", "constraint \"" + std::string(key->name) + "\" of relation \"" +
                                       std::string(execution.Get(table)->name) +
                                       "\" is not a foreign key constraint");
  }
  if (!key->referenced) return;
  if (change->alterDeferrability) {
    ConstraintObject& changed = execution.catalog().Change(id);
    changed.is_deferrable = change->deferrable;
    changed.is_initially_deferred = change->initdeferred;
  }
  if (!change->alterEnforceability || key->is_enforced == change->is_enforced) return;
  const bool enforced = change->is_enforced;
  const RelationId referenced = key->referenced;
  ConstraintObject& changed = execution.catalog().Change(id);
  changed.is_enforced = enforced;
  changed.is_valid = enforced;
  if (enforced) AppendScan(pending, table, Cause::kForeignKey, execution, id);
  for (const RelationId target : WithDescendants(execution.catalog(), referenced)) {
    execution.Lock(target, enforced ? LockMode::kShareRowExclusive : LockMode::kAccessExclusive);
    if (enforced) AppendScan(pending, target, Cause::kForeignKey, execution, id);
  }
}

bool IsProvenNotNull(const Execution& execution, ColumnId column) {
  return IsProven(execution, execution.Get(column)->relation,
                  {.kind = Predicate::Kind::kIsNotNull, .column = column});
}

std::vector<ConstraintId> PartsOf(const Execution& execution, ConstraintId constraint) {
  std::vector<ConstraintId> parts;
  const Relation* table = execution.Get(execution.Get(constraint)->relation);
  if (table == nullptr) return parts;
  for (const RelationId child : table->children) {
    const Relation* partition = execution.Get(child);
    if (partition == nullptr) continue;
    for (const ConstraintId id : partition->constraints) {
      if (execution.Get(id)->parent == constraint) parts.push_back(id);
    }
  }
  return parts;
}

void RemoveConstraint(Execution& execution, ConstraintId constraint) {
  Catalog& catalog = execution.catalog();
  const ConstraintObject* object = execution.Get(constraint);
  if (object == nullptr) return;
  // Those that stand on indexes go with these.
  if (object->kind == ConstraintKind::kForeignKey) {
    for (const ConstraintId part : PartsOf(execution, constraint)) RemoveConstraint(execution, part);
  }
  // Either table may have gone before it, with what is dropped together.
  catalog.Unlink(object->relation, &Relation::constraints, constraint);
  // A partition's copy of a foreign key has no triggers of its own on the referenced table.
  if (object->referenced && !object->is_inherited) {
    // Its triggers on the referenced table, and on partitions of that, go too.
    for (const RelationId target : HoldersOfTriggers(execution, object->referenced))
      execution.Lock(target, LockMode::kAccessExclusive);
  }
  catalog.Unlink(object->referenced, &Relation::referenced_by, constraint);
  if (object->kind == ConstraintKind::kNotNull && execution.Get(object->columns.front()) != nullptr)
    catalog.Change(object->columns.front()).not_null = false;
  catalog.Remove(constraint);
  if (object->index) RemoveIndex(execution, object->index);
}

}  // namespace lockstep::model
