// SPDX-License-Identifier: Apache-2.0
#include "model/statements.h"

#include <string>

#include "model/newer_syntax.h"

namespace lockstep::model {

namespace {

template <typename T>
using Family = void (*)(Execution&, const T&);

template <typename T>
void Call(Execution& execution, const ::Node& statement, Family<T> family) {
  family(execution, *sql::As<T>(&statement));
}

void Dispatch(Execution& execution, const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_CreateStmt:
      return Call<::CreateStmt>(execution, statement, CreateTable);
    case T_CreateForeignTableStmt:
      return CreateTable(execution, sql::As<::CreateForeignTableStmt>(&statement)->base);
    case T_CreateTableAsStmt:
      return Call<::CreateTableAsStmt>(execution, statement, CreateTableAs);
    case T_AlterTableStmt:
      return Call<::AlterTableStmt>(execution, statement, AlterTable);
    case T_IndexStmt:
      return Call<::IndexStmt>(execution, statement, CreateIndex);
    case T_ReindexStmt:
      return Call<::ReindexStmt>(execution, statement, Reindex);
    case T_ViewStmt:
      return Call<::ViewStmt>(execution, statement, CreateView);
    case T_RefreshMatViewStmt:
      return Call<::RefreshMatViewStmt>(execution, statement, RefreshMaterializedView);
    case T_DropStmt:
      return Call<::DropStmt>(execution, statement, Drop);
    case T_DropOwnedStmt:
      return Call<::DropOwnedStmt>(execution, statement, DropOwned);
    case T_ReassignOwnedStmt:
      return Call<::ReassignOwnedStmt>(execution, statement, ReassignOwned);
    case T_TruncateStmt:
      return Call<::TruncateStmt>(execution, statement, Truncate);
    case T_RenameStmt:
      return Call<::RenameStmt>(execution, statement, Rename);
    case T_AlterObjectSchemaStmt:
      return Call<::AlterObjectSchemaStmt>(execution, statement, SetSchema);
    case T_CreateEnumStmt:
      return Call<::CreateEnumStmt>(execution, statement, CreateEnum);
    case T_AlterEnumStmt:
      return Call<::AlterEnumStmt>(execution, statement, AlterEnum);
    case T_CreateDomainStmt:
      return Call<::CreateDomainStmt>(execution, statement, CreateDomain);
    case T_AlterDomainStmt:
      return Call<::AlterDomainStmt>(execution, statement, AlterDomain);
    case T_CompositeTypeStmt:
      return Call<::CompositeTypeStmt>(execution, statement, CreateComposite);
    case T_DefineStmt:
      return Call<::DefineStmt>(execution, statement, CreateBaseType);
    case T_CreateRangeStmt:
      return Call<::CreateRangeStmt>(execution, statement, CreateRange);
    case T_CreateFunctionStmt:
      return Call<::CreateFunctionStmt>(execution, statement, CreateFunction);
    case T_AlterFunctionStmt:
      return Call<::AlterFunctionStmt>(execution, statement, AlterFunction);
    case T_CreateExtensionStmt:
      return Call<::CreateExtensionStmt>(execution, statement, CreateExtension);
    case T_CreateSchemaStmt:
      return Call<::CreateSchemaStmt>(execution, statement, CreateSchema);
    case T_CreateSeqStmt:
      return Call<::CreateSeqStmt>(execution, statement, CreateSequence);
    case T_AlterSeqStmt:
      return Call<::AlterSeqStmt>(execution, statement, AlterSequence);
    case T_CreateTrigStmt:
      return Call<::CreateTrigStmt>(execution, statement, CreateTrigger);
    case T_CreatePolicyStmt:
      return Call<::CreatePolicyStmt>(execution, statement, CreatePolicy);
    case T_AlterPolicyStmt:
      return Call<::AlterPolicyStmt>(execution, statement, AlterPolicy);
    case T_RuleStmt:
      return Call<::RuleStmt>(execution, statement, CreateRule);
    case T_CommentStmt:
      return Call<::CommentStmt>(execution, statement, Comment);
    case T_SecLabelStmt:
      return Call<::SecLabelStmt>(execution, statement, SetSecurityLabel);
    case T_CreateStatsStmt:
      return Call<::CreateStatsStmt>(execution, statement, CreateStatistics);
    case T_CreatePublicationStmt:
      return Call<::CreatePublicationStmt>(execution, statement, CreatePublication);
    case T_AlterPublicationStmt:
      return Call<::AlterPublicationStmt>(execution, statement, AlterPublication);
    case T_LockStmt:
      return Call<::LockStmt>(execution, statement, LockTable);
    case T_VacuumStmt:
      return Call<::VacuumStmt>(execution, statement, Vacuum);
    case T_ClusterStmt:
      return Call<::ClusterStmt>(execution, statement, Cluster);
    case T_SelectStmt:
      return Call<::SelectStmt>(execution, statement, Query);
    case T_InsertStmt:
      return Call<::InsertStmt>(execution, statement, Insert);
    case T_UpdateStmt:
      return Call<::UpdateStmt>(execution, statement, Update);
    case T_DeleteStmt:
      return Call<::DeleteStmt>(execution, statement, Delete);
    case T_MergeStmt:
      return Call<::MergeStmt>(execution, statement, Merge);
    case T_ExplainStmt:
      return Call<::ExplainStmt>(execution, statement, Explain);
    case T_CopyStmt:
      return Call<::CopyStmt>(execution, statement, Copy);
    case T_VariableSetStmt:
      return Call<::VariableSetStmt>(execution, statement, SetVariable);
    case T_DiscardStmt:
      return Call<::DiscardStmt>(execution, statement, Discard);
    case T_TransactionStmt:
      return Call<::TransactionStmt>(execution, statement, Transaction);
    case T_ImportForeignSchemaStmt:
      return execution.catalog().NoteUntoldObjects();
    case T_CreateCastStmt:
      return execution.catalog().NoteCast();
    default:
      return;
  }
}

}  // namespace

void ExecuteStatement(Execution& execution, const ::Node& statement) {
  const Syntax newest = NewestSyntax(statement);
  // Carried out all the same, so that later statements find what it makes.
  Dispatch(execution, statement);
  if (newest.since <= execution.pg_version()) return;
  execution.record().failure =
      Failure{.sqlstate = "42601",
              .message = "syntax error: " + std::string(newest.name) + " is there from PostgreSQL " +
                         std::to_string(newest.since) + " on"};
}

}  // namespace lockstep::model
