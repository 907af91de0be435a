// SPDX-License-Identifier: Apache-2.0
// Goes from token to token of a statement that PostgreSQL's parser has taken, as far as the tokens are looked
// at: libpg_query scans a whole text or nothing.
#pragma once

#include <string_view>
#include <vector>

#include "sql/comment.h"
#include "sql/quote_scanner.h"
#include "sql/source_file.h"

namespace lockstep::sql {

// Words, quoted names and strings are one token each; of operators and numbers each mark is one.
class TokenCursor {
 public:
  // `begin` is where a token of the text begins, or a blank or comment before one. The comments that it
  // passes are added to `comments`, which has to outlive it.
  TokenCursor(std::string_view sql, size_t begin, std::vector<Comment>* comments = nullptr)
      : text_(sql), token_{begin, begin}, comments_(comments) {}

  // To the next token; false where there is none.
  bool Next();

  Span token() const { return token_; }
  // Whether the token is that one mark.
  bool Is(char mark) const { return text_[token_.begin] == mark; }

 private:
  enum class Continuation { kNone, kPending, kNextLine };

  char ByteAt(size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
  void SkipBlanksAndComments();
  void SkipComment(QuoteScanner::Kind kind);
  void TakeWord();
  void TakeDollar();
  void TakeQuote(QuoteScanner::Kind kind);
  void ScanTo(QuoteScanner::Kind kind);

  std::string_view text_;
  Span token_;
  std::vector<Comment>* comments_;
  QuoteScanner quote_;
  // Whether a "'" goes on with the E'…' string before it: PostgreSQL joins strings on successive lines.
  Continuation continuation_ = Continuation::kNone;
};

}  // namespace lockstep::sql
