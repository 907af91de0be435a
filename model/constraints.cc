// SPDX-License-Identifier: Apache-2.0
#include "model/constraints.h"

#include <algorithm>

#include "model/expression.h"
#include "model/indexes.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

// The first version that takes FOREIGN KEY … NOT VALID on a partitioned table.
constexpr int kNotValidKeyOfPartitioned = 18;

// NAMEDATALEN - 1 (PostgreSQL's pg_config_manual.h).
constexpr size_t kMaximumNameLength = 63;

// A partition's foreign key that is NOT VALID becomes its parent's, and is validated then, since.
constexpr int kNotValidKeysAdopted = 18;

// makeObjectName() of PostgreSQL's indexcmds.c: the longer of both names gives way first.
std::string MakeObjectName(std::string_view first, std::string_view second, std::string_view label) {
  const size_t overhead = label.size() + 1 + (second.empty() ? 0 : 1);
  while (first.size() + second.size() + overhead > kMaximumNameLength) {
    (first.size() > second.size() ? first : second).remove_suffix(1);
  }
  std::string name(first);
  if (!second.empty()) name.append("_").append(second);
  return name.append("_").append(label);
}

std::string JoinNames(const ::List* names) {
  std::string joined;
  for (const auto* name : sql::Elements<::Node>(names)) {
    if (!joined.empty()) joined += '_';
    joined += sql::StringOf(name);
  }
  return joined;
}

std::vector<ColumnId> ResolveColumns(Execution& execution, RelationId table, const ::List* names) {
  std::vector<ColumnId> columns;
  for (const auto* name : sql::Elements<::Node>(names)) {
    if (const ColumnId id = execution.ResolveColumn(table, sql::StringOf(name))) columns.push_back(id);
  }
  return columns;
}

std::vector<ColumnId> ResolveColumns(Execution& execution, RelationId table,
                                     const std::vector<std::string_view>& names) {
  std::vector<ColumnId> columns;
  for (const std::string_view name : names) {
    const ColumnId id = execution.ResolveColumn(table, name);
    if (id && std::find(columns.begin(), columns.end(), id) == columns.end()) columns.push_back(id);
  }
  return columns;
}

// The constraint with what all kinds share.
ConstraintObject Describe(const Execution& execution, RelationId table, const ::Constraint& node,
                          ConstraintKind kind) {
  ConstraintObject constraint{.kind = kind, .relation = table, .name = std::string(sql::Text(node.conname))};
  constraint.created_in = execution.environment().file;
  constraint.is_enforced = node.is_enforced;
  // A constraint that is not enforced counts as not validated (catalog/pg_constraint.h).
  constraint.is_valid = !node.skip_validation && node.is_enforced;
  return constraint;
}

bool HaveSameNames(const Execution& execution, const std::vector<ColumnId>& left,
                   const std::vector<ColumnId>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](ColumnId a, ColumnId b) { return execution.Get(a)->name == execution.Get(b)->name; });
}

void AppendScan(std::vector<PendingWork>& pending, RelationId table, Cause cause, const Execution& execution,
                ConstraintId constraint) {
  const Work scan{
      .kind = WorkKind::kScan, .table = table, .cause = cause, .subject = execution.Get(constraint)->name};
  pending.push_back({.table = table, .work = scan});
}

ConstraintId AddCheck(Execution& execution, RelationId table, const ::Constraint& node, ExistingRows rows,
                      std::vector<PendingWork>& pending) {
  const ExpressionFacts facts = FactsOf(execution, node.raw_expr);
  ConstraintObject check = Describe(execution, table, node, ConstraintKind::kCheck);
  check.is_valid = check.is_valid || (rows == ExistingRows::kNone && node.is_enforced);
  check.columns = ResolveColumns(execution, table, facts.columns);
  check.predicate = PredicateOf(execution, table, node.raw_expr);
  check.uses = facts.uses;
  if (check.name.empty()) {
    const bool on_one_column = check.columns.size() == 1;
    check.name = ChooseConstraintName(
        execution, table, on_one_column ? execution.Get(check.columns[0])->name : std::string(), "check");
  }
  const ConstraintId id = execution.catalog().Add(std::move(check));
  // Verified even where the expression is constant (measured: CHECK (true) scans).
  if (rows == ExistingRows::kMayExist && execution.Get(id)->is_valid) {
    AppendScan(pending, table, Cause::kCheck, execution, id);
  }
  return id;
}

