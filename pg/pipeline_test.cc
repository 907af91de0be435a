// SPDX-License-Identifier: Apache-2.0
// What a real server answers to pipelines.
#include "pg/pipeline.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "pg/error.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using namespace std::chrono_literals;

class PipelineTest : public PostgresTest {
 protected:
  static TransactionStatus StatusOf(const PipelineReply& reply) {
    return std::get<PipelineSynced>(reply).status;
  }
  static bool IsResult(const PipelineReply& reply) { return std::holds_alternative<Result>(reply); }
  static bool IsAborted(const PipelineReply& reply) { return std::holds_alternative<PipelineAborted>(reply); }
};

TEST_F(PipelineTest, AnswersInOrder) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  pipeline.Send("BEGIN");
  pipeline.Send("CREATE TABLE t (a int)");
  pipeline.Send("INSERT INTO t SELECT generate_series(1, $1::int) RETURNING a", {"3"});
  pipeline.Send("COMMIT");
  pipeline.Sync();
  EXPECT_EQ(pipeline.pending(), 5U);
  EXPECT_EQ(std::get<Result>(pipeline.Next()).command_tag(), "BEGIN");
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kActive) << "not known before the Sync";
  EXPECT_EQ(std::get<Result>(pipeline.Next()).command_tag(), "CREATE TABLE");
  EXPECT_EQ(std::get<Result>(pipeline.Next()).rows(), 3U);
  EXPECT_EQ(std::get<Result>(pipeline.Next()).command_tag(), "COMMIT");
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kIdle);
  EXPECT_EQ(pipeline.pending(), 0U);
}

TEST_F(PipelineTest, AFailureAbortsTheRestAndLeavesTheTransactionFailed) {
  Connection connection = Connect();
  {
    Pipeline pipeline(connection);
    for (const char* sql : {"BEGIN", "CREATE TABLE t ()", "SELECT 1/0", "CREATE TABLE u ()", "COMMIT"})
      pipeline.Send(sql);
    pipeline.Sync();
    EXPECT_TRUE(IsResult(pipeline.Next()));
    EXPECT_TRUE(IsResult(pipeline.Next()));
    EXPECT_EQ(std::get<DatabaseError>(pipeline.Next()).sqlstate(), "22012");
    EXPECT_TRUE(IsAborted(pipeline.Next()));
    EXPECT_TRUE(IsAborted(pipeline.Next())) << "COMMIT was not run";
    EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kFailed);
  }
  connection.Execute("ROLLBACK");
  EXPECT_TRUE(connection.Query("SELECT to_regclass('t') IS NULL").Bool(0, 0));
}

TEST_F(PipelineTest, GoesOnAfterTheSync) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  pipeline.Send("SELECT 1/0");
  pipeline.Sync();
  pipeline.Send("SELECT 2");
  pipeline.Sync();
  EXPECT_TRUE(std::holds_alternative<DatabaseError>(pipeline.Next()));
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kActive) << "the next statement was sent already";
  EXPECT_EQ(std::get<Result>(pipeline.Next()).Int64(0, 0), 2);
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kIdle);
}

TEST_F(PipelineTest, StatementsBetweenSyncsAreOneTransaction) {
  Connection connection = Connect();
  connection.Execute("CREATE TABLE t (a int)");
  {
    Pipeline pipeline(connection);
    pipeline.Send("INSERT INTO t VALUES (1)");
    pipeline.Send("SELECT 1/0");
    pipeline.Sync();
    pipeline.Send("CREATE INDEX CONCURRENTLY ON t (a)");
    pipeline.Sync();
    for (int i = 0; i < 3; ++i) pipeline.Next();
    EXPECT_TRUE(IsResult(pipeline.Next())) << "alone between two Syncs it is in no transaction block";
    pipeline.Next();
  }
  EXPECT_EQ(connection.Query("SELECT count(*) FROM t").Int64(0, 0), 0);
}

TEST_F(PipelineTest, AnswersBeforeTheSync) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  pipeline.Send("BEGIN");
  pipeline.Send("SELECT 1");
  EXPECT_TRUE(IsResult(pipeline.Next()));
  EXPECT_EQ(std::get<Result>(pipeline.Next()).Int64(0, 0), 1);
  pipeline.Send("COMMIT");
  pipeline.Sync();
  EXPECT_TRUE(IsResult(pipeline.Next()));
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kIdle);
}

TEST_F(PipelineTest, TwentyMegabytesOfStatementsDoNotDeadlock) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  const std::string text(1000, 'x');  // comes back, so that both directions fill up
  constexpr int kStatements = 20'000;
  for (int i = 0; i < kStatements; ++i) pipeline.Send("SELECT '" + text + "'");
  pipeline.Sync();
  for (int i = 0; i < kStatements; ++i) {
    const PipelineReply reply = pipeline.Next();
    ASSERT_TRUE(IsResult(reply));
    ASSERT_EQ(std::get<Result>(reply).Text(0, 0), text);
  }
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kIdle);
}

