// SPDX-License-Identifier: Apache-2.0
// The statement families: one function a statement, which lowers it to primitive operations and carries them
// out on the model. Each is implemented in the file of its family and tested beside it; statements.cc
// dispatches.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// Any statement. What the model has no family for has no effect that it could claim.
void ExecuteStatement(Execution& execution, const ::Node& statement);

// tables.cc
void CreateTable(Execution& execution, const ::CreateStmt& statement);
// CREATE TABLE IF NOT EXISTS of a table that may have been there: what it says of columns is kept as the best
// guess.
void LearnColumns(Execution& execution, RelationId table, const ::CreateStmt& statement);
void CreateTableAs(Execution& execution, const ::CreateTableAsStmt& statement);
// alter_table.cc
void AlterTable(Execution& execution, const ::AlterTableStmt& statement);
// indexes.cc
void CreateIndex(Execution& execution, const ::IndexStmt& statement);
// reindex.cc
void Reindex(Execution& execution, const ::ReindexStmt& statement);
// views.cc
void CreateView(Execution& execution, const ::ViewStmt& statement);
void RefreshMaterializedView(Execution& execution, const ::RefreshMatViewStmt& statement);
// drop.cc
void Drop(Execution& execution, const ::DropStmt& statement);
void DropOwned(Execution& execution, const ::DropOwnedStmt& statement);
void ReassignOwned(Execution& execution, const ::ReassignOwnedStmt& statement);
// truncate.cc
void Truncate(Execution& execution, const ::TruncateStmt& statement);
// rename.cc
void Rename(Execution& execution, const ::RenameStmt& statement);
void SetSchema(Execution& execution, const ::AlterObjectSchemaStmt& statement);
// types.cc
void CreateEnum(Execution& execution, const ::CreateEnumStmt& statement);
void AlterEnum(Execution& execution, const ::AlterEnumStmt& statement);
void CreateDomain(Execution& execution, const ::CreateDomainStmt& statement);
void AlterDomain(Execution& execution, const ::AlterDomainStmt& statement);
void CreateComposite(Execution& execution, const ::CompositeTypeStmt& statement);
void CreateRange(Execution& execution, const ::CreateRangeStmt& statement);
void CreateBaseType(Execution& execution, const ::DefineStmt& statement);
// functions.cc
void CreateFunction(Execution& execution, const ::CreateFunctionStmt& statement);
void AlterFunction(Execution& execution, const ::AlterFunctionStmt& statement);
// schemas.cc
void CreateExtension(Execution& execution, const ::CreateExtensionStmt& statement);
void DropExtensions(Execution& execution, const ::DropStmt& statement);
void CreateSchema(Execution& execution, const ::CreateSchemaStmt& statement);
void CreateSequence(Execution& execution, const ::CreateSeqStmt& statement);
void AlterSequence(Execution& execution, const ::AlterSeqStmt& statement);
// triggers.cc
void CreateTrigger(Execution& execution, const ::CreateTrigStmt& statement);
void CreatePolicy(Execution& execution, const ::CreatePolicyStmt& statement);
void AlterPolicy(Execution& execution, const ::AlterPolicyStmt& statement);
void CreateRule(Execution& execution, const ::RuleStmt& statement);
// publications.cc
void CreatePublication(Execution& execution, const ::CreatePublicationStmt& statement);
void AlterPublication(Execution& execution, const ::AlterPublicationStmt& statement);
void DropPublication(Execution& execution, std::string_view name);
void RenamePublication(Execution& execution, std::string_view name, std::string_view new_name);
// annotations.cc
void Comment(Execution& execution, const ::CommentStmt& statement);
void SetSecurityLabel(Execution& execution, const ::SecLabelStmt& statement);
void CreateStatistics(Execution& execution, const ::CreateStatsStmt& statement);
// maintenance.cc
void LockTable(Execution& execution, const ::LockStmt& statement);
void Vacuum(Execution& execution, const ::VacuumStmt& statement);
void Cluster(Execution& execution, const ::ClusterStmt& statement);
// data.cc
void Query(Execution& execution, const ::SelectStmt& statement);
void Insert(Execution& execution, const ::InsertStmt& statement);
void Update(Execution& execution, const ::UpdateStmt& statement);
void Delete(Execution& execution, const ::DeleteStmt& statement);
void Merge(Execution& execution, const ::MergeStmt& statement);
void Copy(Execution& execution, const ::CopyStmt& statement);
void Explain(Execution& execution, const ::ExplainStmt& statement);
// settings.cc
// SELECT set_config(…): the settings that it changes.
void ApplySetConfig(Execution& execution, const ::SelectStmt& statement);
void SetVariable(Execution& execution, const ::VariableSetStmt& statement);
void Discard(Execution& execution, const ::DiscardStmt& statement);
// transactions.cc
void Transaction(Execution& execution, const ::TransactionStmt& statement);

}  // namespace lockstep::model
