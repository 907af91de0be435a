// SPDX-License-Identifier: Apache-2.0
#include "model/foreign_keys.h"

#include <algorithm>
#include <string>

#include "model/column_names.h"
#include "model/constraints.h"
#include "model/object_names.h"
#include "model/type_change.h"

namespace lockstep::model {

namespace {

// The first version that takes FOREIGN KEY … NOT VALID on a partitioned table.
constexpr int kNotValidKeyOfPartitioned = 18;

// A partition's foreign key that is NOT VALID becomes its parent's, and is validated then, since.
constexpr int kNotValidKeysAdopted = 18;

// The triggers on a referenced table that is partitioned are on its partitions alone before.
constexpr int kPartitionedTablesHoldTriggers = 15;

void AppendScan(std::pmr::vector<PendingWork>& pending, RelationId table, const Execution& execution,
                ConstraintId key) {
  const Work scan{.kind = WorkKind::kScan,
                  .table = table,
                  .cause = Cause::kForeignKey,
                  .subject = execution.Get(key)->name};
  pending.push_back({.table = table, .work = scan});
}

ColumnNames NamesOf(const Execution& execution, const ::List* columns) {
  ColumnNames names(execution.scratch());
  names.reserve(sql::Length(columns));
  for (const auto* name : sql::Elements<::Node>(columns)) names.emplace_back(sql::StringOf(name));
  return names;
}

// The name that its parent's key has, if the partition has not given it to something else.
std::string_view NameOnPartition(const Execution& execution, RelationId partition, std::string_view parents,
                                 const ColumnNames& columns) {
  if (!execution.catalog().FindConstraint(*execution.Get(partition), parents)) return parents;
  return ChoosePartitionKeyName(execution, partition, parents, JoinColumnNames(columns));
}

bool HaveSameNames(const Execution& execution, const IdList<ColumnId>& left, const IdList<ColumnId>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](ColumnId a, ColumnId b) { return execution.Get(a)->name == execution.Get(b)->name; });
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

bool BehaveAlike(const ConstraintObject& left, const ConstraintObject& right) {
  return left.on_delete == right.on_delete && left.on_update == right.on_update &&
         left.matches_fully == right.matches_fully && left.is_deferrable == right.is_deferrable &&
         left.is_initially_deferred == right.is_initially_deferred;
}

// What REFERENCES table without columns refers to.
IdList<ColumnId> PrimaryKeyOf(const Execution& execution, RelationId table) {
  for (const ConstraintId id : execution.Get(table)->constraints) {
    const ConstraintObject* constraint = execution.Get(id);
    if (constraint->kind == ConstraintKind::kPrimaryKey) return constraint->columns;
  }
  return {};
}

// transformFkeyCheckAttrs(): the oldest unique index on just these columns.
RelationId SupportingIndex(const Execution& execution, RelationId table, const IdList<ColumnId>& columns) {
  for (const RelationId id : execution.Get(table)->indexes) {
    const IndexFacts& index = *execution.Get(id)->index;
    if (!index.is_unique || !index.is_valid || index.has_predicate || index.has_expressions) continue;
    if (std::is_permutation(index.keys.begin(), index.keys.end(), columns.begin(), columns.end())) return id;
  }
  return {};
}

// transformColumnNameList()
bool LacksColumn(Execution& execution, RelationId table, const ::List* names) {
  for (const auto* name : sql::Elements<::Node>(names)) {
    if (IsSystemColumn(sql::StringOf(name)) || execution.ResolveColumn(table, sql::StringOf(name))) continue;
    execution.Fail("42703", "column \"" + std::string(sql::StringOf(name)) +
                                "\" referenced in foreign key constraint does not exist");
    return true;
  }
  return false;
}

// Whether PostgreSQL finds a key there that it can compare with (transformFkeyGetPrimaryKey(),
// transformFkeyCheckAttrs(), ATAddForeignKeyConstraint()).
bool CanRefer(Execution& execution, const ConstraintObject& key, const ::Constraint& node) {
  const Relation& referenced = *execution.Get(key.referenced);
  const bool is_known = referenced.is_complete && referenced.IsTable() &&
                        execution.environment().history_is_complete &&
                        key.columns.size() == std::max<size_t>(1, sql::Length(node.fk_attrs));
  if (key.columns.size() < sql::Length(node.fk_attrs) && LacksColumn(execution, key.relation, node.fk_attrs))
    return false;
  if (key.referenced_columns.size() < sql::Length(node.pk_attrs) && referenced.IsTable() &&
      LacksColumn(execution, key.referenced, node.pk_attrs)) {
    return false;
  }
  if (!is_known) return true;
  if (node.pk_attrs == nullptr && key.referenced_columns.empty()) {
    execution.Fail("42704",
                   "there is no primary key for referenced table \"" + std::string(referenced.name) + "\"");
    return false;
  }
  if (key.referenced_columns.size() != key.columns.size()) return true;
  if (!key.referenced_index) {
    execution.Fail("42830", "there is no unique constraint matching given keys for referenced table \"" +
                                std::string(referenced.name) + "\"");
    return false;
  }
  for (size_t i = 0; i < key.columns.size(); ++i) {
    const auto& own = execution.Get(key.columns[i])->type;
    const auto& others = execution.Get(key.referenced_columns[i])->type;
    if (!own || !others || MayReferTo(execution, *own, *others)) continue;
    execution.Fail("42804", "foreign key constraint \"" + std::string(key.name) + "\" cannot be implemented");
    return false;
  }
  return true;
}

}  // namespace

