// SPDX-License-Identifier: Apache-2.0
#include "sql/statement_parts.h"

#include <string>
#include <vector>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {

namespace {

// Offsets of the file at which a token begins and ends, with the depth of parentheses around it.
struct Token {
  Span span;
  PgQueryToken kind;
};

std::vector<Token> Scan(const SourceFile& file, Span span) {
  const std::string text(file.Text(span));
  const PgQueryScanTokensResult result = pg_query_scan_tokens(text.c_str());
  std::vector<Token> tokens;
  if (result.error == nullptr) {
    tokens.reserve(static_cast<size_t>(result.n_tokens));
    for (int i = 0; i < result.n_tokens; ++i) {
      const PgQueryScanToken& token = result.tokens[i];
      if (token.token == PG_QUERY_TOKEN_SQL_COMMENT || token.token == PG_QUERY_TOKEN_C_COMMENT) continue;
      tokens.push_back(
          {{span.begin + static_cast<size_t>(token.start), span.begin + static_cast<size_t>(token.end)},
           token.token});
    }
  }
  pg_query_free_scan_tokens_result(result);
  return tokens;
}

int DepthChange(const Token& token) {
  if (token.kind == PG_QUERY_TOKEN_ASCII_40 || token.kind == PG_QUERY_TOKEN_ASCII_91) return 1;
  if (token.kind == PG_QUERY_TOKEN_ASCII_41 || token.kind == PG_QUERY_TOKEN_ASCII_93) return -1;
  return 0;
}

// Index of the token behind a qualified name, and behind the "*" that may stand there: table, schema.table *.
size_t EndOfName(const std::vector<Token>& tokens) {
  size_t end = 1;
  while (end < tokens.size() && tokens[end].kind == PG_QUERY_TOKEN_ASCII_46) end += 2;
  if (end < tokens.size() && tokens[end].kind == PG_QUERY_TOKEN_ASCII_42) ++end;
  return end;
}

}  // namespace

Span ElementAt(const SourceFile& file, Span statement, size_t begin) {
  Span element{begin, begin};
  int depth = 0;
  for (const Token& token : Scan(file, {begin, statement.end})) {
    depth += DepthChange(token);
    if (depth < 0 || (depth == 0 && token.kind == PG_QUERY_TOKEN_ASCII_44)) break;
    element.end = token.span.end;
  }
  return element.size() == 0 ? statement : element;
}

Span ElementBehindName(const SourceFile& file, Span statement, size_t name, size_t index) {
  const std::vector<Token> tokens = Scan(file, {name, statement.end});
  int depth = 0;
  size_t commas = 0;
  for (size_t i = EndOfName(tokens); i < tokens.size(); ++i) {
    if (commas == index) return ElementAt(file, statement, tokens[i].span.begin);
    depth += DepthChange(tokens[i]);
    if (depth == 0 && tokens[i].kind == PG_QUERY_TOKEN_ASCII_44) ++commas;
  }
  return statement;
}

}  // namespace lockstep::sql
