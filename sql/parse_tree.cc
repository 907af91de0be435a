// SPDX-License-Identifier: Apache-2.0
#include "sql/parse_tree.h"

#include <algorithm>

#include "sql/nodes.h"

namespace lockstep::sql {

void ParseTree::ContextDeleter::operator()(void* context) const {
  // pg_query_exit_memory_context() deletes the context and makes TopMemoryContext the current one.
  pg_query_exit_memory_context(static_cast<MemoryContext>(context));
}

ParseTree ParseTree::Parse(const std::string& text) {
  ParseTree tree;
  tree.context_.reset(pg_query_enter_memory_context());
  const PgQueryInternalParsetreeAndError result = pg_query_raw_parse(text.c_str(), PG_QUERY_PARSE_DEFAULT);
  free(result.stderr_buffer);
  if (result.error != nullptr) {
    tree.error_ = Error{
        .message = result.error->message,
        .cursor_position = result.error->cursorpos > 0 ? static_cast<size_t>(result.error->cursorpos) : 0};
    pg_query_free_error(result.error);
    return tree;
  }
  const Elements<RawStmt> statements(result.tree);
  auto* copy = static_cast<const RawStmt**>(MemoryContextAlloc(
      static_cast<MemoryContext>(tree.context_.get()), statements.size() * sizeof(RawStmt*)));
  tree.statements_ = {copy, statements.size()};
  std::copy(statements.begin(), statements.end(), copy);
  return tree;
}

}  // namespace lockstep::sql
