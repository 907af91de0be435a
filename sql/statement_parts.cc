// SPDX-License-Identifier: Apache-2.0
#include "sql/statement_parts.h"

#include "sql/token_cursor.h"

namespace lockstep::sql {

namespace {

int DepthChange(const TokenCursor& cursor) {
  if (cursor.Is('(') || cursor.Is('[')) return 1;
  if (cursor.Is(')') || cursor.Is(']')) return -1;
  return 0;
}

// From a qualified name to the token behind it, and behind the "*" that may stand there: table, schema.table
// *. False where there is none.
bool SkipName(TokenCursor& cursor) {
  if (!cursor.Next() || !cursor.Next()) return false;
  while (cursor.Is('.')) {
    if (!cursor.Next() || !cursor.Next()) return false;
  }
  return !cursor.Is('*') || cursor.Next();
}

}  // namespace

Span ElementAt(const SourceFile& file, Span statement, size_t begin) {
  Span element{begin, begin};
  int depth = 0;
  TokenCursor cursor(file.text().substr(0, statement.end), begin);
  while (cursor.Next()) {
    depth += DepthChange(cursor);
    if (depth < 0 || (depth == 0 && cursor.Is(','))) break;
    element.end = cursor.token().end;
  }
  return element.size() == 0 ? statement : element;
}

Span ElementBehindName(const SourceFile& file, Span statement, size_t name, size_t index) {
  TokenCursor cursor(file.text().substr(0, statement.end), name);
  int depth = 0;
  size_t commas = 0;
  for (bool more = SkipName(cursor); more; more = cursor.Next()) {
    if (commas == index) return ElementAt(file, statement, cursor.token().begin);
    depth += DepthChange(cursor);
    if (depth == 0 && cursor.Is(',')) ++commas;
  }
  return statement;
}

}  // namespace lockstep::sql
