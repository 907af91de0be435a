// SPDX-License-Identifier: Apache-2.0
// ALTER TABLE and its siblings (INDEX, VIEW, SEQUENCE, TYPE …): sub-commands are sorted into PostgreSQL's
// passes, carried out on each table of the inheritance tree, and what needs a pass over the rows is done once
// at the end (ATController() in tablecmds.c).
#include <algorithm>
#include <array>

#include "model/alter_table_commands.h"
#include "model/alter_table_locks.h"
#include "model/alter_table_passes.h"
#include "model/columns.h"
#include "model/constraints.h"
#include "model/dependencies.h"
#include "model/expression.h"
#include "model/indexes.h"
#include "model/partition_indexes.h"
#include "model/partitions.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

class AlterTableRun {
 public:
  AlterTableRun(Execution& execution, RelationId table, const ::AlterTableStmt& statement)
      : execution_(execution),
        table_(table),
        statement_(statement),
        commands_(CommandsOf(execution, table, statement)) {}

  void Run() {
    LockTables();
    if (HoldsTypedTables()) {
      return execution_.Fail("2BP01", "cannot alter type \"" + execution_.Get(table_)->name +
                                          "\" because it is the type of a typed table");
    }
    for (const Command& command : commands_) {
      Carry(command);
      if (execution_.failed()) return;
    }
    FinishRows();
  }

 private:
  Catalog& catalog() { return execution_.catalog(); }

  // ATTypedTableRecursion(): a composite type is changed together with its tables, or not at all.
  bool HoldsTypedTables() {
    const Relation& relation = *execution_.Get(table_);
    if (relation.kind != RelationKind::kCompositeType || relation.children.empty()) return false;
    return std::any_of(commands_.begin(), commands_.end(),
                       [](const Command& command) { return command.command->behavior != DROP_CASCADE; });
  }

  // The grammar knows ONLY of tables alone.
  bool Descends() const { return statement_.relation->inh || statement_.objtype == OBJECT_TYPE; }

  void LockTables() {
    // The first operation carries the statement's own lock, so that it is there even where nothing else is.
    execution_.Do(OperationKind::kAlterTable, table_, &statement_, statement_.relation->location);
    mode_ = LockMode::kNone;
    bool recurses = false;
    for (const auto* command : sql::Elements<::AlterTableCmd>(statement_.cmds)) {
      if (command != nullptr) mode_ = std::max(mode_, AlterTableLockMode(*command));
    }
    for (const Command& command : commands_) recurses = recurses || GoesOn(command);
    execution_.Lock(table_, mode_);
    if (!recurses || !Descends()) return;
    for (const RelationId id : WithDescendants(catalog(), table_)) execution_.Lock(id, mode_);
  }

  std::vector<RelationId> TargetsOf(const Command& command) {
    if (!Descends() || !GoesOn(command)) return {table_};
    return WithDescendants(catalog(), table_);
  }

  // Books the operation's locks on itself too, so that a rule that looks at one operation sees what is held
  // for it.
  Operation& Begin(OperationKind kind, RelationId table, const void* node, int location) {
    Operation& operation = execution_.Do(kind, table, node, location);
    operation.part = part_;
    execution_.Lock(table, mode_);
    return operation;
  }

  void Carry(const Command& command) {
    const std::vector<RelationId> targets = TargetsOf(command);
    part_ = command.part;
    added_ = {};
    adopters_.clear();
    for (const RelationId target : targets) {
      if (execution_.failed()) return;
      if (command.constraint != nullptr) {
        CarryConstraint(command, target);
      } else {
        CarryOn(*command.command, target);
      }
    }
  }

