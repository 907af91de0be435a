// SPDX-License-Identifier: Apache-2.0
// Statements over a real connection.
#include "pg/connection.h"

#include <gmock/gmock.h>

#include "pg/error.h"
#include "pg/testing/test_database.h"
#include "pg/transaction.h"

namespace lockstep::pg {
namespace {

class ConnectionTest : public PostgresTest {};

TEST_F(ConnectionTest, AnswersAQuery) {
  Connection connection = Connect();
  const Result result = connection.Query("SELECT $1::int + 1, $2::text IS NULL, NULL", {"41", std::nullopt});
  ASSERT_EQ(result.rows(), 1U);
  EXPECT_EQ(result.Int64(0, 0), 42);
  EXPECT_TRUE(result.Bool(0, 1));
  EXPECT_EQ(result.OptionalText(0, 2), std::nullopt);
}

TEST_F(ConnectionTest, RollsBackWhatIsNotCommitted) {
  Connection connection = Connect();
  {
    Transaction transaction(connection);
    connection.Execute("CREATE TABLE t (a int)");
  }
  EXPECT_EQ(connection.transaction_status(), TransactionStatus::kIdle);
  EXPECT_THROW(connection.Execute("SELECT FROM t"), DatabaseError);
}

}  // namespace
}  // namespace lockstep::pg
