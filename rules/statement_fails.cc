// SPDX-License-Identifier: Apache-2.0
// MIG032: flags statements that PostgreSQL refuses whatever rows there are.
// https://www.postgresql.org/docs/current/errcodes-appendix.html
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

std::string_view HelpForUnsupported(const ::Node* statement) {
  switch (sql::TagOf(statement)) {
    case T_IndexStmt:
      return "CREATE INDEX … ON ONLY the parent, CREATE INDEX CONCURRENTLY on each partition, then ALTER "
             "INDEX … ATTACH "
             "PARTITION; a unique index has to hold the partition key";
    case T_DropStmt:
      return "DROP INDEX CONCURRENTLY takes one index that is not partitioned, without CASCADE";
    case T_ReindexStmt:
      return "REINDEX it without CONCURRENTLY, at a quiet time";
    default:
      return "do it without what PostgreSQL does not support here: a view or trigger that is in the way is "
             "dropped before "
             "and made again after, in the same transaction";
  }
}

std::string_view HelpFor(const ::Node* statement, std::string_view sqlstate) {
  if (sqlstate == "0A000") return HelpForUnsupported(statement);
  if (sqlstate == "2BP01") {
    return "an index of a constraint goes with ALTER TABLE … DROP CONSTRAINT; else drop what depends on it "
           "first, by name, "
           "so that the reader sees it";
  }
  if (sqlstate == "42601")
    return "write it for the server's version, or say --pg-version if the server is newer";
  if (sqlstate == "42P07" || sqlstate == "42701" || sqlstate == "42710" || sqlstate == "42723" ||
      sqlstate == "42P16")
    return "an earlier migration has made it: remove the statement, or choose another name";
  if (sqlstate == "42P01" || sqlstate == "42703" || sqlstate == "42704" || sqlstate == "42883" ||
      sqlstate == "3F000")
    return "check the name; what no migration makes is told with --schema";
  if (sqlstate == "55000")
    return "detach without CONCURRENTLY, at a quiet time, or detach the default partition first";
  return "change the statement: it cannot succeed, whatever the data";
}

// LOCK TABLE and savepoints where each statement commits by itself.
bool LacksTransaction(const model::StatementRecord& statement) {
  return statement.transactionality == model::Transactionality::kRequired && !statement.in_transaction_block;
}

void Check(lint::RuleContext& context) {
  const model::StatementRecord& statement = context.statement();
  const ::Node* node = statement.statement->node;
  if (node == nullptr) return;
  if (LacksTransaction(statement)) {
    context
        .Report(fmt::format(
            "PostgreSQL refuses {} outside of a transaction block (25P01), and {} opens none here",
            sql::As<::LockStmt>(node) != nullptr ? "LOCK TABLE" : "savepoints",
            model::RunnerName(context.file().runner)))
        .Help("put BEGIN before it, and COMMIT after what belongs together");
    return;
  }
  if (!statement.failure) return;
  context
      .Report(fmt::format("PostgreSQL {} refuses this, whatever the data: {} ({})", context.pg_version(),
                          statement.failure->message, statement.failure->sqlstate))
      .Help(std::string(HelpFor(node, statement.failure->sqlstate)));
}

}  // namespace

const lint::Rule kStatementFails{
    {.id = "MIG032",
     .name = "statement-fails",
     .severity = lint::Severity::kError,
     .title = "a statement that PostgreSQL refuses whatever the data",
     .rationale =
         "It fails on production as it does on an empty database, and what comes before it in the file may "
         "stay.",
     .checks_down = true},
    Check};

}  // namespace lockstep::rules
