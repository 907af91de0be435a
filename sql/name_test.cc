// SPDX-License-Identifier: Apache-2.0
#include "sql/name.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sql/nodes.h"
#include "sql/parse_tree.h"

namespace lockstep::sql {
namespace {

QualifiedName Table(std::string_view name) {
  const ParseTree tree = ParseTree::Parse("TRUNCATE " + std::string(name));
  const auto* truncate = As<::TruncateStmt>(tree.statements().front()->stmt);
  return QualifiedName::From(*As<::RangeVar>(At(truncate->relations, 0)));
}

QualifiedName Function(std::string_view name) {
  const ParseTree tree = ParseTree::Parse("SELECT " + std::string(name) + "()");
  const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
  return QualifiedName::From(As<::FuncCall>(As<::ResTarget>(At(select->targetList, 0))->val)->funcname);
}

TEST(QualifiedName, FoldsUnlessQuoted) {
  EXPECT_EQ(Table("Users"), (QualifiedName{.name = "users"}));
  EXPECT_EQ(Table("\"Users\""), (QualifiedName{.name = "Users"}));
  EXPECT_EQ(Table("\"users\""), Table("USERS"));
}

TEST(QualifiedName, KeepsTheSchemaThatIsGiven) {
  EXPECT_EQ(Table("a.t"), (QualifiedName{.schema = "a", .name = "t"}));
  EXPECT_EQ(Table("db.a.t"), (QualifiedName{.schema = "a", .name = "t"}));
  EXPECT_NE(Table("t"), Table("public.t"));
  EXPECT_EQ(Function("a.f"), (QualifiedName{.schema = "a", .name = "f"}));
  EXPECT_EQ(Function("f"), (QualifiedName{.name = "f"}));
}

TEST(QualifiedName, IsReadFromTextAsRegclassReadsIt) {
  EXPECT_EQ(QualifiedName::Parse("Public.Users"), (QualifiedName{.schema = "public", .name = "users"}));
  EXPECT_EQ(QualifiedName::Parse("public.\"Users_id_seq\""),
            (QualifiedName{.schema = "public", .name = "Users_id_seq"}));
  EXPECT_EQ(QualifiedName::Parse("\"a.b\".\"c\"\"d\""), (QualifiedName{.schema = "a.b", .name = "c\"d"}));
  EXPECT_EQ(QualifiedName::Parse("t"), (QualifiedName{.name = "t"}));
  EXPECT_EQ(QualifiedName::Parse(""), QualifiedName{});
}

TEST(QualifiedName, IsDisplayedAsSqlWouldWriteIt) {
  EXPECT_EQ((QualifiedName{.schema = "public", .name = "users"}.Display()), "public.users");
  EXPECT_EQ((QualifiedName{.schema = "My App", .name = "Users"}.Display()), "\"My App\".\"Users\"");
  EXPECT_EQ((QualifiedName{.name = "users"}.Display()), "users");
}

// As quote_ident() answers.
TEST(QuoteIdentifier, QuotesWhereSqlNeedsIt) {
  EXPECT_EQ(QuoteIdentifier("users_2"), "users_2");
  EXPECT_EQ(QuoteIdentifier("_x"), "_x");
  EXPECT_EQ(QuoteIdentifier("Users"), "\"Users\"");
  EXPECT_EQ(QuoteIdentifier("2fa"), "\"2fa\"");
  EXPECT_EQ(QuoteIdentifier("a b"), "\"a b\"");
  EXPECT_EQ(QuoteIdentifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteIdentifier("größe"), "\"größe\"");
  EXPECT_EQ(QuoteIdentifier("a$b"), "\"a$b\"");
  EXPECT_EQ(QuoteIdentifier(""), "\"\"");
}

TEST(QuoteIdentifier, QuotesAllKeywordsButUnreservedOnes) {
  EXPECT_EQ(QuoteIdentifier("order"), "\"order\"");
  EXPECT_EQ(QuoteIdentifier("user"), "\"user\"");
  EXPECT_EQ(QuoteIdentifier("between"), "\"between\"");
  EXPECT_EQ(QuoteIdentifier("left"), "\"left\"");
  EXPECT_EQ(QuoteIdentifier("at"), "at");
  EXPECT_EQ(QuoteIdentifier("name"), "name");
  for (int i = 0; i < ScanKeywords.num_keywords; ++i) {
    const std::string keyword = GetScanKeyword(i, &ScanKeywords);
    const bool is_unreserved = ScanKeywordCategories[i] == UNRESERVED_KEYWORD;
    EXPECT_EQ(QuoteIdentifier(keyword), is_unreserved ? keyword : '"' + keyword + '"');
  }
}

}  // namespace
}  // namespace lockstep::sql
