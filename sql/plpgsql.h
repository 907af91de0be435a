// SPDX-License-Identifier: Apache-2.0
// The SQL in PL/pgSQL, in the order in which it is written.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/source_file.h"

struct CreateFunctionStmt;

namespace lockstep::sql {

// One or several SQL statements, or something that is none: `unread` then says why.
struct CodePart {
  std::string text = {};
  bool is_dynamic = false;        // of EXECUTE: `text` is the expression that gives the SQL
  std::optional<Span> span = {};  // where it stands in the text of the statement that holds the code
  std::optional<size_t> base =
      {};  // where `text` begins there; nothing where it does not stand there as it is
  // Whether it may be left out, as in IF, CASE, a loop, an exception handler; or fail and the block go on.
  bool is_conditional = false;
  std::string unread = {};  // "its text is put together when it runs"
};

struct CodeVariable {
  std::string name;
  std::optional<std::string> default_value = {};  // an expression
  bool is_assigned = false;                       // somewhere in the code
};

struct PlpgsqlBlock {
  std::vector<CodeVariable> variables;  // and parameters, which have no default here
  std::vector<CodePart> parts;
};

// `body` is the code of `routine`, or of a DO block where that is null. It stands at `place` in the text of
// the statement: nothing where it is written with escapes. Never fails: what cannot be read is a part that
// says so.
PlpgsqlBlock ReadPlpgsql(const char* body, const ::CreateFunctionStmt* routine, std::string_view statement,
                         std::optional<Span> place);

// The parser's message, as of the character that it points at, from 1; 0 where it has none.
std::string ReadableMessage(std::string_view message, std::string_view text, size_t character);

}  // namespace lockstep::sql