  void CarryConstraint(const Command& command, RelationId target) {
    const ::Constraint node = WithAttributes(command.siblings, *command.constraint);
    const bool is_partition = target != table_;
    Operation& operation = Begin(OperationKind::kAddConstraint, target, command.constraint, node.location);
    const size_t index = execution_.record().operations.size() - 1;
    ColumnId column;
    if (!command.column.empty()) {
      column = execution_.ResolveColumn(target, command.column);
      operation.column = column;
    }
    const std::string_view name = sql::Text(node.conname);
    if (!is_partition && !name.empty() && catalog().FindConstraint(*execution_.Get(target), name)) {
      return execution_.Fail("42710", "constraint \"" + std::string(name) + "\" for relation \"" +
                                          execution_.Get(target)->name + "\" already exists");
    }
    if (is_partition && execution_.pg_version() < 18 && node.contype == CONSTR_UNIQUE) {
      RelaxLock(target, LockMode::kShare);
    }
    std::vector<PendingWork> pending;
    if (is_partition && Adopts(target, pending)) return AppendPending(pending, index);
    const bool has_rows = execution_.Get(target)->HasStorage();
    const ConstraintId id = AddConstraint(execution_, target, node, column,
                                          has_rows ? ExistingRows::kMayExist : ExistingRows::kNone, pending);
    execution_.record().operations[index].constraint = id;
    if (!is_partition) added_ = id;
    if (id && execution_.Get(id)->index)
      execution_.record().operations[index].index = execution_.Get(id)->index;
    if (id && is_partition) catalog().Change(id).is_inherited = true;
    const bool has_no_values = (!command.has_default && !command.column.empty()) || IsEmpty(target);
    const bool skip = node.contype == CONSTR_FOREIGN && has_no_values;
    if (!skip) AppendPending(pending, index);
  }

  // Whether the partition has what is added to the partitioned table above already.
  bool Adopts(RelationId partition, std::vector<PendingWork>& pending) {
    const ConstraintObject* added = execution_.Get(added_);
    if (added == nullptr) return false;
    const auto& parents = execution_.Get(partition)->parents;
    const bool parent_does = std::any_of(parents.begin(), parents.end(), [&](RelationId parent) {
      return std::find(adopters_.begin(), adopters_.end(), parent) != adopters_.end();
    });
    const bool adopts =
        parent_does || (added->index ? AdoptPartitionIndex(execution_, partition, added->index)
                                     : AdoptForeignKey(execution_, added_, partition, pending));
    if (adopts) adopters_.push_back(partition);
    return adopts;
  }

  // This file made the table, and has put nothing into it.
  bool IsEmpty(RelationId table) const {
    const Relation& relation = *execution_.Get(table);
    return relation.created_in == execution_.environment().file && !relation.has_rows;
  }

  // Before 18, UNIQUE on a partitioned table takes but SHARE on its partitions: DefineIndex() recurses, not
  // ALTER TABLE.
  void RelaxLock(RelationId target, LockMode mode) {
    const bool alone = std::all_of(commands_.begin(), commands_.end(), [](const Command& command) {
      return command.constraint != nullptr && command.constraint->contype == CONSTR_UNIQUE;
    });
    if (!alone) return;
    for (LockRequest& lock : execution_.record().locks) {
      if (lock.relation == target) lock.mode = std::min(lock.mode, mode);
    }
  }

  void AppendPending(const std::vector<PendingWork>& pending, size_t operation) {
    for (PendingWork work : pending) {
      work.work.operation = static_cast<uint32_t>(operation);
      pending_.push_back(work);
    }
  }

  void CarryOn(const ::AlterTableCmd& command, RelationId target);
  void AddOneColumn(const ::AlterTableCmd& command, RelationId target);
  void DropOneColumn(const ::AlterTableCmd& command, RelationId target);
  void DropOneConstraint(const ::AlterTableCmd& command, RelationId target);
  void SetNotNull(const ::AlterTableCmd& command, RelationId target);
  void ValidateConstraint(const ::AlterTableCmd& command, RelationId target);
  void ChangeType(const ::AlterTableCmd& command, RelationId target);
  void RewriteFor(const ::AlterTableCmd& command, RelationId target);

