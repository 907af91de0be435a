// SPDX-License-Identifier: Apache-2.0
// One SQL file, split and parsed: statements with their spans and parse nodes, comments, COPY data,
// meta-commands.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sql/comment.h"
#include "sql/parse_tree.h"
#include "sql/source_file.h"

struct Node;  // PostgreSQL's parse node (sql/postgres_nodes.h)

namespace lockstep::sql {

// What PostgreSQL's parser answered; `offset` is the byte of the file that it points at.
struct SyntaxError {
  std::string message;
  size_t offset = 0;
};

struct Statement {
  size_t number = 0;             // 1-based, in file order
  Span span;                     // first to last token: no blanks or comments around it, no semicolon
  const ::Node* node = nullptr;  // owned by the Script; null when the statement does not parse
  std::optional<SyntaxError> error = std::nullopt;
  std::optional<Span> copy_data = std::nullopt;  // inline data of COPY … FROM stdin, without the line "\."
  size_t location_base = 0;                      // file offset of location 0 of this statement's nodes
  bool has_places = true;  // false: its text does not stand in the file as it is (embedded_code.h)

  // The file offset that a node's `location` means; the statement's own begin for -1 (unknown).
  size_t OffsetOf(int location) const {
    return location < 0 || !has_places ? span.begin : location_base + static_cast<size_t>(location);
  }
};

struct MetaCommand {
  Span span;         // from the backslash to the end of the line; only "\;" ends with itself
  std::string name;  // "restrict", "connect", "!" …; ";" for psql's escaped semicolon
};

// Owns the parse nodes; the SourceFile has to outlive it. Movable, not copyable. Must be destroyed on the
// thread that made it, as libpg_query's memory contexts are thread-local.
class Script {
 public:
  // Reads the file's body. Never fails: what does not parse is a statement with an error, and the others are
  // still there.
  static Script Parse(const SourceFile& file);

  const SourceFile& file() const { return *file_; }
  std::span<const Statement> statements() const { return statements_; }
  std::span<const Comment> comments() const { return comments_; }
  std::span<const MetaCommand> meta_commands() const { return meta_commands_; }
  bool has_syntax_errors() const;

 private:
  class Builder;

  explicit Script(const SourceFile& file) : file_(&file) {}

  const SourceFile* file_;
  std::vector<ParseTree> trees_;
  std::vector<Statement> statements_;
  std::vector<Comment> comments_;
  std::vector<MetaCommand> meta_commands_;
};

}  // namespace lockstep::sql
