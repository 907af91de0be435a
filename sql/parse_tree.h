// SPDX-License-Identifier: Apache-2.0
// The one place that calls libpg_query's parser. Not a model of SQL: it hands out PostgreSQL's own raw nodes.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct Node;
struct RawStmt;

namespace lockstep::sql {

// Owns the memory context that the raw nodes of one parsed text live in. Move-only. libpg_query's contexts
// are thread-local: it has to die on the thread that made it.
class ParseTree {
 public:
  struct Error {
    std::string message;
    // 1-based character of the parsed text as PostgreSQL counts them; 0 when it gave none.
    size_t cursor_position = 0;
  };

  // Parses any number of statements. PostgreSQL's parser wants less than 1 GB and a text without NUL bytes.
  static ParseTree Parse(const std::string& text);

  bool ok() const { return !error_.has_value(); }
  const std::optional<Error>& error() const { return error_; }
  // Empty when there is an error. Locations count bytes of the parsed text.
  std::span<const ::RawStmt* const> statements() const { return statements_; }

 private:
  struct ContextDeleter {
    void operator()(void* context) const;
  };

  ParseTree() = default;

  std::unique_ptr<void, ContextDeleter> context_;
  std::span<const ::RawStmt*> statements_;  // in the context, as all that they point at
  std::optional<Error> error_;
};

}  // namespace lockstep::sql
