// SPDX-License-Identifier: Apache-2.0
#include "sql/name.h"

#include <algorithm>
#include <utility>

#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// PostgreSQL's own quote_identifier() allocates in its memory context, so the common case is decided here.
bool IsPlainLowercase(std::string_view text) {
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') return false;
  }
  return true;
}

// quote_identifier() of PostgreSQL's ruleutils.c quotes all keywords but the unreserved ones.
bool IsKeywordToQuote(const std::string& text) {
  const int keyword = ScanKeywordLookup(text.c_str(), &ScanKeywords);
  return keyword >= 0 && ScanKeywordCategories[keyword] != UNRESERVED_KEYWORD;
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

std::string QualifiedName::Display() const {
  return schema.empty() ? QuoteIdentifier(name) : QuoteIdentifier(schema) + "." + QuoteIdentifier(name);
}

std::string QuoteIdentifier(std::string_view identifier) {
  const std::string text(identifier);
  if (IsPlainLowercase(text) && !IsKeywordToQuote(text)) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace lockstep::sql
