// SPDX-License-Identifier: Apache-2.0
// Statements, their results, errors and notices, over a real connection.
#include "pg/connection.h"

#include <gmock/gmock.h>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "pg/error.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConnectionTest : public PostgresTest {
 protected:
  // What running the SQL throws.
  static DatabaseError ErrorOf(Connection& connection, std::string_view sql) {
    try {
      connection.Execute(sql);
    } catch (const DatabaseError& error) {
      return error;
    }
    ADD_FAILURE() << "succeeded: " << sql;
    return DatabaseError(Failure::kStatement, "none");
  }
};

TEST_F(ConnectionTest, AnswersParameterisedQueries) {
  Connection connection = Connect();
  const Result result =
      connection.Query("SELECT $1::int + 1 AS sum, $2::text IS NULL, NULL", {"41", std::nullopt});
  ASSERT_EQ(result.rows(), 1U);
  ASSERT_EQ(result.columns(), 3U);
  EXPECT_EQ(result.ColumnName(0), "sum");
  EXPECT_EQ(result.Int64(0, 0), 42);
  EXPECT_TRUE(result.Bool(0, 1));
  EXPECT_EQ(result.OptionalText(0, 2), std::nullopt);
  EXPECT_EQ(result.command_tag(), "SELECT 1");
}

TEST_F(ConnectionTest, ReadsTheWholeRangeOfIntegers) {
  Connection connection = Connect();
  const Result result = connection.Query("SELECT -9223372036854775808, 9223372036854775807");
  EXPECT_EQ(result.Int64(0, 0), INT64_MIN);
  EXPECT_EQ(result.Int64(0, 1), INT64_MAX);
}

TEST_F(ConnectionTest, RefusesToReadAValueAsAnotherType) {
  Connection connection = Connect();
  const Result result =
      connection.Query("SELECT 'abc' AS word, NULL AS nothing, 9223372036854775808 AS huge");
  EXPECT_THROW(result.Int64(0, 0), DatabaseError);
  EXPECT_THROW(result.Bool(0, 0), DatabaseError);
  EXPECT_THROW(result.Text(0, 1), DatabaseError);
  EXPECT_THROW(result.Int64(0, 2), DatabaseError);
}

TEST_F(ConnectionTest, RunsSeveralStatementsAsOneImplicitTransaction) {
  Connection connection = Connect();
  EXPECT_EQ(connection.Execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)").affected_rows(), 2);
  EXPECT_EQ(ErrorOf(connection, "INSERT INTO t VALUES (3); SELECT 1/0; SELECT 1").sqlstate(), "22012");
  EXPECT_EQ(connection.Query("SELECT count(*) FROM t").Int64(0, 0), 2);
}

TEST_F(ConnectionTest, TakesAnEmptyString) {
  Connection connection = Connect();
  EXPECT_EQ(connection.Execute("").command_tag(), "");
  EXPECT_EQ(connection.Execute(" -- nothing\n;").command_tag(), "");
  EXPECT_EQ(connection.Query("").command_tag(), "");
}

TEST_F(ConnectionTest, GivesEveryFieldOfAnError) {
  Connection connection = Connect();
  connection.Execute("CREATE SCHEMA s; CREATE TABLE s.t (a int CONSTRAINT positive CHECK (a > 0))");
  const DatabaseError violation = ErrorOf(connection, "INSERT INTO s.t VALUES (-1)");
  EXPECT_EQ(violation.failure(), Failure::kStatement);
  EXPECT_EQ(violation.fields().severity, "ERROR");
  EXPECT_EQ(violation.sqlstate(), "23514");
  EXPECT_EQ(violation.message(), "new row for relation \"t\" violates check constraint \"positive\"");
  EXPECT_EQ(violation.detail(), "Failing row contains (-1).");
  EXPECT_EQ(violation.fields().schema, "s");
  EXPECT_EQ(violation.fields().table, "t");
  EXPECT_EQ(violation.fields().constraint, "positive");
  EXPECT_STREQ(violation.what(),
               "ERROR 23514: new row for relation \"t\" violates check constraint \"positive\"");

  const DatabaseError raised = ErrorOf(
      connection,
      "DO $$ BEGIN RAISE 'm' USING detail = 'd', hint = 'h', column = 'c', datatype = 'int4'; END $$");
  EXPECT_EQ(raised.message(), "m");
  EXPECT_EQ(raised.detail(), "d");
  EXPECT_EQ(raised.hint(), "h");
  EXPECT_EQ(raised.fields().column, "c");
  EXPECT_EQ(raised.fields().data_type, "int4");
  EXPECT_THAT(raised.context(), HasSubstr("PL/pgSQL function inline_code_block line 1 at RAISE"));

  const DatabaseError internal = ErrorOf(connection, "DO $$ BEGIN EXECUTE 'SELECT nothing'; END $$");
  EXPECT_EQ(internal.fields().internal_query, "SELECT nothing");
  EXPECT_EQ(internal.fields().internal_position, 8);
  EXPECT_EQ(internal.position(), 0);
}

