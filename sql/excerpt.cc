// SPDX-License-Identifier: Apache-2.0
#include "sql/excerpt.h"

#include <algorithm>
#include <string_view>

#include "sql/display_width.h"
#include "sql/printable.h"

namespace lockstep::sql {

namespace {

// A minified dump has lines of megabytes: show the surroundings of the span only.
constexpr size_t kMaximumLine = 200;
constexpr size_t kLeadIn = 60;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Moves an offset back to the beginning of the character that it is in.
size_t CharacterBegin(std::string_view text, size_t offset) {
  while (offset > 0 && offset < text.size() && IsContinuation(text[offset])) --offset;
  return std::min(offset, text.size());
}

}  // namespace

Excerpt ExcerptOf(const SourceFile& file, Span span) {
  const std::string_view whole = file.LineAt(span.begin);
  const size_t line_begin = static_cast<size_t>(whole.data() - file.text().data());
  const size_t begin = std::min(span.begin - std::min(span.begin, line_begin), whole.size());
  const size_t end = std::clamp(span.end - std::min(span.end, line_begin), begin, whole.size());

  size_t window_begin = 0;
  size_t window_end = whole.size();
  if (whole.size() > kMaximumLine) {
    window_begin = CharacterBegin(whole, begin > kLeadIn ? begin - kLeadIn : 0);
    window_end = CharacterBegin(whole, std::min(whole.size(), window_begin + kMaximumLine));
  }
  const std::string_view before = whole.substr(window_begin, begin - window_begin);
  const std::string_view marked = whole.substr(begin, std::min(end, window_end) - begin);

  Excerpt excerpt;
  excerpt.line_number = file.PositionOf(span.begin).line;
  const std::string_view cut = window_begin > 0 ? "…" : "";
  excerpt.line = std::string(cut) + Printable(whole.substr(window_begin, window_end - window_begin)) +
                 (window_end < whole.size() ? "…" : "");
  excerpt.indent = std::string(DisplayWidth(cut) + DisplayWidth(Printable(before)), ' ');
  excerpt.width = std::max<size_t>(1, DisplayWidth(Printable(marked)));
  return excerpt;
}

}  // namespace lockstep::sql
