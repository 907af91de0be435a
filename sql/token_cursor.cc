// SPDX-License-Identifier: Apache-2.0
// What is a token follows PostgreSQL's scanner, src/backend/parser/scan.l.
#include "sql/token_cursor.h"

#include <algorithm>

#include "sql/byte_class.h"

namespace lockstep::sql {

bool TokenCursor::Next() {
  SkipBlanksAndComments();
  token_.begin = token_.end;
  if (token_.begin >= text_.size()) return false;
  const bool goes_on = continuation_ == Continuation::kNextLine;
  continuation_ = Continuation::kNone;
  const char byte = text_[token_.end++];
  if (byte == '\'') {
    TakeQuote(goes_on ? QuoteScanner::Kind::kEscapeString : QuoteScanner::Kind::kString);
  } else if (byte == '"') {
    TakeQuote(QuoteScanner::Kind::kQuotedName);
  } else if (byte == '$') {
    TakeDollar();
  } else if (IsWordByte(byte)) {
    TakeWord();
  }
  return true;
}

void TokenCursor::SkipBlanksAndComments() {
  while (token_.end < text_.size()) {
    const char byte = text_[token_.end];
    if (IsBlankOrNewline(byte)) {
      if (IsNewline(byte) && continuation_ == Continuation::kPending) continuation_ = Continuation::kNextLine;
      ++token_.end;
    } else if (byte == '-' && ByteAt(token_.end + 1) == '-') {
      SkipComment(QuoteScanner::Kind::kLineComment);
    } else if (byte == '/' && ByteAt(token_.end + 1) == '*') {
      continuation_ = Continuation::kNone;
      SkipComment(QuoteScanner::Kind::kBlockComment);
    } else {
      return;
    }
  }
}

void TokenCursor::SkipComment(QuoteScanner::Kind kind) {
  const size_t begin = token_.end;
  token_.end += 2;
  ScanTo(kind);
  if (comments_ != nullptr) comments_->push_back({{begin, token_.end}});
}

// With the string or name that it is the prefix of.
void TokenCursor::TakeWord() {
  const char first = text_[token_.begin];
  token_.end = static_cast<size_t>(
      std::find_if_not(text_.begin() + static_cast<std::ptrdiff_t>(token_.end), text_.end(), IsWordByte) -
      text_.begin());
  if (token_.size() > 1) return;
  if ((first == 'u' || first == 'U') && ByteAt(token_.end) == '&' && ByteAt(token_.end + 1) == '"') {
    token_.end += 2;
    TakeQuote(QuoteScanner::Kind::kQuotedName);
  } else if ((first == 'e' || first == 'E') && ByteAt(token_.end) == '\'') {
    ++token_.end;
    TakeQuote(QuoteScanner::Kind::kEscapeString);
  }
}

void TokenCursor::TakeDollar() {
  size_t end = token_.end;
  while (IsWordByte(ByteAt(end)) && ByteAt(end) != '$') ++end;
  const std::string_view tag = text_.substr(token_.end, end - token_.end);
  const bool is_parameter = !tag.empty() && tag[0] >= '0' && tag[0] <= '9';
  if (ByteAt(end) != '$' || is_parameter) return;
  token_.end = end + 1;
  quote_.SetDollarTag(tag);
  ScanTo(QuoteScanner::Kind::kDollarString);
}

// A doubled mark ends nothing.
void TokenCursor::TakeQuote(QuoteScanner::Kind kind) {
  const char mark = text_[token_.end - 1];
  ScanTo(kind);
  while (ByteAt(token_.end) == mark) {
    ++token_.end;
    ScanTo(kind);
  }
  if (kind == QuoteScanner::Kind::kEscapeString) continuation_ = Continuation::kPending;
}

void TokenCursor::ScanTo(QuoteScanner::Kind kind) {
  quote_.Open(kind);
  const char* begin = text_.data();
  token_.end = static_cast<size_t>(quote_.Scan(begin + token_.end, begin + text_.size()) - begin);
}

}  // namespace lockstep::sql