bool HasPrimaryKey(const Execution& execution, RelationId table) {
  const auto& constraints = execution.Get(table)->constraints;
  return std::any_of(constraints.begin(), constraints.end(),
                     [&](ConstraintId id) { return execution.Get(id)->kind == ConstraintKind::kPrimaryKey; });
}

// verifyNotNullPKCompatible(): a NOT NULL that is not valid yet is no ground to build on.
bool HasInvalidNotNull(const Execution& execution, RelationId table, ColumnId column) {
  const auto& constraints = execution.Get(table)->constraints;
  return std::any_of(constraints.begin(), constraints.end(), [&](ConstraintId id) {
    const ConstraintObject& constraint = *execution.Get(id);
    return constraint.kind == ConstraintKind::kNotNull && !constraint.is_valid &&
           constraint.columns == std::vector<ColumnId>{column};
  });
}

// Columns of a primary key become NOT NULL, which is verified in the same pass as everything else.
void SetKeyNotNull(Execution& execution, RelationId table, const std::vector<ColumnId>& columns,
                   ExistingRows rows, std::vector<PendingWork>& pending) {
  for (const ColumnId id : columns) {
    if (execution.Get(id)->not_null) continue;
    if (HasInvalidNotNull(execution, table, id)) {
      return execution.Fail("55000",
                            "cannot create primary key on column \"" + execution.Get(id)->name + "\"");
    }
    const bool proven = IsProvenNotNull(execution, id);
    execution.catalog().Change(id).not_null = true;
    if (rows == ExistingRows::kNone || proven) continue;
    pending.push_back({.table = table,
                       .work = {.kind = WorkKind::kScan,
                                .table = table,
                                .cause = Cause::kNotNull,
                                .subject = execution.Get(id)->name}});
  }
}

