// SPDX-License-Identifier: Apache-2.0
// Runs the SQL blocks of every runbook page on a server: what a page calls safe has to work, up, down and up
// again, and what it calls unsafe has to run, or to fail as the page says.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/transactionality.h"
#include "pg/testing/test_database.h"
#include "rules/testing/runbook.h"
#include "sql/script.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> StatementsOf(const sql::Script& script) {
  std::vector<std::string> statements;
  for (const sql::Statement& statement : script.statements())
    statements.emplace_back(script.file().Text(statement.span));
  return statements;
}

bool RefusesTransaction(const sql::Script& script) {
  const auto statements = script.statements();
  return std::any_of(statements.begin(), statements.end(), [](const sql::Statement& statement) {
    return statement.node != nullptr &&
           model::TransactionalityOf(*statement.node) == model::Transactionality::kRefused;
  });
}

// What the server answers: its SQLSTATE and message, or nothing.
struct Answer {
  std::string sqlstate = {};
  std::string message = {};
};

Answer Execute(pg::Connection& connection, const std::vector<std::string>& statements) {
  try {
    for (const std::string& statement : statements) connection.Execute(statement);
  } catch (const pg::DatabaseError& error) {
    return {error.sqlstate(), error.what()};
  }
  return {};
}

Answer ExecuteInTransaction(pg::Connection& connection, std::vector<std::string> statements) {
  statements.insert(statements.begin(), "BEGIN");
  statements.emplace_back("COMMIT");
  Answer answer = Execute(connection, statements);
  if (!answer.sqlstate.empty()) connection.Execute("ROLLBACK");
  return answer;
}

// As a runner does: in one transaction, or what refuses one outside of any.
Answer ExecuteFile(pg::Connection& connection, std::string name, std::string sql) {
  const auto file = sql::SourceFile::FromText(std::move(name), std::move(sql));
  const auto script = sql::Script::Parse(file);
  return RefusesTransaction(script) ? Execute(connection, StatementsOf(script))
                                    : ExecuteInTransaction(connection, StatementsOf(script));
}

class RunbookOnServer : public pg::PostgresTest, public testing::WithParamInterface<fs::path> {
 protected:
  void SetUp() override {
    pg::PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    runbook_ = ReadRunbook(GetParam());
  }

  // A database with the page's setup.
  std::unique_ptr<pg::TestDatabase> MakeDatabase() const {
    auto database = std::make_unique<pg::TestDatabase>(cluster());
    database->Connect().Execute(runbook_.setup);
    return database;
  }

  std::string At(size_t line) const { return fmt::format("{}:{}", GetParam().string(), line); }

  void Run(pg::Connection& connection, const GoodFile& file) const {
    const Answer answer = ExecuteFile(connection, file.name, file.sql);
    EXPECT_EQ(answer.sqlstate, "") << At(file.line) << ": " << answer.message;
  }

  Runbook runbook_;
};

TEST_P(RunbookOnServer, RunsUnsafeFormsOrFailsAsItSays) {
  for (const BadBlock& bad : runbook_.bad) {
    SCOPED_TRACE(At(bad.line));
    const auto file = sql::SourceFile::FromText("bad.sql", bad.sql);
    const std::vector<std::string> statements = StatementsOf(sql::Script::Parse(file));
    const auto first = MakeDatabase();
    const auto second = MakeDatabase();
    pg::Connection together = first->Connect();
    pg::Connection one_by_one = second->Connect();
    const Answer in_transaction = ExecuteInTransaction(together, statements);
    const Answer alone = Execute(one_by_one, statements);
    EXPECT_TRUE(in_transaction.sqlstate == bad.fails || alone.sqlstate == bad.fails)
        << "in one transaction: " << in_transaction.message << "\none by one: " << alone.message;
  }
}

TEST_P(RunbookOnServer, GoesUpDownAndUpAgain) {
  const auto database = MakeDatabase();
  pg::Connection connection = database->Connect();
  for (const GoodFile& up : runbook_.ups) Run(connection, up);
  for (auto down = runbook_.downs.rbegin(); down != runbook_.downs.rend(); ++down) Run(connection, *down);
  for (const GoodFile& up : runbook_.ups) Run(connection, up);
  for (const std::string& query : runbook_.queries) {
    const Answer answer = Execute(connection, {query});
    EXPECT_EQ(answer.sqlstate, "") << query << answer.message;
  }
}

std::string TestName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Runbooks, RunbookOnServer,
                         testing::ValuesIn(RunbookPages(fs::path(LOCKSTEP_SOURCE_DIR) / "runbooks")),
                         TestName);

}  // namespace
}  // namespace lockstep::rules