ConstraintId AddForeignKey(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                           std::pmr::vector<PendingWork>& pending) {
  const ::Constraint& node = definition.node;
  const ExistingRows rows = definition.rows;
  const bool is_new_table = execution.record().operations.front().kind == OperationKind::kCreateTable;
  if (node.skip_validation && !is_new_table && execution.Get(table)->IsPartitioned() &&
      execution.pg_version() < kNotValidKeyOfPartitioned) {
    execution.Fail("42809", "cannot add NOT VALID foreign key on partitioned table \"" +
                                std::string(execution.Get(table)->name) + "\" referencing relation \"" +
                                std::string(sql::Text(node.pktable->relname)) + "\"");
    return {};
  }
  ConstraintObject key = DescribeConstraint(execution, table, definition, ConstraintKind::kForeignKey);
  key.is_valid = key.is_valid || (rows == ExistingRows::kNone && node.is_enforced);
  key.columns = ResolveColumns(execution, table, node.fk_attrs);
  const bool is_of_definition = key.columns.empty() && definition.column;
  if (is_of_definition) key.columns.Add(definition.column, execution.scratch());
  const auto names = [&] {
    return is_of_definition ? ColumnNames({execution.Get(definition.column)->name}, execution.scratch())
                            : NamesOf(execution, node.fk_attrs);
  };
  key.referenced = execution.ResolveRelation(*node.pktable);
  key.referenced_columns = node.pk_attrs == nullptr
                               ? PrimaryKeyOf(execution, key.referenced)
                               : ResolveColumns(execution, key.referenced, node.pk_attrs);
  key.referenced_index = SupportingIndex(execution, key.referenced, key.referenced_columns);
  key.on_delete = ActionFrom(node.fk_del_action);
  key.on_update = ActionFrom(node.fk_upd_action);
  key.matches_fully = node.fk_matchtype == FKCONSTR_MATCH_FULL;
  key.is_deferrable = node.deferrable;
  key.is_initially_deferred = node.initdeferred;
  if (key.name.empty()) {
    key.name = ChooseConstraintName(execution, table, JoinColumnNames(names()), "fkey");
  } else if (key.parent) {
    key.name = NameOnPartition(execution, table, key.name, names());
  }
  if (!CanRefer(execution, key, node)) return {};
  const RelationId referenced = key.referenced;
  // Triggers are made on both tables (ATAddForeignKeyConstraint in tablecmds.c).
  execution.LockTree(referenced, LockMode::kShareRowExclusive);
  const ConstraintId id = execution.catalog().Add(key);
  if (rows == ExistingRows::kMayExist && execution.Get(id)->is_valid) {
    AppendScan(pending, table, execution, id);
    for (const RelationId target : WithDescendants(execution.catalog(), referenced)) {
      AppendScan(pending, target, execution, id);
    }
  }
  return id;
}

