// SPDX-License-Identifier: Apache-2.0
#include "sql/display_width.h"

#include <algorithm>
#include <array>

namespace lockstep::sql {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// The blocks that matter in practice: Unicode's East_Asian_Width W and F (UAX #11), and emoji.
constexpr std::array<Range, 13> kWide = {{{0x1100, 0x115F},
                                          {0x2E80, 0x303E},
                                          {0x3041, 0x33FF},
                                          {0x3400, 0x4DBF},
                                          {0x4E00, 0x9FFF},
                                          {0xA000, 0xA4CF},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE6F},
                                          {0xFF00, 0xFF60},
                                          {0xFFE0, 0xFFE6},
                                          {0x1F300, 0x1FAFF},
                                          {0x20000, 0x3FFFD}}};

constexpr std::array<Range, 5> kZeroWidth = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}}};

template <size_t N>
bool IsIn(const std::array<Range, N>& ranges, char32_t character) {
  return std::any_of(ranges.begin(), ranges.end(), [character](const Range& range) {
    return character >= range.first && character <= range.last;
  });
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t character = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (size_t j = 1; j < length && i + j < text.size(); ++j) {
      character = (character << 6U) | (static_cast<unsigned char>(text[i + j]) & 0x3FU);
    }
    i += length;
    if (IsIn(kZeroWidth, character)) continue;
    width += IsIn(kWide, character) ? 2 : 1;
  }
  return width;
}

}  // namespace lockstep::sql
