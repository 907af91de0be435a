// SPDX-License-Identifier: Apache-2.0
#include "source/sqlx.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/testing/format_test.h"

namespace lockstep::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SqlxDirectory : public FormatTest {
 protected:
  SqlxDirectory() : FormatTest("sqlx") {}
};

TEST_F(SqlxDirectory, TakesSingleFilesAndPairs) {
  Write("10_c.sql");
  Write("2_b.up.sql");
  Write("2_b.down.sql", "SELECT 2;");
  Write("0001_a.up.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("0001 a", "2 b", "10 c"));
  const Directory directory = Read();
  EXPECT_FALSE(directory.migrations[0].down);
  EXPECT_EQ(directory.migrations[1].down->file.body(), "SELECT 2;");
  EXPECT_FALSE(directory.migrations[2].down);
}

TEST_F(SqlxDirectory, HasNoTransactionForAFileThatBeginsSo) {
  Write("1_a.up.sql", "-- no-transaction\nCREATE INDEX CONCURRENTLY i ON t (a);");
  Write("1_a.down.sql", "DROP INDEX i;");
  Write("2_b.sql", "\xEF\xBB\xBF-- no-transaction, as VACUUM refuses one\r\nVACUUM;");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  EXPECT_TRUE(directory.migrations[0].up->no_transaction);
  EXPECT_FALSE(directory.migrations[0].down->no_transaction);
  EXPECT_TRUE(directory.migrations[1].up->no_transaction);
}

TEST_F(SqlxDirectory, RefusesAnAnnotationThatSqlxWouldNotSee) {
  EXPECT_THAT(
      ProblemsOf("1_a.sql", "-- licence\n  -- no-transaction\nVACUUM;\n"),
      ElementsAre("error: 1_a.sql:2:1: -- no-transaction is heeded in the first line only: move it there"));
}

TEST_F(SqlxDirectory, RefusesTwoFilesForOneVersionAndDownsWithoutUp) {
  Write("1_a.sql");
  Write("1_b.up.sql");
  Write("2_c.down.sql");
  EXPECT_THAT(Problems(), ElementsAre("error: 1_b.up.sql: has the version and direction of 1_a.sql: give one "
                                      "of them another version",
                                      "error: 2_c.down.sql: reverts a migration that is not there: add the "
                                      "file that it reverts, or remove this one"));
}

TEST_F(SqlxDirectory, SaysWhyAFileIsNoMigration) {
  EXPECT_THAT(ProblemsOf("1.sql", ""),
              ElementsAre("error: 1.sql: is no migration as no underscore follows its version: rename it to "
                          "VERSION_TITLE.sql"));
  EXPECT_THAT(ProblemsOf("add_users.sql", ""),
              ElementsAre("error: add_users.sql: is no migration as its name has no version: rename it to "
                          "VERSION_TITLE.sql, or move it elsewhere"));
  for (const char* name : {"schema.sql", "README.md", "1_a.sql~"})
    EXPECT_THAT(ProblemsOf(name, ""), ElementsAre("warning: " + std::string(name) + ": is no migration"));
}

TEST(Sqlx, ClaimsItsNamesAndItsAnnotation) {
  EXPECT_EQ(kSqlx.claim({.path = {}, .name = "1_a.sql"}), Claim::kByName);
  EXPECT_EQ(kSqlx.claim({.path = {}, .name = "1_a.up.sql", .head = "-- no-transaction\n"}),
            Claim::kByAnnotation);
  EXPECT_EQ(kSqlx.claim({.path = {}, .name = "a.sql", .head = "-- no-transaction\n"}), Claim::kNone);
}

}  // namespace
}  // namespace lockstep::source