  // Phase 3: a rewrite reads every row and builds every index anew; without one, all checks share one scan.
  // What has no rows of its own (partitioned and foreign tables, composite types) is left out
  // (ATRewriteTables()).
  void FinishRows() {
    for (const PendingWork& pending : pending_) {
      const Relation* table = execution_.Get(pending.table);
      if (table != nullptr && !table->HasStorage()) continue;
      execution_.record().work.push_back(pending.work);
      if (pending.work.kind != WorkKind::kRewrite) continue;
      Work implied = pending.work;
      implied.kind = WorkKind::kScan;
      execution_.record().work.push_back(implied);
      if (table == nullptr || table->indexes.empty() || pending.work.cause == Cause::kSetting) continue;
      implied.kind = WorkKind::kIndexBuild;
      execution_.record().work.push_back(implied);
    }
  }

  Execution& execution_;
  RelationId table_;
  const ::AlterTableStmt& statement_;
  std::vector<Command> commands_;
  std::vector<PendingWork> pending_;
  LockMode mode_ = LockMode::kNone;
  uint32_t part_ = 0;                      // of the sub-command that is being looked at
  ConstraintId added_ = {};                // by it, to the table that it names
  std::vector<RelationId> adopters_ = {};  // partitions that had that constraint already
};

void AlterTableRun::AddOneColumn(const ::AlterTableCmd& command, RelationId target) {
  const auto& definition = *sql::As<::ColumnDef>(command.def);
  Operation& operation = Begin(OperationKind::kAddColumn, target, &definition, definition.location);
  const size_t index = execution_.record().operations.size() - 1;
  const Relation* relation = execution_.Get(target);
  if (const ColumnId existing = catalog().FindColumn(*relation, sql::Text(definition.colname))) {
    operation.column = existing;
    operation.does_nothing = true;
    // A child's column of that name is merged with the parent's; on the table itself it has to be allowed.
    if (!command.missing_ok && target == table_) {
      execution_.Fail("42701", "column \"" + std::string(definition.colname) + "\" of relation \"" +
                                   relation->name + "\" already exists");
    }
    return;
  }
  if (target == table_ && relation->is_partition) {
    return execution_.Fail("42809", "cannot add column to a partition");
  }
  if (!Descends() && relation->IsPartitioned() && !relation->children.empty()) {
    return execution_.Fail("42P16", "column must be added to child tables too");
  }
  std::vector<PendingWork> pending;
  const ColumnId column = AddColumn(execution_, target, definition, pending);
  execution_.record().operations[index].column = column;
  AppendPending(pending, index);
}

void AlterTableRun::DropOneColumn(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kDropColumn, target, &command, -1);
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  if (!column) {
    operation.does_nothing = true;
    if (!command.missing_ok && target == table_) {
      execution_.Fail("42703", "column \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   execution_.Get(target)->name + "\" does not exist");
    }
    return;
  }
  operation.column = column;
  if (!Descends() && execution_.Get(target)->IsPartitioned() && !execution_.Get(target)->children.empty()) {
    return execution_.Fail("42P16",
                           "cannot drop column from only the partitioned table when partitions exist");
  }
  if (RefusesToDrop(execution_, column, target == table_)) return;
  DropObjects(execution_, std::array<ObjectId, 1>{column}, command.behavior);
}

void AlterTableRun::DropOneConstraint(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kDropConstraint, target, &command, -1);
  const Relation* relation = execution_.Get(target);
  const ConstraintId constraint = catalog().FindConstraint(*relation, sql::Text(command.name));
  operation.constraint = constraint;
  if (!constraint) {
    operation.does_nothing = relation->is_complete;
    if (!command.missing_ok && target == table_ && relation->is_complete) {
      execution_.Fail("42704", "constraint \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   relation->name + "\" does not exist");
    }
    return;
  }
  if (target == table_ && execution_.Get(constraint)->is_inherited) {
    return execution_.Fail("42P16", "cannot drop inherited constraint \"" +
                                        std::string(sql::Text(command.name)) + "\" of relation \"" +
                                        relation->name + "\"");
  }
  DropObjects(execution_, std::array<ObjectId, 1>{constraint}, command.behavior);
}

