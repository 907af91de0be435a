// SPDX-License-Identifier: Apache-2.0
// Transactions that end well, badly, and unknown.
#include "pg/transaction.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

#include "pg/error.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

class TransactionTest : public PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    connection_.emplace(Connect());
    connection_->Execute("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)");
  }
  void TearDown() override {
    connection_.reset();
    PostgresTest::TearDown();
  }

  int64_t CommittedRows() { return Connect().Query("SELECT count(*) FROM t").Int64(0, 0); }

  // How committing fails.
  static std::optional<DatabaseError> CommitFailure(Transaction& transaction) {
    try {
      transaction.Commit();
    } catch (const DatabaseError& error) {
      return error;
    }
    return std::nullopt;
  }

  std::optional<Connection> connection_;
};

TEST_F(TransactionTest, CommitsWhenTold) {
  Transaction transaction(*connection_);
  connection_->Execute("INSERT INTO t VALUES (1)");
  EXPECT_EQ(CommittedRows(), 0);
  transaction.Commit();
  EXPECT_EQ(CommittedRows(), 1);
  EXPECT_EQ(connection_->transaction_status(), TransactionStatus::kIdle);
}

TEST_F(TransactionTest, RollsBackAtTheEndOfItsScope) {
  EXPECT_THROW(
      {
        Transaction transaction(*connection_);
        connection_->Execute("INSERT INTO t VALUES (1)");
        throw std::runtime_error("something else");
      },
      std::runtime_error);
  EXPECT_EQ(connection_->transaction_status(), TransactionStatus::kIdle);
  EXPECT_EQ(CommittedRows(), 0);
}

TEST_F(TransactionTest, RollsBackAfterAFailedStatement) {
  {
    Transaction transaction(*connection_);
    EXPECT_THROW(connection_->Execute("SELECT 1/0"), DatabaseError);
  }
  EXPECT_EQ(connection_->transaction_status(), TransactionStatus::kIdle);
}

TEST_F(TransactionTest, BeginsAsTold) {
  Transaction transaction(*connection_, "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY");
  EXPECT_EQ(connection_->Query("SHOW transaction_isolation").Text(0, 0), "serializable");
  EXPECT_THROW(connection_->Execute("INSERT INTO t VALUES (1)"), DatabaseError);
}

TEST_F(TransactionTest, DoesNotTakeARollbackForACommit) {
  Transaction transaction(*connection_);
  EXPECT_THROW(connection_->Execute("SELECT 1/0"), DatabaseError);
  const auto error = CommitFailure(transaction);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->failure(), Failure::kStatement);
  EXPECT_EQ(error->sqlstate(), "25P02");
}

TEST_F(TransactionTest, ReportsADeferredConstraintAtCommit) {
  Transaction transaction(*connection_);
  connection_->Execute("INSERT INTO t VALUES (1), (1)");
  const auto error = CommitFailure(transaction);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->failure(), Failure::kStatement);
  EXPECT_EQ(error->sqlstate(), "23505");
  EXPECT_EQ(connection_->transaction_status(), TransactionStatus::kIdle);
}

TEST_F(TransactionTest, DoesNotKnowWhetherACommitSucceededThatNobodyAnswered) {
  // A deferred trigger makes COMMIT last, and ends the session in it.
  connection_->Execute(
      "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(10); RETURN NULL; END $$; "
      "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION die()");
  Transaction transaction(*connection_);
  connection_->Execute("INSERT INTO t VALUES (1)");
  const auto error = CommitFailure(transaction);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->failure(), Failure::kCommitUnknown);
  EXPECT_TRUE(error->ConnectionLost());
  EXPECT_EQ(error->sqlstate(), "57P01");
}

TEST_F(TransactionTest, EndsQuietlyWithALostConnection) {
  Transaction transaction(*connection_);
  Connect().Query("SELECT pg_terminate_backend($1, 10000)",
                  {std::to_string(connection_->reported_backend_pid())});
}

TEST_F(TransactionTest, RollsBackInSpiteOfAnInterrupt) {
  Interrupt interrupt;
  connection_->set_waiting({.interrupt = &interrupt});
  {
    Transaction transaction(*connection_);
    connection_->Execute("INSERT INTO t VALUES (1)");
    interrupt.Raise();
  }
  EXPECT_EQ(connection_->transaction_status(), TransactionStatus::kIdle);
  EXPECT_EQ(connection_->waiting().interrupt, &interrupt);
}

}  // namespace
}  // namespace lockstep::pg
