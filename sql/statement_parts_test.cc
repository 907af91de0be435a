// SPDX-License-Identifier: Apache-2.0
#include "sql/statement_parts.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

std::string At(std::string_view sql, std::string_view begin) {
  const auto file = SourceFile::FromText("x.sql", std::string(sql));
  return std::string(file.Text(ElementAt(file, {0, sql.size()}, sql.find(begin))));
}

std::string BehindName(std::string_view sql, std::string_view name, size_t index) {
  const auto file = SourceFile::FromText("x.sql", std::string(sql));
  return std::string(file.Text(ElementBehindName(file, {0, sql.size()}, sql.find(name), index)));
}

TEST(ElementAt, EndsAtTheComma) {
  EXPECT_EQ(At("ALTER TABLE t ADD a int , ADD b int", "a int"), "a int");
  EXPECT_EQ(At("ALTER TABLE t ADD a int, ADD b int", "b int"), "b int");
}

TEST(ElementAt, EndsAtTheClosingParenthesis) {
  EXPECT_EQ(At("CREATE TABLE t (a int, b text )", "b text"), "b text");
}

TEST(ElementAt, HoldsCommasInParenthesesAndBrackets) {
  EXPECT_EQ(At("ALTER TABLE t ADD a numeric(10, 2), ADD b int", "a num"), "a numeric(10, 2)");
  EXPECT_EQ(At("ALTER TABLE t ADD a int[] DEFAULT ARRAY[1, 2], ADD b int", "a int"),
            "a int[] DEFAULT ARRAY[1, 2]");
}

TEST(ElementAt, HoldsCommasInStringsAndComments) {
  EXPECT_EQ(At("ALTER TABLE t ADD a text DEFAULT ',)', ADD b int", "a text"), "a text DEFAULT ',)'");
  EXPECT_EQ(At("ALTER TABLE t ADD a /* , */ int, ADD b int", "a /*"), "a /* , */ int");
  EXPECT_EQ(At("ALTER TABLE t ADD a int -- one, two\n, ADD b int", "a int"), "a int");
}

TEST(ElementAt, IsTheStatementWhereThereIsNothing) { EXPECT_EQ(At("SELECT (1)", ")"), "SELECT (1)"); }

TEST(ElementBehindName, CountsSubCommands) {
  constexpr std::string_view kSql = "ALTER TABLE t DROP a,\n  ADD CHECK (b IN (1, 2)),\n  DROP c CASCADE";
  EXPECT_EQ(BehindName(kSql, "t DROP", 0), "DROP a");
  EXPECT_EQ(BehindName(kSql, "t DROP", 1), "ADD CHECK (b IN (1, 2))");
  EXPECT_EQ(BehindName(kSql, "t DROP", 2), "DROP c CASCADE");
  EXPECT_EQ(BehindName(kSql, "t DROP", 3), kSql);
}

TEST(ElementBehindName, KnowsQualifiedAndQuotedNames) {
  EXPECT_EQ(BehindName("ALTER TABLE ONLY a.b.t DROP x", "a.b", 0), "DROP x");
  EXPECT_EQ(BehindName("ALTER TABLE a . \"b, c.d\" DROP x, DROP y", "a .", 1), "DROP y");
  EXPECT_EQ(BehindName("ALTER TABLE t /* all of it */ * DROP x", "t /*", 0), "DROP x");
}

TEST(ElementBehindName, CountsBytesBehindMultiByteCharacters) {
  EXPECT_EQ(BehindName("ALTER TABLE größe DROP \"数\", DROP ü", "größe", 1), "DROP ü");
}

}  // namespace
}  // namespace lockstep::sql
