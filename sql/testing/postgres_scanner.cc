// SPDX-License-Identifier: Apache-2.0
#include "sql/testing/postgres_scanner.h"

#include <span>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {

PostgresScan::PostgresScan(const std::string& sql) {
  const PgQueryScanTokensResult result = pg_query_scan_tokens(sql.c_str());
  ok_ = result.error == nullptr;
  size_t depth = 0;
  size_t glue = 0;  // the end of a token that a string could be glued to
  for (const PgQueryScanToken& token :
       std::span(result.tokens, ok_ ? static_cast<size_t>(result.n_tokens) : 0)) {
    const Span span{static_cast<size_t>(token.start), static_cast<size_t>(token.end)};
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
        has_glued_string_ = has_glued_string_ || (glue > 0 && glue == span.begin);
        glue = span.end;
        break;
      case PG_QUERY_TOKEN_ICONST:
      case PG_QUERY_TOKEN_FCONST:
      case PG_QUERY_TOKEN_PARAM:
      case '$':
        glue = span.end;
        break;
      case '(':
        ++depth;
        break;
      case ')':
        depth -= depth > 0 ? 1 : 0;
        break;
      case ';':
        if (depth == 0) semicolons_.push_back(span.begin);
        break;
      case '\\':
        has_backslash_ = true;
        break;
      default:
        break;
    }
  }
  pg_query_free_scan_tokens_result(result);
}

}  // namespace lockstep::sql
