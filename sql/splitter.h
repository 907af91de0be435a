// SPDX-License-Identifier: Apache-2.0
// Cuts a psql script into statements, inline COPY data and backslash commands, as psql does: PostgreSQL's own
// scanner and parser take neither of the last two.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "sql/copy_data_scanner.h"
#include "sql/quote_scanner.h"
#include "sql/source_file.h"
#include "sql/statement_words.h"

namespace lockstep::sql {

enum class PieceKind {
  kStatement,  // with the comments and blanks before it, up to and without its semicolon
  kComment,  // with its markers ("-- …" without the line end): part of the statement or trivia that follows
  kCopyData,     // data lines behind COPY … FROM stdin, without the line "\."; in one or several pieces
  kCopyEnd,      // the line "\.", or the end of the input
  kMetaCommand,  // from the backslash to the end of the line
  kTrivia,       // blanks and comments that belong to no statement (at the end, before a meta-command)
};

enum class Unclosed {
  kNothing,
  kQuote,    // a string, quoted name, dollar quote or block comment
  kNesting,  // a parenthesis or a BEGIN ATOMIC body
};

struct Piece {
  PieceKind kind;
  Span span;
  bool terminated = true;        // statement: ended by a semicolon rather than by the end of input
  bool copy_from_stdin = false;  // statement: COPY … FROM stdin: data follows
  // Statement: what was never closed, and so swallowed the rest; where it began.
  Unclosed unclosed = Unclosed::kNothing;
  size_t unclosed_at = 0;
};

// Push parser: it holds no text, so COPY data of any size pass through it. Knows quotes ('…', E'…', U&'…',
// "…"), dollar quotes, nested comments, parentheses (CREATE RULE … (a; b)) and BEGIN ATOMIC bodies. Pieces
// arrive in order and cover the input without gaps, apart from semicolons and but for the comments in them.
// How the input is cut into chunks changes nothing, but for the size of kCopyData pieces.
class Splitter {
 public:
  using Sink = std::function<void(const Piece&)>;
  // Ignored, a semicolon ends the statement even in parentheses and BEGIN ATOMIC bodies: for text where one
  // is not closed.
  enum class Nesting { kHidesSemicolons, kIgnored };

  // Spans count from `first_offset`, the offset of the first byte that will be fed.
  explicit Splitter(Sink sink, size_t first_offset = 0, Nesting nesting = Nesting::kHidesSemicolons);

  void Feed(std::string_view chunk);
  // Ends the input: the last piece, terminated or not, is handed out.
  void Finish();

 private:
  enum class State {
    kTop,        // between tokens
    kWord,       // in a keyword or name
    kDash,       // behind a "-" that may begin a comment
    kSlash,      // behind a "/" that may begin a comment
    kDollarTag,  // behind a "$" that may begin a dollar quote
    kQuote,      // in a string, quoted name or comment
    kBackslash,  // behind the "\" of a meta-command
    kMetaCommand,
    kCopyData,
  };
  // Whether a "'" goes on with the E'…' string before it: PostgreSQL joins strings on successive lines.
  enum class Continuation { kNone, kAdjacent, kSameLine, kNextLine };

  size_t Here() const { return fed_ + static_cast<size_t>(cursor_ - chunk_.data()); }
  const char* ChunkEnd() const { return chunk_.data() + chunk_.size(); }

  void Step();
  void ScanTop();
  void ScanByte(char byte);
  void ScanWord(const char* begin);
  void ScanDash();
  void ScanSlash();
  void ScanDollar();
  void ScanDollarTag();
  void ScanQuote();
  void ScanBackslash();
  void ScanMetaCommand();
  void ScanCopyData();

  bool WordsMatter() const { return parentheses_ == 0 && !words_.settled(); }
  // `distance` is 1 to 3; 0 before the begin of the input.
  char ByteBefore(size_t distance) const;
  const char* NextOfInterest() const;
  void BeginToken() {
    has_token_ = true;
    continuation_ = Continuation::kNone;
  }
  void BeginWord();
  void EndWord(std::string_view word);
  void OpenString(size_t at);
  void EndComment(size_t end) { sink_({.kind = PieceKind::kComment, .span = {quote_begin_, end}}); }
  void OpenComment(QuoteScanner::Kind kind);
  void OpenQuote(QuoteScanner::Kind kind, size_t at);
  void OpenPlainQuote(QuoteScanner::Kind kind, size_t at);
  void EndStatement(size_t end, bool terminated);
  void EndMetaCommand(size_t end);
  void BeginCopyData();
  void EmitCopyData(size_t end);
  void EndCopyData(size_t end);
  Unclosed WhatIsUnclosed() const;
  size_t BeginOf(Unclosed unclosed) const;
  bool HidesSemicolon() const {
    return nesting_ == Nesting::kHidesSemicolons && (parentheses_ > 0 || words_.in_atomic_body());
  }

  Sink sink_;
  Nesting nesting_;
  State state_ = State::kTop;
  std::string_view chunk_;
  const char* cursor_ = nullptr;
  size_t fed_ = 0;                    // the offset of chunk_
  std::array<char, 3> last_bytes_{};  // of those
  size_t begin_ = 0;                  // of the piece at hand

  // The statement at hand.
  bool has_token_ = false;
  StatementWords words_;
  size_t parentheses_ = 0;
  size_t outermost_parenthesis_ = 0;
  size_t atomic_body_ = 0;

  // The token at hand.
  std::string word_;        // a word's first bytes, or a dollar quote's tag
  bool qualified_ = false;  // a word behind a dot is a name, be it spelled like a keyword
  QuoteScanner quote_;
  size_t quote_begin_ = 0;
  Continuation continuation_ = Continuation::kNone;

  CopyDataScanner copy_data_;
  size_t pending_copies_ = 0;  // COPY … FROM stdin whose data have not come yet
};

}  // namespace lockstep::sql
