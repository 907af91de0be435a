// SPDX-License-Identifier: Apache-2.0
// Taking names and lines apart.
#pragma once

#include <string>
#include <string_view>

namespace lockstep::source {

// Without blanks at both ends.
std::string_view Trim(std::string_view text);

// Takes the prefix or suffix off, when it is there.
bool TakePrefix(std::string_view& text, std::string_view prefix);
bool TakeSuffix(std::string_view& text, std::string_view suffix);

// Takes the digits that it begins with off; "" when there are none.
std::string_view TakeDigits(std::string_view& text);

// Takes the first line off, and gives it without its line end.
std::string_view TakeLine(std::string_view& text);

// Takes the first word off, and the blanks before it; "" when there is none.
std::string_view TakeWord(std::string_view& text);

// ASCII letters only.
std::string LowerCase(std::string_view text);

}  // namespace lockstep::source
