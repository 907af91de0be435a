// SPDX-License-Identifier: Apache-2.0
// COPY FROM STDIN into a real table.
#include "pg/copy_in.h"

#include <gmock/gmock.h>

#include <string>

#include "pg/error.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using ::testing::HasSubstr;

class CopyInTest : public PostgresTest {
 protected:
  static Connection WithTable(Connection connection) {
    connection.Execute("CREATE TABLE t (a int, b text)");
    return connection;
  }
  static int64_t Rows(Connection& connection) {
    return connection.Query("SELECT count(*) FROM t").Int64(0, 0);
  }
};

TEST_F(CopyInTest, LoadsWhatComesInPieces) {
  Connection connection = WithTable(Connect());
  CopyIn copy(connection, "COPY t FROM STDIN");
  copy.Write("1\tone\n2\tt");
  copy.Write("wo\n");
  EXPECT_EQ(copy.Finish().affected_rows(), 2);
  EXPECT_EQ(connection.Query("SELECT b FROM t WHERE a = 2").Text(0, 0), "two");
}

TEST_F(CopyInTest, LoadsMoreThanTheSocketTakes) {
  Connection connection = WithTable(Connect());
  std::string data;
  for (int i = 0; i < 200'000; ++i) data += std::to_string(i) + "\tsome text to make the row longer\n";
  CopyIn copy(connection, "COPY t FROM STDIN");
  copy.Write(data);
  EXPECT_EQ(copy.Finish().affected_rows(), 200'000);
}

TEST_F(CopyInTest, ReportsBadDataWithItsLine) {
  Connection connection = WithTable(Connect());
  CopyIn copy(connection, "COPY t FROM STDIN");
  copy.Write("1\tone\nx\ttwo\n");
  try {
    copy.Finish();
    ADD_FAILURE() << "loaded";
  } catch (const DatabaseError& error) {
    EXPECT_EQ(error.sqlstate(), "22P02");
    EXPECT_THAT(error.context(), HasSubstr("COPY t, line 2, column a"));
  }
  EXPECT_EQ(Rows(connection), 0);
}

TEST_F(CopyInTest, LoadsNothingWhenItIsGivenUp) {
  Connection connection = WithTable(Connect());
  {
    CopyIn copy(connection, "COPY t FROM STDIN");
    copy.Write("1\tone\n");
  }
  EXPECT_EQ(Rows(connection), 0);
}

TEST_F(CopyInTest, TakesNothingButCopyFromStdin) {
  Connection connection = WithTable(Connect());
  EXPECT_THROW(CopyIn(connection, "SELECT 1"), DatabaseError);
  EXPECT_THROW(CopyIn(connection, "COPY t TO STDOUT"), DatabaseError);
  EXPECT_THROW(CopyIn(connection, "COPY missing FROM STDIN"), DatabaseError);
  EXPECT_EQ(Rows(connection), 0);
}

}  // namespace
}  // namespace lockstep::pg