std::vector<RelationId> HoldersOfTriggers(const Execution& execution, RelationId referenced) {
  std::vector<RelationId> tables = WithDescendants(execution.catalog(), referenced);
  if (execution.pg_version() < kPartitionedTablesHoldTriggers)
    std::erase_if(tables, [&](RelationId id) { return execution.Get(id)->IsPartitioned(); });
  return tables;
}

bool AdoptForeignKey(Execution& execution, ConstraintId parents, RelationId partition,
                     std::pmr::vector<PendingWork>& pending) {
  const ConstraintObject& key = *execution.Get(parents);
  if (key.kind != ConstraintKind::kForeignKey) return false;
  for (const ConstraintId id : execution.Get(partition)->constraints) {
    const ConstraintObject& own = *execution.Get(id);
    if (own.kind != ConstraintKind::kForeignKey || own.is_inherited || own.referenced != key.referenced)
      continue;
    if (!BehaveAlike(own, key)) continue;
    if (!own.is_valid && execution.pg_version() < kNotValidKeysAdopted) continue;
    if (own.referenced_columns != key.referenced_columns) continue;
    if (!HaveSameNames(execution, own.columns, key.columns)) continue;
    // The partition's own triggers on the referenced table go.
    for (const RelationId target : HoldersOfTriggers(execution, own.referenced))
      execution.Lock(target, LockMode::kAccessExclusive);
    if (!own.is_valid && key.is_valid) {
      AppendScan(pending, partition, execution, id);
      AppendScan(pending, own.referenced, execution, id);
    }
    ConstraintObject& adopted = execution.catalog().Change(id);
    adopted.is_inherited = true;
    adopted.is_local = false;
    adopted.parent = parents;
    adopted.is_valid = adopted.is_valid || key.is_valid;
    return true;
  }
  return false;
}

void CloneForeignKey(Execution& execution, ConstraintId parents, RelationId partition) {
  ConstraintObject copy = *execution.Get(parents);
  ColumnNames names(execution.scratch());
  IdList<ColumnId> columns;
  for (const ColumnId column : copy.columns) {
    names.push_back(execution.Get(column)->name);
    if (const ColumnId own = execution.ResolveColumn(partition, names.back()))
      columns.Add(own, execution.scratch());
  }
  copy.relation = partition;
  copy.columns = columns;
  copy.is_inherited = true;
  copy.is_local = false;
  copy.parent = parents;
  copy.created_in = execution.environment().file;
  copy.name = NameOnPartition(execution, partition, copy.name, names);
  const ConstraintId own = execution.catalog().Add(copy);
  for (const RelationId below : execution.Get(partition)->children) CloneForeignKey(execution, own, below);
}

void RemakeParts(Execution& execution, ConstraintId constraint) {
  const ConstraintObject* key = execution.Get(constraint);
  if (key == nullptr || key->kind != ConstraintKind::kForeignKey || key->parent) return;
  for (const ConstraintId part : PartsOf(execution, constraint)) RemoveConstraint(execution, part);
  if (!execution.Get(key->relation)->IsPartitioned()) return;
  for (const RelationId partition : execution.Get(key->relation)->children)
    CloneForeignKey(execution, constraint, partition);
}

}  // namespace lockstep::model