void AlterTableRun::SetNotNull(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kSetNotNull, target, &command, -1);
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  operation.column = column;
  if (!column || execution_.Get(column)->not_null) {
    operation.does_nothing = true;
    return;
  }
  const bool proven = IsProvenNotNull(execution_, column);
  catalog().Change(column).not_null = true;
  if (proven || execution_.Get(target)->IsPartitioned()) return;
  AppendPending({{.table = target,
                  .work = {.kind = WorkKind::kScan,
                           .table = target,
                           .cause = Cause::kNotNull,
                           .subject = sql::Text(command.name)}}},
                execution_.record().operations.size() - 1);
}

void AlterTableRun::ValidateConstraint(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kValidateConstraint, target, &command, -1);
  const size_t index = execution_.record().operations.size() - 1;
  const Relation* relation = execution_.Get(target);
  const ConstraintId constraint = catalog().FindConstraint(*relation, sql::Text(command.name));
  operation.constraint = constraint;
  const ConstraintObject* object = execution_.Get(constraint);
  if (object != nullptr && object->is_valid) {
    operation.does_nothing = true;
    return;
  }
  if (object == nullptr && relation->is_complete) {
    if (target == table_) {
      execution_.Fail("42704", "constraint \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   relation->name + "\" does not exist");
    }
    return;
  }
  const bool is_foreign_key = object != nullptr && object->kind == ConstraintKind::kForeignKey;
  const Cause cause = is_foreign_key ? Cause::kForeignKey : Cause::kCheck;
  const std::string_view name = sql::Text(command.name);
  std::vector<PendingWork> pending;
  const auto scan = [&](RelationId table) {
    pending.push_back(
        {.table = table, .work = {.kind = WorkKind::kScan, .table = table, .cause = cause, .subject = name}});
  };
  if (!relation->IsPartitioned()) scan(target);
  if (is_foreign_key) {
    for (const RelationId side : WithDescendants(catalog(), object->referenced)) {
      execution_.Lock(side, LockMode::kRowShare);
    }
    for (const RelationId side : WithDescendants(catalog(), object->referenced)) scan(side);
  }
  if (constraint) {
    ConstraintObject& changed = catalog().Change(constraint);
    changed.is_valid = true;
    if (changed.kind == ConstraintKind::kNotNull && !changed.columns.empty()) {
      catalog().Change(changed.columns[0]).not_null = true;
    }
  }
  AppendPending(pending, index);
}

void AlterTableRun::ChangeType(const ::AlterTableCmd& command, RelationId target) {
  const auto& definition = *sql::As<::ColumnDef>(command.def);
  Operation& operation = Begin(OperationKind::kAlterColumnType, target, &definition, definition.location);
  const size_t index = execution_.record().operations.size() - 1;
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  operation.column = column;
  if (!column) return;
  if (target == table_ && IsInherited(execution_, column)) {
    return execution_.Fail("42P16", "cannot alter inherited column \"" + execution_.Get(column)->name + "\"");
  }
  std::vector<PendingWork> pending;
  AlterColumnType(execution_, target, column, definition, pending);
  AppendPending(pending, index);
}

