// SPDX-License-Identifier: Apache-2.0
// Text of files as a terminal or a log can show it on one line.
#pragma once

#include <string>
#include <string_view>

namespace lockstep::sql {

// Tabs become four blanks, other control characters (a quoted name may hold a line end, or an escape
// sequence) become "?". `text` is valid UTF-8.
std::string Printable(std::string_view text);
void AppendPrintable(std::string& result, std::string_view text);

}  // namespace lockstep::sql