TEST_F(PipelineTest, RowsThatNobodyWantsAreDropped) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  pipeline.Send("SELECT generate_series(1, 1000)", {}, Rows::kDiscard);
  pipeline.Send("SELECT 7");
  pipeline.Send("SELECT 1/a FROM generate_series(3, 0, -1) a", {}, Rows::kDiscard);
  pipeline.Send("SELECT 8", {}, Rows::kDiscard);
  pipeline.Sync();
  const PipelineReply first = pipeline.Next();
  EXPECT_EQ(std::get<Result>(first).rows(), 0U);
  EXPECT_EQ(std::get<Result>(first).command_tag(), "SELECT 1000");
  EXPECT_EQ(std::get<Result>(pipeline.Next()).Int64(0, 0), 7);
  EXPECT_EQ(std::get<DatabaseError>(pipeline.Next()).sqlstate(), "22012") << "an error after rows";
  EXPECT_TRUE(IsAborted(pipeline.Next()));
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kIdle);
}

TEST_F(PipelineTest, NoticesComeWithTheirStatement) {
  Connection connection = Connect();
  std::vector<std::string> notices;
  connection.set_notice_handler([&](const ServerMessage& notice) { notices.push_back(notice.message); });
  Pipeline pipeline(connection);
  pipeline.Send("DO $$ BEGIN RAISE NOTICE 'first'; END $$");
  pipeline.Send("DO $$ BEGIN RAISE NOTICE 'second'; END $$");
  pipeline.Sync();
  std::this_thread::sleep_for(100ms);  // both have arrived
  pipeline.Next();
  EXPECT_EQ(notices, std::vector<std::string>({"first"}));
  pipeline.Next();
  EXPECT_EQ(notices, std::vector<std::string>({"first", "second"}));
  pipeline.Next();
}

TEST_F(PipelineTest, LeavesTheConnectionUsableWhenItIsGivenUp) {
  Connection connection = Connect();
  {
    Pipeline pipeline(connection);
    pipeline.Send("BEGIN");
    pipeline.Send("SELECT pg_sleep(60)");
    pipeline.Send("COMMIT");
    pipeline.Next();
  }
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kFailed);
  connection.Execute("ROLLBACK");
  EXPECT_TRUE(connection.Query("SELECT true").Bool(0, 0));
}

TEST_F(PipelineTest, AnInterruptCancelsWhatRuns) {
  Interrupt interrupt;
  Connection connection = Connect({.interrupt = &interrupt});
  Pipeline pipeline(connection);
  pipeline.Send("BEGIN");
  pipeline.Send("SELECT pg_sleep(60)");
  pipeline.Send("COMMIT");
  pipeline.Sync();
  pipeline.Next();
  interrupt.Raise();
  EXPECT_TRUE(std::get<DatabaseError>(pipeline.Next()).IsCanceled());
  EXPECT_TRUE(IsAborted(pipeline.Next()));
  EXPECT_EQ(StatusOf(pipeline.Next()), TransactionStatus::kFailed);
}

TEST_F(PipelineTest, ThrowsWhenTheSessionEnds) {
  Connection connection = Connect();
  Pipeline pipeline(connection);
  pipeline.Send("BEGIN");
  pipeline.Send("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)");
  pipeline.Send("COMMIT");
  pipeline.Sync();
  EXPECT_TRUE(IsResult(pipeline.Next()));
  try {
    pipeline.Next();
    ADD_FAILURE() << "not lost";
  } catch (const DatabaseError& error) {
    EXPECT_TRUE(error.ConnectionLost());
    EXPECT_EQ(error.sqlstate(), "57P01");
  }
  EXPECT_THROW(pipeline.Next(), DatabaseError) << "and goes on throwing";
}

TEST_F(PipelineTest, CopyEndsTheConnection) {
  for (const char* copy : {"COPY pg_class TO STDOUT", "COPY t FROM STDIN"}) {
    Connection connection = Connect();
    connection.Execute("CREATE TABLE IF NOT EXISTS t (a int)");
    {
      Pipeline pipeline(connection);
      pipeline.Send("BEGIN");
      pipeline.Send(copy);
      pipeline.Send("COMMIT");
      pipeline.Sync();
      EXPECT_TRUE(IsResult(pipeline.Next()));
      EXPECT_THROW(pipeline.Next(), DatabaseError);
      EXPECT_FALSE(connection.ok());
    }
    EXPECT_THROW(connection.Execute("SELECT 1"), DatabaseError);
  }
}

}  // namespace
}  // namespace lockstep::pg
