// SPDX-License-Identifier: Apache-2.0
#include "sql/name.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// The bytes that quote_identifier() of PostgreSQL's ruleutils.c takes for plain.
constexpr std::array<bool, 256> kPlainBytes = [] {
  std::array<bool, 256> plain{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789_"))
    plain[static_cast<unsigned char>(c)] = true;
  return plain;
}();

// PostgreSQL's own function allocates in its memory context, so the common case is decided here.
bool IsPlainLowercase(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return kPlainBytes[c]; });
}

// It quotes all keywords but the unreserved ones.
bool IsToQuote(int keyword) { return ScanKeywordCategories[keyword] != UNRESERVED_KEYWORD; }

// How long the keywords to quote are, a bit a length, by their first letter. Most names are none by that
// alone.
using KeywordLengths = std::array<uint32_t, 256>;

KeywordLengths MakeKeywordLengths() {
  KeywordLengths lengths{};
  for (int i = 0; i < ScanKeywords.num_keywords; ++i) {
    const std::string_view keyword = GetScanKeyword(i, &ScanKeywords);
    if (IsToQuote(i)) lengths[static_cast<unsigned char>(keyword.front())] |= uint32_t{1} << keyword.size();
  }
  return lengths;
}

bool IsKeywordToQuote(const char* text, size_t size) {
  static const KeywordLengths kLengths = MakeKeywordLengths();
  const uint32_t lengths = kLengths[static_cast<unsigned char>(*text)];
  if (size >= 32 || (lengths >> size & 1) == 0) return false;
  const int keyword = ScanKeywordLookup(text, &ScanKeywords);
  return keyword >= 0 && IsToQuote(keyword);
}

void AppendIdentifier(std::string& text, std::string_view identifier) {
  const size_t begin = text.size();
  text += identifier;
  if (IsPlainLowercase(identifier) && !IsKeywordToQuote(text.c_str() + begin, identifier.size())) return;
  text.resize(begin);
  text += '"';
  for (const char c : identifier) {
    if (c == '"') text += '"';
    text += c;
  }
  text += '"';
}

// Takes the first part of a qualified name off the text.
std::string TakeIdentifier(std::string_view& text) {
  std::string part;
  bool quoted = false;
  size_t i = 0;
  for (; i < text.size() && (quoted || text[i] != '.'); ++i) {
    const char c = text[i];
    const bool doubled = quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"';
    if (c == '"' && !doubled) {
      quoted = !quoted;
      continue;
    }
    part += !quoted && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (doubled) ++i;
  }
  text.remove_prefix(std::min(text.size(), i + 1));
  return part;
}

}  // namespace

QualifiedName QualifiedName::From(const ::RangeVar& relation) {
  return {.schema = std::string(Text(relation.schemaname)), .name = std::string(Text(relation.relname))};
}

QualifiedName QualifiedName::From(const ::List* names) {
  QualifiedName result;
  const size_t count = Length(names);
  if (count >= 1) result.name = StringOf(At(names, count - 1));
  if (count >= 2) result.schema = StringOf(At(names, count - 2));
  return result;
}

QualifiedName QualifiedName::Parse(std::string_view text) {
  QualifiedName result;
  while (!text.empty()) {
    result.schema = std::move(result.name);
    result.name = TakeIdentifier(text);
  }
  return result;
}

std::string QualifiedName::Display() const { return DisplayName(schema, name); }

std::string DisplayName(std::string_view schema, std::string_view name) {
  std::string text;
  text.reserve(schema.size() + 1 + name.size());
  if (!schema.empty()) {
    AppendIdentifier(text, schema);
    text += '.';
  }
  AppendIdentifier(text, name);
  return text;
}

std::string QuoteIdentifier(std::string_view identifier) {
  std::string text;
  AppendIdentifier(text, identifier);
  return text;
}

}  // namespace lockstep::sql