// SET LOGGED, TABLESPACE, ACCESS METHOD: the table is copied where the setting is another than it has.
void AlterTableRun::RewriteFor(const ::AlterTableCmd& command, RelationId target) {
  Begin(OperationKind::kRewriteTable, target, &command, -1);
  const Relation* relation = execution_.Get(target);
  if (!relation->HasStorage() || relation->IsIndex() || relation->kind == RelationKind::kSequence) return;
  bool rewrites = true;
  bool builds_indexes = true;
  if (command.subtype == AT_SetLogged || command.subtype == AT_SetUnLogged) {
    const bool unlogged = command.subtype == AT_SetUnLogged;
    rewrites = relation->is_unlogged != unlogged || !relation->is_complete;
    catalog().Change(target).is_unlogged = unlogged;
  } else if (command.subtype == AT_SetAccessMethod) {
    // Only heap ships with PostgreSQL; DEFAULT and heap are what a table has.
    rewrites = !sql::Text(command.name).empty() && sql::Text(command.name) != "heap";
  } else {
    rewrites = relation->tablespace != sql::Text(command.name);
    catalog().Change(target).tablespace = sql::Text(command.name);
    builds_indexes = false;  // the table's file is copied; its indexes stay where they are
  }
  if (!rewrites) return;
  execution_.Rewrite(target, Cause::kSetting);
  execution_.Scan(target, Cause::kSetting);
  if (builds_indexes && !relation->indexes.empty()) execution_.BuildIndex(target, Cause::kSetting);
}

void AlterTableRun::CarryOn(const ::AlterTableCmd& command, RelationId target) {
  switch (command.subtype) {
    case AT_AddColumn:
      return AddOneColumn(command, target);
    case AT_DropColumn:
      return DropOneColumn(command, target);
    case AT_DropConstraint:
      return DropOneConstraint(command, target);
    case AT_SetNotNull:
      return SetNotNull(command, target);
    case AT_ValidateConstraint:
      return ValidateConstraint(command, target);
    case AT_AlterColumnType:
      return ChangeType(command, target);
    case AT_SetExpression: {
      Begin(OperationKind::kAlterColumn, target, &command, -1);
      std::vector<PendingWork> pending;
      SetExpression(execution_, target, command, pending);
      return AppendPending(pending, execution_.record().operations.size() - 1);
    }
    case AT_AlterConstraint: {
      Begin(OperationKind::kAlterConstraint, target, &command, -1);
      std::vector<PendingWork> pending;
      AlterConstraint(execution_, target, command, pending);
      return AppendPending(pending, execution_.record().operations.size() - 1);
    }
    case AT_SetLogged:
    case AT_SetUnLogged:
    case AT_SetAccessMethod:
    case AT_SetTableSpace:
      return RewriteFor(command, target);
    case AT_AttachPartition: {
      Begin(OperationKind::kAttachPartition, target, &command, -1);
      std::vector<PendingWork> pending;
      AttachPartition(execution_, target, *sql::As<::PartitionCmd>(command.def), pending);
      return AppendPending(pending, execution_.record().operations.size() - 1);
    }
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
      Begin(OperationKind::kDetachPartition, target, &command, -1);
      return DetachPartition(execution_, target, *sql::As<::PartitionCmd>(command.def));
    default:
      Begin(OperationKind::kAlterColumn, target, &command, -1);
      return AlterSetting(execution_, target, command);
  }
}

}  // namespace

void AlterTable(Execution& execution, const ::AlterTableStmt& statement) {
  const sql::QualifiedName name = sql::QualifiedName::From(*statement.relation);
  if (statement.missing_ok && !execution.FindRelation(name) && execution.environment().history_is_complete) {
    execution.Do(OperationKind::kAlterTable, {}, &statement).does_nothing = true;
    return;
  }
  RelationKind assumed = RelationKind::kTable;
  if (statement.objtype == OBJECT_INDEX) assumed = RelationKind::kIndex;
  if (statement.objtype == OBJECT_VIEW) assumed = RelationKind::kView;
  if (statement.objtype == OBJECT_MATVIEW) assumed = RelationKind::kMaterializedView;
  if (statement.objtype == OBJECT_SEQUENCE) assumed = RelationKind::kSequence;
  if (statement.objtype == OBJECT_TYPE) assumed = RelationKind::kCompositeType;
  AlterTableRun(execution, execution.ResolveRelation(name, assumed), statement).Run();
}

}  // namespace lockstep::model