// What transformIndexConstraint() in parse_utilcmd.c says of the index.
bool RefusesIndex(Execution& execution, const Relation& table, const Relation* index) {
  if (table.IsPartitioned()) {
    execution.Fail("0A000",
                   "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
  } else if (index != nullptr && index->index && !index->index->is_unique) {
    execution.Fail("42809", "\"" + index->name + "\" is not a unique index");
  } else if (index != nullptr && index->index && index->index->has_predicate) {
    execution.Fail("42809", "\"" + index->name + "\" is a partial index");
  }
  return execution.failed();
}

// ADD … USING INDEX: the constraint takes the index over, and its columns and name with it.
ConstraintId AdoptIndex(Execution& execution, RelationId table, const ::Constraint& node,
                        ConstraintObject constraint, ExistingRows rows, std::vector<PendingWork>& pending) {
  const Relation* relation = execution.Get(table);
  const RelationId index = execution.catalog().FindRelation(relation->schema, sql::Text(node.indexname));
  if (RefusesIndex(execution, *relation, execution.Get(index))) return {};
  if (constraint.name.empty()) constraint.name = sql::Text(node.indexname);
  constraint.index = index;
  if (index && execution.Get(index)->index) constraint.columns = execution.Get(index)->index->keys;
  if (constraint.kind == ConstraintKind::kPrimaryKey) {
    SetKeyNotNull(execution, table, constraint.columns, rows, pending);
    // The columns of an index that nothing is known of are assumed to be nullable.
    if (constraint.columns.empty() && rows == ExistingRows::kMayExist) {
      const Work scan{.kind = WorkKind::kScan, .table = table, .cause = Cause::kNotNull};
      pending.push_back({.table = table, .work = scan});
    }
  }
  const std::string name = constraint.name;
  const ConstraintId id = execution.catalog().Add(std::move(constraint));
  if (index && execution.Get(index)->index) {
    execution.catalog().Change(index).index->constraint = id;
    if (execution.Get(index)->name != name) execution.catalog().Rename(index, name);
  }
  return id;
}

ConstraintId AddIndexConstraint(Execution& execution, RelationId table, const ::Constraint& node,
                                ColumnId column, ConstraintKind kind, ExistingRows rows,
                                std::vector<PendingWork>& pending) {
  if (kind == ConstraintKind::kPrimaryKey && HasPrimaryKey(execution, table)) {
    execution.Fail("42P16",
                   "multiple primary keys for table \"" + execution.Get(table)->name + "\" are not allowed");
    return {};
  }
  ConstraintObject constraint = Describe(execution, table, node, kind);
  if (node.indexname != nullptr) {
    return AdoptIndex(execution, table, node, std::move(constraint), rows, pending);
  }
  constraint.columns = ResolveColumns(execution, table, node.keys);
  std::string names = JoinNames(node.keys);
  if (constraint.columns.empty() && column) {
    constraint.columns = {column};
    names = execution.Get(column)->name;
  }
  if (kind == ConstraintKind::kExclusion) names = "";
  if (constraint.name.empty()) {
    constraint.name =
        kind == ConstraintKind::kPrimaryKey
            ? ChooseConstraintName(execution, table, {}, "pkey")
            : ChooseConstraintName(execution, table, names, kind == ConstraintKind::kUnique ? "key" : "excl");
  }
  if (kind != ConstraintKind::kExclusion && !CoversPartitionKey(*execution.Get(table), constraint.columns)) {
    execution.Fail("0A000", "unique constraint on partitioned table must include all partitioning columns");
    return {};
  }
  if (kind == ConstraintKind::kPrimaryKey) SetKeyNotNull(execution, table, constraint.columns, rows, pending);
  IndexFacts facts{.table = table, .keys = constraint.columns};
  facts.is_unique = kind != ConstraintKind::kExclusion;
  facts.included = ResolveColumns(execution, table, node.including);
  facts.name_stem = names;
  if (node.access_method != nullptr) facts.access_method = node.access_method;
  const std::string index_name = constraint.name;
  const ConstraintId id = execution.catalog().Add(std::move(constraint));
  facts.constraint = id;
  const RelationId index = AddIndex(execution, table, index_name, std::move(facts));
  execution.catalog().Change(id).index = index;
  if (rows == ExistingRows::kMayExist) {
    execution.Scan(table, Cause::kUniqueness, execution.Get(id)->name);
    execution.BuildIndex(table, Cause::kUniqueness, execution.Get(id)->name);
  }
  return id;
}

ReferentialAction ActionFrom(char action) {
  switch (action) {
    case FKCONSTR_ACTION_RESTRICT:
      return ReferentialAction::kRestrict;
    case FKCONSTR_ACTION_CASCADE:
      return ReferentialAction::kCascade;
    case FKCONSTR_ACTION_SETNULL:
      return ReferentialAction::kSetNull;
    case FKCONSTR_ACTION_SETDEFAULT:
      return ReferentialAction::kSetDefault;
    default:
      return ReferentialAction::kNoAction;
  }
}

// What REFERENCES table without columns refers to.
std::vector<ColumnId> PrimaryKeyOf(const Execution& execution, RelationId table) {
  for (const ConstraintId id : execution.Get(table)->constraints) {
    const ConstraintObject* constraint = execution.Get(id);
    if (constraint->kind == ConstraintKind::kPrimaryKey) return constraint->columns;
  }
  return {};
}

// transformFkeyCheckAttrs(): the oldest unique index on just these columns.
RelationId SupportingIndex(const Execution& execution, RelationId table,
                           const std::vector<ColumnId>& columns) {
  for (const RelationId id : execution.Get(table)->indexes) {
    const IndexFacts& index = *execution.Get(id)->index;
    if (!index.is_unique || !index.is_valid || index.has_predicate || index.has_expressions) continue;
    if (std::is_permutation(index.keys.begin(), index.keys.end(), columns.begin(), columns.end())) return id;
  }
  return {};
}

ConstraintId AddForeignKey(Execution& execution, RelationId table, const ::Constraint& node, ColumnId column,
                           ExistingRows rows, std::vector<PendingWork>& pending) {
  const bool is_new_table = execution.record().operations.front().kind == OperationKind::kCreateTable;
  if (node.skip_validation && !is_new_table && execution.Get(table)->IsPartitioned() &&
      execution.pg_version() < kNotValidKeyOfPartitioned) {
    execution.Fail("42809", "cannot add NOT VALID foreign key on partitioned table \"" +
                                execution.Get(table)->name + "\" referencing relation \"" +
                                std::string(sql::Text(node.pktable->relname)) + "\"");
    return {};
  }
  ConstraintObject key = Describe(execution, table, node, ConstraintKind::kForeignKey);
  key.is_valid = key.is_valid || (rows == ExistingRows::kNone && node.is_enforced);
  key.columns = ResolveColumns(execution, table, node.fk_attrs);
  std::string names = JoinNames(node.fk_attrs);
  if (key.columns.empty() && column) {
    key.columns = {column};
    names = execution.Get(column)->name;
  }
  key.referenced = execution.ResolveRelation(*node.pktable);
  key.referenced_columns = node.pk_attrs == nullptr
                               ? PrimaryKeyOf(execution, key.referenced)
                               : ResolveColumns(execution, key.referenced, node.pk_attrs);
  key.referenced_index = SupportingIndex(execution, key.referenced, key.referenced_columns);
  key.on_delete = ActionFrom(node.fk_del_action);
  key.on_update = ActionFrom(node.fk_upd_action);
  if (key.name.empty()) key.name = ChooseConstraintName(execution, table, names, "fkey");
  const RelationId referenced = key.referenced;
  // Triggers are made on both tables (ATAddForeignKeyConstraint in tablecmds.c).
  for (const RelationId target : WithDescendants(execution.catalog(), referenced)) {
    execution.Lock(target, LockMode::kShareRowExclusive);
  }
  const ConstraintId id = execution.catalog().Add(std::move(key));
  if (rows == ExistingRows::kMayExist && execution.Get(id)->is_valid) {
    AppendScan(pending, table, Cause::kForeignKey, execution, id);
    for (const RelationId target : WithDescendants(execution.catalog(), referenced)) {
      AppendScan(pending, target, Cause::kForeignKey, execution, id);
    }
  }
  return id;
}

// ADD CONSTRAINT … NOT NULL column, since 18.
ConstraintId AddNotNull(Execution& execution, RelationId table, const ::Constraint& node, ColumnId column,
                        ExistingRows rows, std::vector<PendingWork>& pending) {
  ConstraintObject constraint = Describe(execution, table, node, ConstraintKind::kNotNull);
  constraint.is_enforced = true;  // the grammar knows no other, and leaves it open
  constraint.is_valid = !node.skip_validation;
  constraint.columns = ResolveColumns(execution, table, node.keys);
  if (constraint.columns.empty() && column) constraint.columns = {column};
  if (constraint.columns.empty()) return {};
  const ColumnId target = constraint.columns[0];
  if (constraint.name.empty()) {
    constraint.name = ChooseConstraintName(execution, table, execution.Get(target)->name, "not_null");
  }
  const bool is_valid = constraint.is_valid;
  const bool was_not_null = execution.Get(target)->not_null;
  const bool proven = IsProvenNotNull(execution, target);
  const ConstraintId id = execution.catalog().Add(std::move(constraint));
  if (!is_valid || was_not_null) return id;
  execution.catalog().Change(target).not_null = true;
  if (rows == ExistingRows::kMayExist && !proven) AppendScan(pending, table, Cause::kNotNull, execution, id);
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
    if (is_behind && node->contype == CONSTR_ATTR_NOT_ENFORCED) result.is_enforced = false;
  }
  return result;
}

