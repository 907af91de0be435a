// SPDX-License-Identifier: Apache-2.0
// Against a real PgBouncer, in each mode, at several sizes of its pool, alone and in a crowd.
#include "pg/pooler.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "pg/error.h"
#include "pg/testing/pg_bouncer.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class PoolerTest : public PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure() || FindPgBouncer()) return;
    constexpr const char* kMissing = "no PgBouncer is installed (Debian: apt-get install pgbouncer)";
    if (std::getenv("CI") != nullptr) FAIL() << kMissing;
    GTEST_SKIP() << kMissing;
  }

  PoolerVerdict Verdict(const ConnectionString& string) {
    Connection connection = Connection::Open(string);
    PoolerVerdict verdict = FindPooler(connection, string);
    EXPECT_EQ(connection.transaction_status(), TransactionStatus::kIdle);
    return verdict;
  }
  PoolerVerdict Verdict(const PgBouncer& bouncer) { return Verdict(bouncer.Database(database().name())); }

  // So many backends lie free in the pool, as in one that is in use.
  std::vector<Connection> Fill(const PgBouncer& bouncer, int size) {
    std::vector<Connection> crowd;
    for (int i = 0; i < size; ++i) {
      crowd.push_back(Connection::Open(bouncer.Database(database().name())));
      crowd.back().Execute("BEGIN; SELECT 1");
    }
    for (Connection& connection : crowd) connection.Execute("COMMIT");
    return crowd;
  }
};

TEST_F(PoolerTest, IsNotFoundWhereTheServerAnswersItself) {
  const PoolerVerdict verdict = Verdict(database().connection_string());
  EXPECT_EQ(verdict.pooling, Pooling::kNone);
  EXPECT_EQ(verdict.message, "");
}

TEST_F(PoolerTest, IsProvenInTransactionModeAtAnySize) {
  for (const int size : {1, 2, 3, 20}) {
    for (const char* order : {"server_round_robin = 0", "server_round_robin = 1"}) {
      const PgBouncer bouncer(cluster(),
                              {.mode = PoolMode::kTransaction, .pool_size = size, .settings = {order}});
      const PoolerVerdict fresh = Verdict(bouncer);
      EXPECT_EQ(fresh.pooling, Pooling::kTransaction) << size << ' ' << order;
      const auto crowd = Fill(bouncer, size);
      for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(Verdict(bouncer).pooling, Pooling::kTransaction) << size << ' ' << order << ", filled";
      }
    }
  }
}

TEST_F(PoolerTest, IsProvenInStatementMode) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kStatement, .pool_size = 2});
  EXPECT_EQ(Verdict(bouncer).pooling, Pooling::kTransaction);
}

TEST_F(PoolerTest, IsOnlyPossibleInSessionMode) {
  for (const int size : {2, 20}) {
    const PgBouncer bouncer(cluster(), {.mode = PoolMode::kSession, .pool_size = size});
    const auto others = Fill(bouncer, size - 2);
    for (int i = 0; i < 20; ++i) {
      const PoolerVerdict verdict = Verdict(bouncer);
      EXPECT_EQ(verdict.pooling, Pooling::kPossible) << size;
      EXPECT_THAT(verdict.message,
                  AllOf(HasSubstr("was not seen to share"), HasSubstr("DATABASE_URL_DIRECT")));
    }
  }
}

TEST_F(PoolerTest, IsOnlyPossibleWhereASecondConnectionGetsNoBackend) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kSession, .pool_size = 1});
  EXPECT_EQ(Verdict(bouncer).pooling, Pooling::kPossible) << "or it waits for the pooler's two minutes";
}

TEST_F(PoolerTest, IsOnlyPossibleWhereASecondConnectionIsRefused) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kTransaction, .settings = {"max_client_conn = 1"}});
  EXPECT_EQ(Verdict(bouncer).pooling, Pooling::kPossible);
}

TEST_F(PoolerTest, RefusalSaysWhatIsInTheWayAndWhatToDo) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kTransaction});
  const DatabaseError error = PoolerRefused(Verdict(bouncer));
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(),
              AllOf(HasSubstr("transaction mode"), HasSubstr("PgBouncer"), HasSubstr("DATABASE_URL_DIRECT")));
}

TEST_F(PoolerTest, IsNamedWhereItRefusesASetting) {
  const PgBouncer bouncer(cluster());
  try {
    Connection::Open(ConnectionString::Parse(bouncer.Url(database().name()) + "&search_path=app"));
    ADD_FAILURE() << "connected";
  } catch (const DatabaseError& error) {
    EXPECT_EQ(error.failure(), Failure::kRefused) << error.what();
    EXPECT_THAT(error.hint(), AllOf(HasSubstr("refuses a setting"), HasSubstr("PgBouncer"),
                                    HasSubstr("DATABASE_URL_DIRECT")))
        << error.what();
  }
}

}  // namespace
}  // namespace lockstep::pg
