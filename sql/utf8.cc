// SPDX-License-Identifier: Apache-2.0
#include "sql/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace lockstep::sql {
namespace {

// Migrations are nearly all ASCII: eight bytes a step make the check cost next to nothing.
size_t AsciiPrefix(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  size_t length = 0;
  for (uint64_t word; text.size() - length >= sizeof word; length += sizeof word) {
    std::memcpy(&word, text.data() + length, sizeof word);
    if ((word & kHighBits) != 0) break;
  }
  while (length < text.size() && static_cast<unsigned char>(text[length]) < 0x80) ++length;
  return length;
}

}  // namespace

// The ranges are those of the Unicode Standard, table 3-7 "Well-Formed UTF-8 Byte Sequences".
size_t Utf8CharacterLength(std::string_view text) {
  const auto byte_in = [text](size_t index, unsigned low, unsigned high) {
    if (index >= text.size()) return false;
    const auto byte = static_cast<unsigned char>(text[index]);
    return low <= byte && byte <= high;
  };
  if (byte_in(0, 0x00, 0x7F)) return 1;
  if (byte_in(0, 0xC2, 0xDF)) return byte_in(1, 0x80, 0xBF) ? 2 : 0;
  if (byte_in(0, 0xE0, 0xEF)) {
    const unsigned low = text[0] == '\xE0' ? 0xA0 : 0x80;
    const unsigned high = text[0] == '\xED' ? 0x9F : 0xBF;
    return byte_in(1, low, high) && byte_in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (byte_in(0, 0xF0, 0xF4)) {
    const unsigned low = text[0] == '\xF0' ? 0x90 : 0x80;
    const unsigned high = text[0] == '\xF4' ? 0x8F : 0xBF;
    return byte_in(1, low, high) && byte_in(2, 0x80, 0xBF) && byte_in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

size_t ValidUtf8Prefix(std::string_view text) {
  size_t valid = 0;
  while (true) {
    valid += AsciiPrefix(text.substr(valid));
    if (valid == text.size()) return valid;
    const size_t length = Utf8CharacterLength(text.substr(valid));
    if (length == 0) return valid;
    valid += length;
  }
}

size_t CountCharacters(std::string_view text) {
  const size_t ascii = AsciiPrefix(text);
  const std::string_view rest = text.substr(ascii);
  return ascii + static_cast<size_t>(std::count_if(rest.begin(), rest.end(),
                                                   [](char byte) { return !IsUtf8Continuation(byte); }));
}

size_t OffsetOfCharacter(std::string_view text, size_t position) {
  size_t offset = 0;
  for (size_t passed = 1; passed < position && offset < text.size(); ++passed) {
    do ++offset;
    while (offset < text.size() && IsUtf8Continuation(text[offset]));
  }
  return offset;
}

}  // namespace lockstep::sql