ConstraintId AddConstraint(Execution& execution, RelationId table, const ::Constraint& constraint,
                           ColumnId column, ExistingRows rows, std::vector<PendingWork>& pending) {
  switch (constraint.contype) {
    case CONSTR_CHECK:
      return AddCheck(execution, table, constraint, rows, pending);
    case CONSTR_PRIMARY:
      return AddIndexConstraint(execution, table, constraint, column, ConstraintKind::kPrimaryKey, rows,
                                pending);
    case CONSTR_UNIQUE:
      return AddIndexConstraint(execution, table, constraint, column, ConstraintKind::kUnique, rows, pending);
    case CONSTR_EXCLUSION:
      return AddIndexConstraint(execution, table, constraint, column, ConstraintKind::kExclusion, rows,
                                pending);
    case CONSTR_FOREIGN:
      return AddForeignKey(execution, table, constraint, column, rows, pending);
    case CONSTR_NOTNULL:
      return AddNotNull(execution, table, constraint, column, rows, pending);
    default:  // part of the column's definition, or an attribute of the constraint before it
      return {};
  }
}

bool AdoptForeignKey(Execution& execution, ConstraintId parents, RelationId partition,
                     std::vector<PendingWork>& pending) {
  const ConstraintObject& key = *execution.Get(parents);
  if (key.kind != ConstraintKind::kForeignKey) return false;
  for (const ConstraintId id : execution.Get(partition)->constraints) {
    const ConstraintObject& own = *execution.Get(id);
    if (own.kind != ConstraintKind::kForeignKey || own.is_inherited || own.referenced != key.referenced)
      continue;
    if (own.on_delete != key.on_delete || own.on_update != key.on_update) continue;
    if (!own.is_valid && execution.pg_version() < kNotValidKeysAdopted) continue;
    if (own.referenced_columns != key.referenced_columns) continue;
    if (!HaveSameNames(execution, own.columns, key.columns)) continue;
    // The partition's own triggers on the referenced table go.
    execution.Lock(own.referenced, LockMode::kAccessExclusive);
    if (!own.is_valid && key.is_valid) {
      AppendScan(pending, partition, Cause::kForeignKey, execution, id);
      AppendScan(pending, own.referenced, Cause::kForeignKey, execution, id);
    }
    ConstraintObject& adopted = execution.catalog().Change(id);
    adopted.is_inherited = true;
    adopted.is_valid = adopted.is_valid || key.is_valid;
    return true;
  }
  return false;
}

