// SPDX-License-Identifier: Apache-2.0
#include "migrate/foreign_checksum.h"

#include <gtest/gtest.h>

namespace lockstep::migrate {
namespace {

std::string ChecksumOf(ForeignTool tool, std::string text) {
  return ForeignChecksum(tool, sql::SourceFile::FromText("1_a.sql", std::move(text)));
}

// -623083431 is what Flyway 11.8.2 wrote for this text (testdata/adopt/flyway.sql).
TEST(ForeignChecksum, OfFlywayIsThatOfTheLines) {
  EXPECT_EQ(ChecksumOf(ForeignTool::kFlyway, "CREATE TABLE a (id int);"), "-623083431");
  EXPECT_EQ(ChecksumOf(ForeignTool::kFlyway, "CREATE TABLE a (id int);\n"), "-623083431");
  EXPECT_EQ(ChecksumOf(ForeignTool::kFlyway,
                       "\xEF\xBB\xBF"
                       "CREATE TABLE\r\n a (id int);\r\n"),
            "-623083431");
  EXPECT_NE(ChecksumOf(ForeignTool::kFlyway, "CREATE TABLE b (id int);"), "-623083431");
}

// As sha384sum prints it.
TEST(ForeignChecksum, OfSqlxIsThatOfTheBytes) {
  EXPECT_EQ(
      ChecksumOf(ForeignTool::kSqlx, "SELECT 1;\n"),
      "24454095d8d7876ca8e842f34296ca645c83e0f7b50f048c99db4b2ff4da659267afc4ef3e994f3d74e18c741165d931");
  EXPECT_NE(ChecksumOf(ForeignTool::kSqlx, "SELECT 1;\r\n"), ChecksumOf(ForeignTool::kSqlx, "SELECT 1;\n"));
}

TEST(ForeignChecksum, IsEmptyWhereTheToolKeepsNone) {
  EXPECT_EQ(ChecksumOf(ForeignTool::kGoose, "SELECT 1;\n"), "");
}

}  // namespace
}  // namespace lockstep::migrate