TEST_F(ConnectionTest, CountsErrorPositionsInCharacters) {
  Connection connection = Connect();
  EXPECT_EQ(ErrorOf(connection, "SELECT nothing").position(), 8);
  EXPECT_EQ(ErrorOf(connection, "SELECT 'äöü€😀', nothing").position(), 17);
}

TEST_F(ConnectionTest, SpeaksUtf8WhateverTheEnvironmentSays) {
  ::setenv("PGCLIENTENCODING", "LATIN1", 1);
  Connection connection = Connect();
  ::unsetenv("PGCLIENTENCODING");
  EXPECT_EQ(connection.parameter("client_encoding"), "UTF8");
  EXPECT_EQ(connection.Query("SELECT length('ä€')").Int64(0, 0), 2);
}

TEST_F(ConnectionTest, TellsKindsOfErrorsApart) {
  Connection connection = Connect();
  connection.Execute("CREATE TABLE t (a int)");
  Connection other = Connect();
  other.Execute("BEGIN; LOCK TABLE t");
  EXPECT_TRUE(ErrorOf(connection, "SET lock_timeout = '10ms'; LOCK TABLE t").IsLockTimeout());
  EXPECT_TRUE(ErrorOf(connection, "SET statement_timeout = '10ms'; SELECT pg_sleep(10)").IsCanceled());
  EXPECT_TRUE(ErrorOf(connection, "BEGIN READ ONLY; CREATE TABLE u ()").IsReadOnly());
  connection.Execute("ROLLBACK");
  EXPECT_TRUE(ErrorOf(connection, "BEGIN; VACUUM").RefusesTransactionBlock());
  connection.Execute("ROLLBACK");
  EXPECT_TRUE(ErrorOf(connection, "SET ROLE pg_monitor; CREATE SCHEMA s").LacksPrivilege());
}

TEST_F(ConnectionTest, RecognisesADeadlock) {
  Connection connection = Connect();
  connection.Execute("CREATE TABLE t (); CREATE TABLE u ()");
  Connection other = Connect();
  other.Execute("BEGIN; SET LOCAL deadlock_timeout = '1h'; LOCK TABLE t");
  connection.Execute("BEGIN; SET LOCAL deadlock_timeout = '10ms'; LOCK TABLE u");
  std::thread waiter([&] { other.Execute("LOCK TABLE u"); });
  const DatabaseError error = ErrorOf(connection, "SELECT pg_sleep(0.2); LOCK TABLE t");
  connection.Execute("ROLLBACK");
  waiter.join();
  EXPECT_TRUE(error.IsDeadlock()) << error.what();
}

TEST_F(ConnectionTest, RefusesANulCharacterInsteadOfSendingHalf) {
  Connection connection = Connect();
  EXPECT_EQ(ErrorOf(connection, std::string_view("SELECT 1; \0 SELECT 2", 20)).sqlstate(), "22021");
  EXPECT_THROW(connection.Query("SELECT $1::text", {std::string("a\0b", 3)}), DatabaseError);
  EXPECT_TRUE(connection.Query("SELECT true").Bool(0, 0));
}

TEST_F(ConnectionTest, RefusesCopyAndStaysUsable) {
  Connection connection = Connect();
  connection.Execute("CREATE TABLE t (a int)");
  EXPECT_THAT(ErrorOf(connection, "COPY t FROM STDIN").what(), HasSubstr("no data came with the statement"));
  EXPECT_EQ(ErrorOf(connection, "COPY (SELECT generate_series(1, 100000)) TO STDOUT").sqlstate(), "0A000");
  EXPECT_EQ(connection.Query("SELECT count(*) FROM t").Int64(0, 0), 0);
}

TEST_F(ConnectionTest, HandsNoticesToTheHandlerBeforeTheResult) {
  Connection connection = Connect();
  std::vector<std::string> events;
  connection.set_notice_handler(
      [&](const ServerMessage& notice) { events.push_back(notice.severity + ": " + notice.message); });
  connection.Execute("DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two'; END $$");
  events.push_back("result");
  connection.Execute("DROP TABLE IF EXISTS missing");
  EXPECT_THAT(events, ElementsAre("NOTICE: one", "WARNING: two", "result",
                                  "NOTICE: table \"missing\" does not exist, skipping"));
}