// ATExecAlterConstrEnforceability(): the triggers on both sides are dropped, or made and the rows checked.
void AlterConstraint(Execution& execution, RelationId table, const ::AlterTableCmd& command,
                     std::vector<PendingWork>& pending) {
  const auto* change = sql::As<::ATAlterConstraint>(command.def);
  if (change == nullptr) return;
  const ConstraintId id =
      execution.catalog().FindConstraint(*execution.Get(table), sql::Text(change->conname));
  execution.record().operations.back().constraint = id;
  const ConstraintObject* key = execution.Get(id);
  if (key == nullptr || !key->referenced) return;
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

std::string ChooseConstraintName(const Execution& execution, RelationId table, std::string_view columns,
                                 std::string_view label) {
  const Relation* relation = execution.Get(table);
  const auto taken = [&](const std::string& name) {
    return execution.catalog().FindConstraint(*relation, name) ||
           execution.catalog().FindRelation(relation->schema, name);
  };
  std::string name = MakeObjectName(relation->name, columns, label);
  for (int suffix = 1; taken(name); ++suffix) {
    name = MakeObjectName(relation->name, columns, std::string(label) + std::to_string(suffix));
  }
  return name;
}

void RemoveConstraint(Execution& execution, ConstraintId constraint) {
  Catalog& catalog = execution.catalog();
  const ConstraintObject* object = execution.Get(constraint);
  if (object == nullptr) return;
  catalog.Change(object->relation).constraints.Remove(constraint);
  // A partition's copy of a foreign key has no triggers of its own on the referenced table.
  if (object->referenced && object->is_inherited) {
    catalog.Change(object->referenced).referenced_by.Remove(constraint);
  } else if (object->referenced) {
    // Its triggers on the referenced table, and on partitions of that, go too.
    for (const RelationId target : WithDescendants(catalog, object->referenced)) {
      execution.Lock(target, LockMode::kAccessExclusive);
    }
    if (execution.Get(object->referenced) != nullptr) {
      catalog.Change(object->referenced).referenced_by.Remove(constraint);
    }
  }
  catalog.Remove(constraint);
  if (object->index) RemoveIndex(execution, object->index);
}

}  // namespace lockstep::model
