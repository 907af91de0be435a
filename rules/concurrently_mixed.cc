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

// DDL or DML that would be applied although a failure of the other statement leaves the file half done.
bool IsOtherChange(const model::StatementRecord& statement) {
  if (statement.statement->node == nullptr || Refuses(statement)) return false;
  switch (sql::TagOf(statement.statement->node)) {
    case T_VariableSetStmt:
    case T_VariableShowStmt:
    case T_TransactionStmt:
    case T_SelectStmt:
    case T_DiscardStmt:
      return false;
    default:
      return true;
  }
}

std::string_view WhatItIs(const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_IndexStmt:
      return "CREATE INDEX CONCURRENTLY";
    case T_DropStmt:
      return "DROP INDEX CONCURRENTLY";
    case T_ReindexStmt:
      return "this REINDEX";
    case T_AlterTableStmt:
      return "DETACH PARTITION CONCURRENTLY";
    case T_VacuumStmt:
      return "VACUUM";
    default:
      return "this statement";
  }
}

// Who puts the statement into a transaction block.
std::string WhereItRuns(model::Runner runner) {
  if (runner == model::Runner::kGolangMigrate) {
    return "golang-migrate sends the file as one string, which PostgreSQL runs as one transaction";
  }
  if (runner == model::Runner::kLockstep || runner == model::Runner::kPsql)
    return "it stands between BEGIN and COMMIT";
  return fmt::format("{} runs the file in a transaction", model::RunnerName(runner));
}

void Check(lint::RuleContext& context) {
  const model::StatementRecord& statement = context.statement();
  if (!Refuses(statement) || statement.statement->node == nullptr) return;
  const std::string_view what = WhatItIs(*statement.statement->node);
  constexpr std::string_view kHelp = "move it to a migration of its own, without BEGIN and COMMIT";
  if (statement.in_transaction_block) {
    context
        .Report(fmt::format("{} cannot run inside a transaction block, and fails here: {}", what,
                            WhereItRuns(context.file().runner)))
        .Help(std::string(kHelp));
    return;
  }
  const auto& statements = context.file().statements;
  const auto other = std::find_if(statements.begin(), statements.end(), IsOtherChange);
  if (other == statements.end()) return;
  context
      .Report(fmt::format("{} cannot run in a transaction, so that this file is not atomic: a failure leaves "
                          "half of it behind",
                          what))
      .Help(std::string(kHelp));
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
