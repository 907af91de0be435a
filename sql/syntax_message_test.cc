// SPDX-License-Identifier: Apache-2.0
#include "sql/syntax_message.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sql/parse_tree.h"
#include "sql/utf8.h"

namespace lockstep::sql {
namespace {

std::string MessageOf(const std::string& sql) {
  const ParseTree tree = ParseTree::Parse(sql);
  if (tree.ok()) return "";
  return SyntaxMessage(tree.error()->message, sql, OffsetOfCharacter(sql, tree.error()->cursor_position));
}

TEST(SyntaxMessage, IsPostgresqlsOwnWhereThatIsClear) {
  EXPECT_EQ(MessageOf("SELECT FROM FROM"), "syntax error at or near \"FROM\"");
  EXPECT_EQ(MessageOf("SELECT 'é' é é"), "syntax error at or near \"é\"");
  EXPECT_EQ(MessageOf("SELECT 1 +"), "syntax error at end of input");
}

TEST(SyntaxMessage, NamesCharactersThatOnlyLookLikeOthers) {
  const struct {
    const char* sql;
    const char* explanation;
  } cases[] = {
      {"SELECT 1;\u00A0",
       "syntax error at or near \"\u00A0\": here is a no-break space (U+00A0), which PostgreSQL takes for a "
       "letter: replace it with a space"},
      {"CREATE TABLE\u00A0t (a int)",
       "a no-break space (U+00A0), which PostgreSQL takes for a letter: replace it with a space"},
      {"CREATE TABLE t\u00A0(a int) b", ""},
      {"SELECT 1 \u2013 2", "an en dash (U+2013), which PostgreSQL takes for a letter: replace it with -"},
      {"SELECT \u2018it is\u2019 1",
       "a right quotation mark (U+2019), which PostgreSQL takes for a letter: replace it with '"},
      {"\uFEFFSELECT 1", "a byte order mark (U+FEFF), which PostgreSQL takes for a letter: remove it"},
      {"SELECT 1\uFF1B SELECT 2",
       "a fullwidth semicolon (U+FF1B), which PostgreSQL takes for a letter: replace it with ;"},
  };
  for (const auto& [sql, explanation] : cases) {
    const std::string message = MessageOf(sql);
    ASSERT_NE(message, "") << sql;
    if (*explanation == '\0') {
      EXPECT_EQ(message.find("here is"), std::string::npos) << message;
    } else {
      EXPECT_TRUE(message.ends_with(explanation)) << message;
    }
  }
}

TEST(SyntaxMessage, DoesNotBlameCharactersInStringsOrFartherOff) {
  for (const std::string_view sql :
       {"SELECT 'it\u2019s' 'b'", "SELECT '\u00A0' 'b'", "SELECT a\u00A0, FROM"}) {
    const std::string message = MessageOf(std::string(sql));
    EXPECT_NE(message, "") << sql;
    EXPECT_EQ(message.find("here is"), std::string::npos) << message;
  }
}

TEST(SyntaxMessage, ExplainsWhatIsTooMuchForTheParser) {
  EXPECT_EQ(MessageOf("SELECT " + std::string(100'000, '(')),
            "memory exhausted at or near \"(\": it is nested too deeply for PostgreSQL's parser");
  EXPECT_EQ(SyntaxMessage("invalid memory alloc request size 1073741824", "", 0),
            "invalid memory alloc request size 1073741824: PostgreSQL takes no string of 512 MB or more");
}

TEST(SyntaxMessage, FitsOnALine) {
  EXPECT_EQ(MessageOf("SELECT 'a\nb"), "unterminated quoted string at or near \"'a…\"");
  const std::string message = MessageOf("SELECT '" + std::string(10'000, 'x'));
  EXPECT_TRUE(message.starts_with("unterminated quoted string at or near \"'xxx")) << message;
  EXPECT_TRUE(message.ends_with("xxx…\"")) << message;
  EXPECT_LT(CountCharacters(message), 130u);
  std::string wide = "SELECT '";
  for (int i = 0; i < 1000; ++i) wide += "€";
  EXPECT_EQ(ValidUtf8Prefix(MessageOf(wide)), MessageOf(wide).size()) << "cut between characters";
}

}  // namespace
}  // namespace lockstep::sql
