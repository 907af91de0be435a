// SPDX-License-Identifier: Apache-2.0
// One ALTER TABLE while it is carried out (ATController() in PostgreSQL's tablecmds.c). For alter_table.cc
// and the files of its sub-commands.
#pragma once

#include <map>
#include <memory_resource>
#include <vector>

#include "model/alter_table_commands.h"
#include "model/constraints.h"
#include "model/execution.h"

namespace lockstep::model {

class AlterTableRun {
 public:
  AlterTableRun(Execution& execution, RelationId table, const ::AlterTableStmt& statement);

  void Run();

 private:
  Catalog& catalog() { return execution_.catalog(); }

  // ATTypedTableRecursion(): a composite type is changed together with its tables, or not at all.
  bool HoldsTypedTables();
  // The grammar knows ONLY of tables alone.
  bool Descends() const { return statement_.relation->inh || statement_.objtype == OBJECT_TYPE; }
  bool HasChildren() const { return !execution_.Get(table_)->children.empty(); }
  void LockTables();
  std::vector<RelationId> TargetsOf(const Command& command) const;
  // Books the operation's locks on itself too, so that a rule that looks at one operation sees what is held
  // for it.
  Operation& Begin(OperationKind kind, RelationId table, const void* node, int location);
  void Carry(const Command& command);
  void CarryTo(const Command& command, RelationId target);
  void CarryOn(const ::AlterTableCmd& command, RelationId target);
  // find_composite_type_dependencies(): values of a table's row type would have to be changed where they are
  // stored.
  bool HoldsRows(RelationId table);
  void AppendPending(const std::pmr::vector<PendingWork>& pending, size_t operation);
  void FinishRows();

  // alter_table_refusals.cc
  bool RefusesColumn(const ::AlterTableCmd& command);
  bool RefusesOnly(const Command& command);
  bool RefusesNotNullOfOnly(std::string_view name, bool is_key);
  bool IsNullableBelow(const std::vector<RelationId>& tables, std::string_view name) const;

  // Sub-commands on one table: alter_table_columns.cc
  void AddOneColumn(const ::AlterTableCmd& command, RelationId target);
  void AddNotNull(ColumnId column, const ::ColumnDef& definition);
  void RefuseKind(const Relation& relation);
  void DropNotNull(const ::AlterTableCmd& command, RelationId target);
  bool RefusesNull(ColumnId id, RelationId target);
  void DropOneColumn(const ::AlterTableCmd& command, RelationId target);
  void SetNotNull(const ::AlterTableCmd& command, RelationId target);
  void ChangeType(const ::AlterTableCmd& command, RelationId target);
  void RedefineParts(const ::AlterTableCmd& command);
  void RewriteFor(const ::AlterTableCmd& command, RelationId target);

  // alter_table_constraints.cc
  void CarryConstraint(const Command& command, RelationId target);
  bool RefusesName(const ::Constraint& constraint, RelationId table);
  ConstraintId AddedToParentOf(RelationId target) const;
  bool Adopts(RelationId partition, ConstraintId parents, std::pmr::vector<PendingWork>& pending);
  bool IsEmpty(RelationId table) const;
  void DropOneConstraint(const ::AlterTableCmd& command, RelationId target);
  void FindDropped(RelationId table);
  bool IsChildOf(RelationId table, RelationId parent) const;
  void DropInherited(const ::AlterTableCmd& command, RelationId target);
  void ValidateConstraint(const ::AlterTableCmd& command, RelationId target);

  Execution& execution_;
  RelationId table_;
  const ::AlterTableStmt& statement_;
  std::pmr::vector<Command> commands_;
  std::pmr::vector<PendingWork> pending_{execution_.scratch()};
  LockMode mode_ = LockMode::kNone;
  // Of the sub-command that is being carried out:
  uint32_t part_ = 0;
  LockMode mode_below_ = LockMode::kNone;
  std::pmr::map<RelationId, ConstraintId> added_{execution_.scratch()};  // to each of its tables
  std::pmr::vector<RelationId> adopters_{
      execution_.scratch()};  // partitions that had that constraint already
  std::pmr::map<RelationId, ConstraintId> dropped_{execution_.scratch()};  // from each of its tables
};

}  // namespace lockstep::model
