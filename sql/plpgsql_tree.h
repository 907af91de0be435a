// SPDX-License-Identifier: Apache-2.0
// The one place that calls libpg_query's parser of PL/pgSQL: it hands out PostgreSQL's own tree.
#pragma once

#include <memory>
#include <optional>

#include "sql/parse_tree.h"

struct CreateFunctionStmt;
struct PLpgSQL_function;

namespace lockstep::sql {

// Owns the memory context that the tree of one body lives in. Move-only. Has to die on the thread that made
// it, as a ParseTree.
class PlpgsqlTree {
 public:
  // `body` is the code of `routine`, or of a DO block where that is null. It has to outlive the tree, as the
  // routine's nodes have.
  static PlpgsqlTree Parse(const char* body, const ::CreateFunctionStmt* routine);

  // Null where there is an error.
  const ::PLpgSQL_function* function() const { return function_; }
  // Positions are in the body.
  const std::optional<ParseTree::Error>& error() const { return error_; }

 private:
  struct ContextDeleter {
    void operator()(void* context) const;
  };

  PlpgsqlTree() = default;

  std::unique_ptr<void, ContextDeleter> context_;
  const ::PLpgSQL_function* function_ = nullptr;  // in the context
  std::optional<ParseTree::Error> error_;
};

}  // namespace lockstep::sql
