// SPDX-License-Identifier: Apache-2.0
#include "sql/comment_scanner.h"

#include <algorithm>
#include <span>

#include "sql/postgres_nodes.h"
#include "sql/utf8.h"

namespace lockstep::sql {
namespace {

// Owns the tokens of a text, or the error that the scanner stopped at.
class Tokens {
 public:
  explicit Tokens(const std::string& sql) : result_(pg_query_scan_tokens(sql.c_str())) {}
  ~Tokens() { pg_query_free_scan_tokens_result(result_); }
  Tokens(const Tokens&) = delete;
  Tokens& operator=(const Tokens&) = delete;

  std::span<const PgQueryScanToken> tokens() const {
    if (result_.error != nullptr) return {};
    return {result_.tokens, static_cast<size_t>(result_.n_tokens)};
  }
  const PgQueryError* error() const { return result_.error; }

 private:
  PgQueryScanTokensResult result_;
};

std::vector<Span> Comments(const Tokens& tokens) {
  std::vector<Span> comments;
  for (const PgQueryScanToken& token : tokens.tokens()) {
    if (token.token != PG_QUERY_TOKEN_SQL_COMMENT && token.token != PG_QUERY_TOKEN_C_COMMENT) continue;
    comments.push_back({static_cast<size_t>(token.start), static_cast<size_t>(token.end)});
  }
  return comments;
}

}  // namespace

std::vector<Span> ScanComments(const std::string& sql) {
  const Tokens tokens(sql);
  if (tokens.error() == nullptr) return Comments(tokens);
  // The error's position counts characters; in front of it there is nothing that the scanner does not take.
  const size_t stop = OffsetOfCharacter(sql, static_cast<size_t>(std::max(tokens.error()->cursorpos, 1)));
  return Comments(Tokens(sql.substr(0, stop)));
}

}  // namespace lockstep::sql
