// SPDX-License-Identifier: Apache-2.0
#include "sql/json_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>

#include "sql/byte_class.h"

namespace lockstep::sql {

namespace {

// What stands behind a backslash, which is taken off the text. As _outToken() in libpg_query's
// pg_query_outfuncs_json.c writes: \u is for ASCII alone.
std::optional<char> TakeEscape(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const char letter = text[0];
  text.remove_prefix(1);
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'u':
      break;
    default:
      return std::nullopt;
  }
  unsigned char code = 0;
  const std::string_view digits = text.substr(0, 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
  if (digits.size() < 4 || error != std::errc() || end != digits.data() + 4 || code >= 0x80)
    return std::nullopt;
  text.remove_prefix(4);
  return static_cast<char>(code);
}

// Whether what follows is escaped: behind an odd number of backslashes.
bool EndsInEscape(std::string_view text) {
  const size_t last = text.find_last_not_of('\\');
  const size_t other = last == std::string_view::npos ? 0 : last + 1;
  return (text.size() - other) % 2 == 1;
}

}  // namespace

std::string JsonReader::ReadString() {
  std::string_view rest = TakeString();
  std::string value;
  value.reserve(rest.size());
  while (true) {
    const size_t plain = std::min(rest.find('\\'), rest.size());
    value += rest.substr(0, plain);
    if (plain == rest.size()) return value;
    rest.remove_prefix(plain + 1);
    const auto escaped = TakeEscape(rest);
    if (!escaped) {
      Fail();
      return {};
    }
    value += *escaped;
  }
}

size_t JsonReader::ReadNumber() {
  size_t value = 0;
  const char* begin = text_.data() + at_;
  const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
  if (error != std::errc()) {
    Fail();
    return 0;
  }
  at_ += static_cast<size_t>(end - begin);
  SkipBlanks();
  return value;
}

// Without recursion, however deep it is.
void JsonReader::Skip() {
  size_t depth = 0;
  do {
    if (TakeIf('{') || TakeIf('[')) {
      ++depth;
    } else if (depth > 0 && (TakeIf('}') || TakeIf(']'))) {
      --depth;
    } else if (depth > 0 && (TakeIf(',') || TakeIf(':'))) {
      continue;
    } else if (Sees('"')) {
      TakeString();
    } else {
      TakeWord();
    }
  } while (ok_ && depth > 0);
}

bool JsonReader::TakeIf(char mark) {
  if (!Sees(mark)) return false;
  ++at_;
  SkipBlanks();
  return true;
}

void JsonReader::Take(char mark) {
  if (!TakeIf(mark)) Fail();
}

bool JsonReader::Enter(char begin, char end) {
  Take(begin);
  return ok_ && !TakeIf(end);
}

bool JsonReader::GoOn(char end) {
  if (TakeIf(',')) return true;
  Take(end);
  return false;
}

void JsonReader::SkipBlanks() {
  while (!at_end() && IsBlankOrNewline(text_[at_])) ++at_;
}

std::string_view JsonReader::TakeString() {
  if (!Sees('"')) {
    Fail();
    return {};
  }
  const size_t begin = at_ + 1;
  size_t end = text_.find('"', begin);
  while (end != std::string_view::npos && EndsInEscape(text_.substr(begin, end - begin)))
    end = text_.find('"', end + 1);
  if (end == std::string_view::npos) {
    Fail();
    return {};
  }
  at_ = end + 1;
  SkipBlanks();
  return text_.substr(begin, end - begin);
}

void JsonReader::TakeWord() {
  const size_t begin = at_;
  while (!at_end() && (IsWordByte(text_[at_]) || text_[at_] == '-')) ++at_;
  if (at_ == begin) Fail();
  SkipBlanks();
}

void JsonReader::Fail() {
  ok_ = false;
  at_ = text_.size();
}

}  // namespace lockstep::sql
