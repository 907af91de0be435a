// SPDX-License-Identifier: Apache-2.0
#include "lint/report/xml_text.h"

#include <algorithm>

#include "sql/utf8.h"

namespace lockstep::lint {

namespace {

constexpr std::string_view kReplacement = "\uFFFD";

// https://www.w3.org/TR/xml/#charsets: of what UTF-8 can write, all but control characters and U+FFFE,
// U+FFFF. Line ends and tabs are written out, as an attribute would make them blanks.
std::string Written(std::string_view character) {
  if (character.size() > 1) {
    const bool is_no_character = character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
    return std::string(is_no_character ? kReplacement : character);
  }
  switch (character.front()) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    case '\t':
      return "&#9;";
    default:
      return std::string(static_cast<unsigned char>(character.front()) < ' ' ? kReplacement : character);
  }
}

}  // namespace

std::string XmlText(std::string_view text) {
  std::string written;
  while (!text.empty()) {
    const size_t length = sql::Utf8CharacterLength(text);
    written += length == 0 ? std::string(kReplacement) : Written(text.substr(0, length));
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return written;
}

}  // namespace lockstep::lint