TEST_F(ConnectionTest, HandsNoticesOnWhileTheStatementRuns) {
  Connection connection = Connect();
  std::optional<std::chrono::steady_clock::time_point> heard;
  connection.set_notice_handler([&](const ServerMessage&) { heard = std::chrono::steady_clock::now(); });
  connection.Execute("DO $$ BEGIN RAISE NOTICE 'progress'; PERFORM pg_sleep(1); END $$");
  ASSERT_TRUE(heard);
  EXPECT_GT(std::chrono::steady_clock::now() - *heard, std::chrono::milliseconds(500));
}

TEST_F(ConnectionTest, KeepsItsNoticesWhenMoved) {
  std::vector<std::string> notices;
  Connection first = Connect();
  first.set_notice_handler([&](const ServerMessage& notice) { notices.push_back(notice.message); });
  Connection second = std::move(first);
  second.Execute("DROP TABLE IF EXISTS missing");
  EXPECT_EQ(notices.size(), 1U);
}

TEST_F(ConnectionTest, QuotesIdentifiersAndLiterals) {
  Connection connection = Connect();
  EXPECT_EQ(connection.QuoteIdentifier("we\"ird Näme"), "\"we\"\"ird Näme\"");
  EXPECT_EQ(connection.QuoteLiteral("it's"), "'it''s'");
  EXPECT_EQ(connection.Execute("SELECT " + connection.QuoteLiteral("a\\b'c")).Text(0, 0), "a\\b'c");
  EXPECT_THROW(connection.QuoteLiteral("\xff"), DatabaseError);
}

TEST_F(ConnectionTest, KnowsItsSession) {
  Connection connection = Connect();
  EXPECT_EQ(connection.server_version(), connection.Query("SHOW server_version_num").Int64(0, 0));
  EXPECT_EQ(connection.reported_backend_pid(), connection.Query("SELECT pg_backend_pid()").Int64(0, 0));
  EXPECT_EQ(connection.Query("SHOW application_name").Text(0, 0), "lockstep");
  EXPECT_EQ(connection.parameter("server_encoding"), "UTF8");
  EXPECT_EQ(connection.parameter("no_such_parameter"), "");
}

TEST_F(ConnectionTest, TellsTheTransactionsState) {
  Connection connection = Connect();
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kIdle);
  connection.Execute("BEGIN");
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kInTransaction);
  ErrorOf(connection, "SELECT 1/0");
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kFailed);
  connection.Execute("ROLLBACK");
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kIdle);
}

TEST_F(ConnectionTest, SaysThatTheSessionWasTerminated) {
  Connection connection = Connect();
  Connection other = Connect();
  Waiting waiting;
  waiting.tick = std::chrono::milliseconds(50);
  waiting.on_tick = [&] {
    other.Query("SELECT pg_terminate_backend($1)", {std::to_string(connection.reported_backend_pid())});
  };
  connection.set_waiting(waiting);
  const DatabaseError error = ErrorOf(connection, "SELECT pg_sleep(60)");
  EXPECT_TRUE(error.ConnectionLost());
  EXPECT_EQ(error.sqlstate(), "57P01");
  EXPECT_TRUE(ErrorOf(connection, "SELECT 1").ConnectionLost());
  EXPECT_FALSE(connection.ok());
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kUnknown);
}

TEST_F(ConnectionTest, SaysThatTheServerIsGone) {
  TemporaryCluster own;
  Connection connection = Connection::Open(own.Database());
  bool stopped = false;
  connection.set_waiting({.tick = std::chrono::milliseconds(50), .on_tick = [&] {
                            if (!std::exchange(stopped, true)) own.Stop(StopMode::kImmediate);
                          }});
  EXPECT_TRUE(ErrorOf(connection, "SELECT pg_sleep(60)").ConnectionLost());
  EXPECT_TRUE(ErrorOf(connection, "SELECT 1").ConnectionLost());
}

TEST_F(ConnectionTest, NoticesAnIdleSessionsEndWithTheNextStatement) {
  Connection connection = Connect();
  Connect().Query("SELECT pg_terminate_backend($1, 10000)",
                  {std::to_string(connection.reported_backend_pid())});
  const DatabaseError error = ErrorOf(connection, "SELECT 1");
  EXPECT_TRUE(error.ConnectionLost());
  EXPECT_EQ(error.sqlstate(), "57P01");
}

}  // namespace
}  // namespace lockstep::pg
