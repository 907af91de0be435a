// SPDX-License-Identifier: Apache-2.0
// Makes PostgreSQL's syntax errors readable: not longer than a line, and not silent about characters that
// nobody can see.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::sql {

// `message` is what the parser said of byte `offset` of `sql`. Quoted text that is long is cut. Where the
// words there hold a character that looks like another one (a no-break space, a curly quote), that is said,
// with what to type instead.
std::string SyntaxMessage(std::string_view message, std::string_view sql, size_t offset);

}  // namespace lockstep::sql
