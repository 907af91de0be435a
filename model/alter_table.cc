// SPDX-License-Identifier: Apache-2.0
// ALTER TABLE and its siblings (INDEX, VIEW, SEQUENCE, TYPE …): sub-commands are sorted into PostgreSQL's
// passes, carried out on each table of the inheritance tree, and what needs a pass over the rows is done once
// at the end (ATController() in tablecmds.c).
#include <algorithm>

#include "model/alter_table_locks.h"
#include "model/alter_table_run.h"
#include "model/columns.h"
#include "model/partitions.h"
#include "model/statements.h"

namespace lockstep::model {

AlterTableRun::AlterTableRun(Execution& execution, RelationId table, const ::AlterTableStmt& statement)
    : execution_(execution),
      table_(table),
      statement_(statement),
      commands_(CommandsOf(execution, table, statement)) {}

void AlterTableRun::Run() {
  LockTables();
  if (HoldsTypedTables()) {
    return execution_.Fail("2BP01", "cannot alter type \"" + std::string(execution_.Get(table_)->name) +
                                        "\" because it is the type of a typed table");
  }
  for (const Command& command : commands_) {
    Carry(command);
    if (execution_.failed()) return;
  }
  FinishRows();
}

bool AlterTableRun::HoldsTypedTables() {
  const Relation& relation = *execution_.Get(table_);
  if (relation.kind != RelationKind::kCompositeType || relation.children.empty()) return false;
  return std::any_of(commands_.begin(), commands_.end(),
                     [](const Command& command) { return command.command->behavior != DROP_CASCADE; });
}

bool AlterTableRun::HoldsRows(RelationId table) {
  for (const ColumnId id : catalog().ColumnsOfRows(table)) {
    const Column& column = *execution_.Get(id);
    const Relation* user = execution_.Get(column.relation);
    const bool is_stored = user != nullptr && (user->HasStorage() || user->IsPartitioned());
    if (!is_stored) continue;
    execution_.Fail("0A000", "cannot alter table \"" + std::string(execution_.Get(table)->name) +
                                 "\" because column \"" + std::string(user->name) + "." +
                                 std::string(column.name) + "\" uses its row type");
    return true;
  }
  return false;
}

void AlterTableRun::LockTables() {
  // The first operation carries the statement's own lock, so that it is there even where nothing else is.
  execution_.Do(OperationKind::kAlterTable, table_, &statement_, statement_.relation->location);
  mode_ = LockMode::kNone;
  for (const auto* command : sql::Elements<::AlterTableCmd>(statement_.cmds)) {
    if (command != nullptr) mode_ = std::max(mode_, AlterTableLockMode(*command));
  }
  execution_.Lock(table_, mode_);
  if (!HasChildren()) return;
  for (const Command& command : commands_) {
    const Reach reach = LockReach(execution_, table_, command, !Descends());
    if (reach == Reach::kChildren) {
      for (const RelationId id : execution_.Get(table_)->children) execution_.Lock(id, mode_);
    } else if (reach == Reach::kDescendants) {
      for (const RelationId id : TablesReached(execution_, table_, command)) execution_.Lock(id, mode_);
    }
  }
}

std::vector<RelationId> AlterTableRun::TargetsOf(const Command& command) const {
  if (!Descends() || !GoesOn(execution_, table_, command)) return {table_};
  return TablesReached(execution_, table_, command);
}

Operation& AlterTableRun::Begin(OperationKind kind, RelationId table, const void* node, int location) {
  Operation& operation = execution_.Do(kind, table, node, location);
  operation.part = part_;
  execution_.Lock(table, table == table_ ? mode_ : mode_below_);
  return operation;
}

void AlterTableRun::Carry(const Command& command) {
  part_ = command.part;
  added_.clear();
  adopters_.clear();
  dropped_.clear();
  if (command.constraint == nullptr && RefusesColumn(*command.command)) return;
  if (RefusesOnly(command)) return;
  if (execution_.failed()) return;
  if (!HasChildren()) {
    CarryTo(command, table_);
  } else {
    mode_below_ = LockBelow(execution_, table_, command, mode_);
    for (const RelationId target : TargetsOf(command)) {
      if (execution_.failed()) return;
      CarryTo(command, target);
    }
  }
  if (command.command->subtype == AT_AlterColumnType) RedefineParts(*command.command);
}

void AlterTableRun::CarryTo(const Command& command, RelationId target) {
  if (command.constraint != nullptr) {
    CarryConstraint(command, target);
  } else {
    CarryOn(*command.command, target);
  }
}

void AlterTableRun::AppendPending(const std::pmr::vector<PendingWork>& pending, size_t operation) {
  for (PendingWork work : pending) {
    work.work.operation = static_cast<uint32_t>(operation);
    pending_.push_back(work);
  }
}

// Phase 3: a rewrite reads every row and builds every index anew; without one, all checks share one scan.
// What has no rows of its own (partitioned and foreign tables, composite types) is left out
// (ATRewriteTables()).
void AlterTableRun::FinishRows() {
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

void AlterTableRun::CarryOn(const ::AlterTableCmd& command, RelationId target) {
  switch (command.subtype) {
    case AT_AddColumn:
      return AddOneColumn(command, target);
    case AT_DropColumn:
      return DropOneColumn(command, target);
    case AT_DropConstraint:
      return DropOneConstraint(command, target);
    case AT_DropNotNull:
      return DropNotNull(command, target);
    case AT_SetNotNull:
      return SetNotNull(command, target);
    case AT_ValidateConstraint:
      return ValidateConstraint(command, target);
    case AT_AlterColumnType:
      return ChangeType(command, target);
    case AT_SetExpression: {
      Begin(OperationKind::kAlterColumn, target, &command, -1);
      std::pmr::vector<PendingWork> pending(execution_.scratch());
      SetExpression(execution_, target, command, pending);
      return AppendPending(pending, execution_.record().operations.size() - 1);
    }
    case AT_AlterConstraint: {
      Begin(OperationKind::kAlterConstraint, target, &command, -1);
      std::pmr::vector<PendingWork> pending(execution_.scratch());
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
      std::pmr::vector<PendingWork> pending(execution_.scratch());
      AttachPartition(execution_, target, *sql::As<::PartitionCmd>(command.def), pending);
      return AppendPending(pending, execution_.record().operations.size() - 1);
    }
    case AT_DetachPartition:
    case AT_DetachPartitionFinalize:
      Begin(OperationKind::kDetachPartition, target, &command, -1);
      return DetachPartition(execution_, target, *sql::As<::PartitionCmd>(command.def));
    default:
      Begin(OperationKind::kAlterColumn, target, &command, -1);
      return AlterSetting(execution_, target, command, Descends());
  }
}

void AlterTable(Execution& execution, const ::AlterTableStmt& statement) {
  const ::RangeVar& name = *statement.relation;
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
