// SPDX-License-Identifier: Apache-2.0
#include "sql/syntax_message.h"

#include <algorithm>

#include <fmt/format.h>

#include "sql/byte_class.h"
#include "sql/utf8.h"

namespace lockstep::sql {
namespace {

// PostgreSQL's scanner takes every character beyond ASCII for a letter. These come from word processors and
// web pages.
struct Disguise {
  std::string_view character;
  std::string_view name;
  std::string_view instead;  // "" when it should not be there at all
};

constexpr Disguise kDisguises[] = {
    {"\u00A0", "a no-break space (U+00A0)", "a space"},
    {"\u00AD", "a soft hyphen (U+00AD)", ""},
    {"\u2002", "an en space (U+2002)", "a space"},
    {"\u2003", "an em space (U+2003)", "a space"},
    {"\u2007", "a figure space (U+2007)", "a space"},
    {"\u2009", "a thin space (U+2009)", "a space"},
    {"\u200B", "a zero width space (U+200B)", ""},
    {"\u200C", "a zero width non-joiner (U+200C)", ""},
    {"\u200D", "a zero width joiner (U+200D)", ""},
    {"\u200E", "a left-to-right mark (U+200E)", ""},
    {"\u200F", "a right-to-left mark (U+200F)", ""},
    {"\u2010", "a hyphen (U+2010)", "-"},
    {"\u2011", "a no-break hyphen (U+2011)", "-"},
    {"\u2013", "an en dash (U+2013)", "-"},
    {"\u2014", "an em dash (U+2014)", "-"},
    {"\u2018", "a left quotation mark (U+2018)", "'"},
    {"\u2019", "a right quotation mark (U+2019)", "'"},
    {"\u201C", "a left double quotation mark (U+201C)", "\""},
    {"\u201D", "a right double quotation mark (U+201D)", "\""},
    {"\u2028", "a line separator (U+2028)", "a line end"},
    {"\u202F", "a narrow no-break space (U+202F)", "a space"},
    {"\u2060", "a word joiner (U+2060)", ""},
    {"\u2212", "a minus sign (U+2212)", "-"},
    {"\u3000", "an ideographic space (U+3000)", "a space"},
    {"\uFEFF", "a byte order mark (U+FEFF)", ""},
    {"\uFF08", "a fullwidth parenthesis (U+FF08)", "("},
    {"\uFF09", "a fullwidth parenthesis (U+FF09)", ")"},
    {"\uFF0C", "a fullwidth comma (U+FF0C)", ","},
    {"\uFF1B", "a fullwidth semicolon (U+FF1B)", ";"},
};

// The word at `offset` and the one before it: the parser stumbles over the word behind "1 – 2"'s dash.
std::string_view WordsAt(std::string_view sql, size_t offset) {
  size_t begin = offset;
  while (begin > 0 && IsBlankOrNewline(sql[begin - 1])) --begin;
  while (begin > 0 && IsWordByte(sql[begin - 1])) --begin;
  size_t end = offset;
  while (end < sql.size() && IsWordByte(sql[end])) ++end;
  return sql.substr(begin, end - begin);
}

const Disguise* FindDisguise(std::string_view words) {
  const auto found = std::find_if(
      std::begin(kDisguises), std::end(kDisguises),
      [words](const Disguise& disguise) { return words.find(disguise.character) != std::string_view::npos; });
  return found == std::end(kDisguises) ? nullptr : found;
}

// What PostgreSQL says when its parser runs out of room, and what that means for the SQL.
struct Explanation {
  std::string_view message;
  std::string_view meaning;
};

constexpr Explanation kExplanations[] = {
    {"memory exhausted", "it is nested too deeply for PostgreSQL's parser"},
    {"invalid memory alloc request size", "PostgreSQL takes no string of 512 MB or more"},
};

std::string_view ExplanationOf(std::string_view message) {
  for (const Explanation& explanation : kExplanations) {
    if (message.starts_with(explanation.message)) return explanation.meaning;
  }
  return {};
}

// "… at or near "TOKEN"" holds the whole rest of the text when a quote is not closed.
std::string Shorten(std::string_view message) {
  constexpr size_t kLongest = 120;
  size_t size = std::min(message.find('\n'), message.size());
  if (size > kLongest) size = OffsetOfCharacter(message, kLongest);
  if (size == message.size()) return std::string(message);
  return std::string(message.substr(0, size)) + "…\"";
}

}  // namespace

std::string SyntaxMessage(std::string_view message, std::string_view sql, size_t offset) {
  const std::string_view explanation = ExplanationOf(message);
  if (!explanation.empty()) return fmt::format("{}: {}", Shorten(message), explanation);
  const Disguise* disguise = FindDisguise(WordsAt(sql, offset));
  if (disguise == nullptr) return Shorten(message);
  const std::string remedy =
      disguise->instead.empty() ? "remove it" : fmt::format("replace it with {}", disguise->instead);
  return fmt::format("{}: here is {}, which PostgreSQL takes for a letter: {}", Shorten(message),
                     disguise->name, remedy);
}

}  // namespace lockstep::sql
