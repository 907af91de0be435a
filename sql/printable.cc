// SPDX-License-Identifier: Apache-2.0
#include "sql/printable.h"

namespace lockstep::sql {

namespace {

// U+0080 to U+009F, which terminals take for escape sequences as well.
bool IsUpperControl(std::string_view text) {
  if (text.size() < 2 || text[0] != '\xC2') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  return second >= 0x80 && second <= 0x9F;
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\t') {
      result += "    ";
    } else if (static_cast<unsigned char>(text[i]) < 0x20 || text[i] == 0x7F) {
      result += '?';
    } else if (IsUpperControl(text.substr(i))) {
      result += '?';
      ++i;
    } else {
      result += text[i];
    }
  }
  return result;
}

}  // namespace lockstep::sql
