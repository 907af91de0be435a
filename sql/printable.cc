// SPDX-License-Identifier: Apache-2.0
#include "sql/printable.h"

#include <algorithm>

namespace lockstep::sql {

namespace {

// ASCII's control characters; U+0080 to U+009F, which terminals take for escape sequences as well, begin
// with a byte of two.
bool MayBeControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\xC2'; }

// Looks at all of the text, and counts in bytes: so compilers take sixteen of them at once.
bool MayHoldControls(std::string_view text) {
  unsigned char may = 0;
  for (const char c : text) may |= static_cast<unsigned char>(MayBeControl(c));
  return may != 0;
}

bool IsUpperControl(std::string_view text) {
  if (text.size() < 2 || text[0] != '\xC2') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  return second >= 0x80 && second <= 0x9F;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string result;
  AppendPrintable(result, text);
  return result;
}

void AppendPrintable(std::string& result, std::string_view text) {
  if (!MayHoldControls(text)) {
    result += text;
    return;
  }
  while (!text.empty()) {
    const auto plain =
        static_cast<size_t>(std::find_if(text.begin(), text.end(), MayBeControl) - text.begin());
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const bool is_upper = IsUpperControl(text);
    const bool is_kept = text[0] == '\xC2' && !is_upper;
    if (text[0] == '\t') {
      result += "    ";
    } else {
      result += is_kept ? text[0] : '?';
    }
    text.remove_prefix(is_upper ? 2 : 1);
  }
}

}  // namespace lockstep::sql
