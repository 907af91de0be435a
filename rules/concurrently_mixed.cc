// SPDX-License-Identifier: Apache-2.0
// MIG007: flags what cannot run in a transaction block where it would be in one, or in one file with other
// changes. https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
#include <fmt/format.h>

#include <algorithm>

#include "model/steps.h"
#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool Refuses(const model::StatementRecord& statement) {
  return statement.transactionality == model::Transactionality::kRefused;
}

std::string_view WhatItIs(const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_IndexStmt:
      return "CREATE INDEX CONCURRENTLY";
    case T_DropStmt:
      return "DROP INDEX CONCURRENTLY";
    case T_ReindexStmt:
      return sql::OptionIsOn(sql::As<::ReindexStmt>(&statement)->params, "concurrently")
                 ? "REINDEX CONCURRENTLY"
                 : "REINDEX of a schema, a database or a partitioned table";
    case T_AlterTableStmt:
      return "DETACH PARTITION CONCURRENTLY";
    case T_VacuumStmt:
      return "VACUUM";
    case T_ClusterStmt:
      return "CLUSTER of all tables or of a partitioned one";
    case T_CreatedbStmt:
      return "CREATE DATABASE";
    case T_DropdbStmt:
      return "DROP DATABASE";
    case T_AlterDatabaseStmt:
      return "ALTER DATABASE … SET TABLESPACE";
    case T_CreateTableSpaceStmt:
      return "CREATE TABLESPACE";
    case T_DropTableSpaceStmt:
      return "DROP TABLESPACE";
    case T_AlterSystemStmt:
      return "ALTER SYSTEM";
    case T_DiscardStmt:
      return "DISCARD ALL";
    case T_CreateSubscriptionStmt:
      return "CREATE SUBSCRIPTION";
    case T_AlterSubscriptionStmt:
      return "ALTER SUBSCRIPTION";
    default:
      return "this statement";
  }
}

bool Begins(const sql::Statement& statement) {
  const auto* control = sql::As<::TransactionStmt>(statement.node);
  return control != nullptr && (control->kind == TRANS_STMT_BEGIN || control->kind == TRANS_STMT_START);
}

// Who puts the statement into a transaction block.
std::string WhereItRuns(const lint::RuleContext& context) {
  const model::StatementRecord& first = context.file().statements[context.facts().FirstOf(context.index())];
  if (Begins(*first.statement)) return "it stands between BEGIN and COMMIT";
  const model::Runner runner = context.file().runner;
  if (runner == model::Runner::kGolangMigrate)
    return "golang-migrate sends the file as one string, which PostgreSQL runs as one transaction";
  return fmt::format("{} runs the file in a transaction", model::RunnerName(runner));
}

std::string HelpFor(model::Runner runner) {
  std::string help = "move it to a migration of its own, without BEGIN and COMMIT";
  if (runner == model::Runner::kGoose) help += ", and with -- +goose NO TRANSACTION";
  if (runner == model::Runner::kDbmate) help += ", and with -- migrate:up transaction:false";
  if (runner == model::Runner::kSqlx) help += ", and with -- no-transaction as its first line";
  return help;
}

void Check(lint::RuleContext& context) {
  const model::StatementRecord& statement = context.statement();
  if (!Refuses(statement) || statement.statement->node == nullptr) return;
  const std::string_view what = WhatItIs(*statement.statement->node);
  if (statement.in_transaction_block) {
    context
        .Report(fmt::format("{} cannot run inside a transaction block, and fails here: {}", what,
                            WhereItRuns(context)))
        .Help(HelpFor(context.file().runner));
    return;
  }
  if (!context.facts().HasOtherChange()) return;
  context
      .Report(fmt::format("{} cannot run in a transaction, so that this file is not atomic: a failure leaves "
                          "half of it behind",
                          what))
      .Help(HelpFor(context.file().runner));
}

}  // namespace

const lint::Rule kConcurrentlyMixed{
    {.id = "MIG007",
     .name = "concurrently-mixed",
     .severity = lint::Severity::kError,
     .title = "a statement that refuses a transaction, inside one or beside other changes",
     .rationale = "CONCURRENTLY forms, VACUUM and their like run outside of transactions: in one they fail, "
                  "beside others they make a file that "
                  "can be left half applied.",
     .checks_down = true},
    Check};

}  // namespace lockstep::rules
