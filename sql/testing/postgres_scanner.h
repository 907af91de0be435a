// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL's own scanner makes of a text, to hold the splitter against. It knows no psql: no
// meta-commands, no COPY data.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "sql/postgres_nodes.h"
#include "sql/source_file.h"

namespace lockstep::sql {

class PostgresScan {
 public:
  explicit PostgresScan(const std::string& sql) {
    const PgQueryScanTokensResult result = pg_query_scan_tokens(sql.c_str());
    ok_ = result.error == nullptr;
    if (ok_) {
      for (const PgQueryScanToken& token : std::span(result.tokens, static_cast<size_t>(result.n_tokens)))
        Take(token);
    }
    pg_query_free_scan_tokens_result(result);
  }

  // False when it refuses the text.
  bool ok() const { return ok_; }
  const std::vector<Span>& comments() const { return comments_; }
  const std::vector<Span>& strings() const { return strings_; }
  // Semicolons outside all parentheses.
  const std::vector<size_t>& semicolons() const { return semicolons_; }
  bool has_backslash() const { return has_backslash_; }
  // A string right behind a number, parameter or string: no SQL, and the one place where the splitter is more
  // careless than the scanner.
  bool has_glued_string() const { return has_glued_string_; }

 private:
  void Take(const PgQueryScanToken& token) {
    const Span span{static_cast<size_t>(token.start), static_cast<size_t>(token.end)};
    const bool glued = span.begin == last_.end && last_can_be_glued_;
    last_can_be_glued_ = false;
    last_ = span;
    switch (static_cast<int>(token.token)) {
      case PG_QUERY_TOKEN_SQL_COMMENT:
      case PG_QUERY_TOKEN_C_COMMENT:
        comments_.push_back(span);
        break;
      case PG_QUERY_TOKEN_SCONST:
      case PG_QUERY_TOKEN_USCONST:
      case PG_QUERY_TOKEN_BCONST:
      case PG_QUERY_TOKEN_XCONST:
        strings_.push_back(span);
        has_glued_string_ = has_glued_string_ || glued;
        last_can_be_glued_ = true;
        break;
      case PG_QUERY_TOKEN_ICONST:
      case PG_QUERY_TOKEN_FCONST:
      case PG_QUERY_TOKEN_PARAM:
      case '$':
        last_can_be_glued_ = true;
        break;
      case '(':
        ++depth_;
        break;
      case ')':
        depth_ -= depth_ > 0 ? 1 : 0;
        break;
      case ';':
        if (depth_ == 0) semicolons_.push_back(span.begin);
        break;
      case '\\':
        has_backslash_ = true;
        break;
      default:
        break;
    }
  }

  bool ok_ = false;
  std::vector<Span> comments_;
  std::vector<Span> strings_;
  std::vector<size_t> semicolons_;
  bool has_backslash_ = false;
  bool has_glued_string_ = false;
  size_t depth_ = 0;
  Span last_;
  bool last_can_be_glued_ = false;
};

}  // namespace lockstep::sql
