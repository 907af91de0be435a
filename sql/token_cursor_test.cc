// SPDX-License-Identifier: Apache-2.0
#include "sql/token_cursor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/postgres_nodes.h"
#include "sql/testing/postgres_scanner.h"
#include "sql/testing/random_text.h"

namespace lockstep::sql {
namespace {

using ::testing::ElementsAre;

std::vector<std::string_view> Tokens(std::string_view text) {
  std::vector<std::string_view> tokens;
  TokenCursor cursor(text, 0);
  while (cursor.Next()) tokens.push_back(text.substr(cursor.token().begin, cursor.token().size()));
  return tokens;
}

TEST(TokenCursor, TakesWordsAndMarks) {
  EXPECT_THAT(Tokens(" DROP größe$1 (a,b) "), ElementsAre("DROP", "größe$1", "(", "a", ",", "b", ")"));
  EXPECT_THAT(Tokens(""), ElementsAre());
}

TEST(TokenCursor, TakesQuotesWhole) {
  EXPECT_THAT(
      Tokens(R"('a''b' "c""d" E'e\'f' U&"g""h" $$i'$$ $j$k$$l$j$ $1)"),
      ElementsAre("'a''b'", R"("c""d")", R"(E'e\'f')", R"(U&"g""h")", "$$i'$$", "$j$k$$l$j$", "$", "1"));
}

TEST(TokenCursor, LeavesOutComments) {
  EXPECT_THAT(Tokens("a-- b\n/* c /* d */ */-e/f"), ElementsAre("a", "-", "e", "/", "f"));
}

TEST(TokenCursor, KnowsWhatGoesOnWithAString) {
  EXPECT_THAT(Tokens("E'a' -- b\n '\\'c'"), ElementsAre("E'a'", "'\\'c'"));
  EXPECT_THAT(Tokens("E'a' /* b */\n '\\' c"), ElementsAre("E'a'", "'\\'", "c"));
}

bool IsMark(std::string_view token) {
  return token.size() == 1 && std::string_view("()[],;").find(token[0]) != std::string_view::npos;
}

// Offsets of the marks, and the end of the last token.
std::vector<size_t> MarksOfPostgresql(const std::string& text) {
  std::vector<size_t> offsets;
  size_t end = 0;
  const PgQueryScanTokensResult result = pg_query_scan_tokens(text.c_str());
  for (const PgQueryScanToken& token : std::span(result.tokens, static_cast<size_t>(result.n_tokens))) {
    const auto begin = static_cast<size_t>(token.start);
    if (token.token == PG_QUERY_TOKEN_SQL_COMMENT || token.token == PG_QUERY_TOKEN_C_COMMENT) continue;
    end = static_cast<size_t>(token.end);
    if (IsMark(std::string_view(text).substr(begin, end - begin))) offsets.push_back(begin);
  }
  pg_query_free_scan_tokens_result(result);
  offsets.push_back(end);
  return offsets;
}

std::vector<size_t> MarksOf(std::string_view text) {
  std::vector<size_t> offsets;
  TokenCursor cursor(text, 0);
  size_t end = 0;
  while (cursor.Next()) {
    end = cursor.token().end;
    if (IsMark(text.substr(cursor.token().begin, cursor.token().size())))
      offsets.push_back(cursor.token().begin);
  }
  offsets.push_back(end);
  return offsets;
}

TEST(TokenCursor, AgreesWithPostgresqlsScannerOnRandomText) {
  std::mt19937 random(4);
  int compared = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = RandomText(random);
    const PostgresScan scan(text);
    if (!scan.ok() || scan.has_glued_string()) continue;
    ++compared;
    ASSERT_EQ(MarksOf(text), MarksOfPostgresql(text)) << text;
  }
  EXPECT_GT(compared, 10'000);
}

}  // namespace
}  // namespace lockstep::sql
