// SPDX-License-Identifier: Apache-2.0
// The SQL in PL/pgSQL: libpg_query's account of a block, in the order in which its parts are written.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/source_file.h"

namespace lockstep::sql {

// One or several SQL statements, or something that is none: `unread` then says why.
struct CodePart {
  std::string text = {};
  std::optional<Span> span = {};  // where it stands in the text of the statement that holds the code
  std::optional<size_t> base =
      {};  // where `text` begins there; nothing where it does not stand there as it is
  // Whether it may be left out, as in IF, CASE, a loop, an exception handler; or fail and the block go on.
  bool is_conditional = false;
  std::string unread = {};  // "its text is put together when it runs"
};

using Constants = std::map<std::string, std::string, std::less<>>;

// `statement` is a DO, CREATE FUNCTION or CREATE PROCEDURE, whose body stands at `body`: nothing where it is
// written with escapes. `arguments` are those parameters whose text is known. Never fails: what cannot be
// read is a part that says so.
std::vector<CodePart> ReadPlpgsql(const std::string& statement, std::optional<Span> body,
                                  const Constants& arguments);

// The parser's message, as of the character that it points at, from 1; 0 where it has none.
std::string ReadableMessage(std::string_view message, std::string_view text, size_t character);

}  // namespace lockstep::sql
