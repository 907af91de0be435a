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

// The span counts from the line's begin.
Excerpt ExcerptOfLine(std::string_view whole, Span span, size_t number) {
  size_t window_begin = 0;
  size_t window_end = whole.size();
  if (whole.size() > kMaximumLine) {
    window_begin = CharacterBegin(whole, span.begin > kLeadIn ? span.begin - kLeadIn : 0);
    window_end = CharacterBegin(whole, std::min(whole.size(), window_begin + kMaximumLine));
  }
  const std::string_view before = whole.substr(window_begin, span.begin - window_begin);
  const std::string_view marked = whole.substr(span.begin, std::min(span.end, window_end) - span.begin);

  Excerpt excerpt;
  excerpt.line_number = number;
  const std::string_view cut = window_begin > 0 ? "…" : "";
  excerpt.line = std::string(cut) + Printable(whole.substr(window_begin, window_end - window_begin)) +
                 (window_end < whole.size() ? "…" : "");
  excerpt.indent = std::string(DisplayWidth(cut) + DisplayWidth(Printable(before)), ' ');
  excerpt.width = std::max<size_t>(1, DisplayWidth(Printable(marked)));
  return excerpt;
}

}  // namespace

std::string TextAsWritten(const SourceFile& file, Span span) {
  const size_t first = file.PositionOf(span.begin).line;
  const size_t last = file.PositionOf(span.end).line;
  std::string text;
  for (size_t number = first; number <= last; ++number) {
    const Span line = file.Line(number);
    const std::string* written = file.LineAsWritten(number);
    const Span shown{std::max(line.begin, span.begin), std::min(line.end, span.end)};
    std::string_view part = written == nullptr ? file.Text(shown) : *written;
    if (number == first) part.remove_prefix(std::min(part.find_first_not_of(" \t"), part.size()));
    text += number == first ? "" : "\n";
    text += part;
  }
  return text;
}

Excerpt ExcerptOf(const SourceFile& file, Span span) {
  const size_t number = file.PositionOf(span.begin).line;
  if (const std::string* written = file.LineAsWritten(number)) {
    // Where in it the span is cannot be told: all of it is underlined.
    return ExcerptOfLine(
        *written, {std::min(written->find_first_not_of(" \t"), written->size()), written->size()}, number);
  }
  const std::string_view line = file.LineAt(span.begin);
  const size_t line_begin = static_cast<size_t>(line.data() - file.text().data());
  const size_t begin = std::min(span.begin - std::min(span.begin, line_begin), line.size());
  return ExcerptOfLine(
      line, {begin, std::clamp(span.end - std::min(span.end, line_begin), begin, line.size())}, number);
}

}  // namespace lockstep::sql
