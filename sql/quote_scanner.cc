// SPDX-License-Identifier: Apache-2.0
// What ends a quote or comment follows PostgreSQL's scanner, src/backend/parser/scan.l.
#include "sql/quote_scanner.h"

#include <algorithm>
#include <cstring>

namespace lockstep::sql {
namespace {

// What is looked through for one mark before it is for another.
constexpr std::ptrdiff_t kUsualLine = 128;

const char* Find(char byte, const char* begin, const char* end) {
  const void* found = std::memchr(begin, byte, static_cast<size_t>(end - begin));
  return found == nullptr ? end : static_cast<const char*>(found);
}

}  // namespace

void QuoteScanner::Open(Kind kind) {
  kind_ = kind;
  closed_ = false;
  after_backslash_ = false;
  previous_ = '\0';
  comment_depth_ = 1;
  in_closing_tag_ = false;
}

void QuoteScanner::SetDollarTag(std::string_view tag) {
  closing_tag_ = tag;
  closing_tag_ += '$';
}

const char* QuoteScanner::Scan(const char* begin, const char* end) {
  switch (kind_) {
    case Kind::kString:
      return ScanTo('\'', begin, end);
    case Kind::kQuotedName:
      return ScanTo('"', begin, end);
    case Kind::kEscapeString:
      return ScanEscapeString(begin, end);
    case Kind::kDollarString:
      return ScanDollarString(begin, end);
    case Kind::kLineComment:
      return ScanLineComment(begin, end);
    case Kind::kBlockComment:
      return ScanBlockComment(begin, end);
  }
  return end;
}

const char* QuoteScanner::ScanTo(char mark, const char* begin, const char* end) {
  const char* found = Find(mark, begin, end);
  closed_ = found != end;
  return closed_ ? found + 1 : end;
}

const char* QuoteScanner::ScanEscapeString(const char* begin, const char* end) {
  for (const char* cursor = begin; cursor != end; ++cursor) {
    if (after_backslash_) {
      after_backslash_ = false;
    } else if (*cursor == '\\') {
      after_backslash_ = true;
    } else if (*cursor == '\'') {
      closed_ = true;
      return cursor + 1;
    }
  }
  return end;
}

const char* QuoteScanner::ScanDollarString(const char* begin, const char* end) {
  const char* cursor = begin;
  while (cursor != end) {
    if (!in_closing_tag_) {
      cursor = Find('$', cursor, end);
      if (cursor == end) return end;
      in_closing_tag_ = true;
      matched_ = 0;
    } else if (*cursor == closing_tag_[matched_]) {
      closed_ = ++matched_ == closing_tag_.size();
      if (closed_) return cursor + 1;
    } else {
      // A dollar that does not fit may be the first one of the real end: $a$ … $b$a$.
      in_closing_tag_ = *cursor == '$';
      matched_ = 0;
    }
    ++cursor;
  }
  return end;
}

const char* QuoteScanner::ScanLineComment(const char* begin, const char* end) {
  while (begin != end) {
    const char* window_end = begin + std::min(end - begin, kUsualLine);
    const char* line_end = Find('\r', begin, Find('\n', begin, window_end));
    closed_ = line_end != window_end;
    if (closed_) return line_end;
    begin = window_end;
  }
  return end;
}

const char* QuoteScanner::ScanBlockComment(const char* begin, const char* end) {
  for (const char* cursor = begin; cursor != end; ++cursor) {
    const char pair[] = {previous_, *cursor};
    previous_ = *cursor;
    if (pair[0] == '/' && pair[1] == '*') {
      ++comment_depth_;
      previous_ = '\0';  // its star ends nothing: "/*/"
    } else if (pair[0] == '*' && pair[1] == '/') {
      closed_ = --comment_depth_ == 0;
      if (closed_) return cursor + 1;
      previous_ = '\0';
    }
  }
  return end;
}

}  // namespace lockstep::sql
