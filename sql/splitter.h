// SPDX-License-Identifier: Apache-2.0
// Cuts a psql script into statements, inline COPY data and backslash commands, as psql does: PostgreSQL's own
// scanner and parser take neither of the last two.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sql/copy_data_scanner.h"
#include "sql/quote_scanner.h"
#include "sql/source_file.h"
#include "sql/statement_words.h"

namespace lockstep::sql {

enum class PieceKind {
  kStatement,    // with the comments and blanks before it, up to and without its semicolon
  kCopyData,     // data lines behind COPY … FROM stdin, without the line "\."; a long one comes in several
                 // pieces
  kCopyEnd,      // the line "\.", or the end of the input
  kMetaCommand,  // from the backslash to the end of the line
  kTrivia,       // blanks and comments that belong to no statement (end of file, before a meta-command)
};

struct Piece {
  PieceKind kind;
  Span span;      // of the whole input, counted from the first byte fed
  Span comments = {};  // statement, trivia: from its first comment to the end of its last one; empty without any
  bool terminated = true;        // statement: ended by a semicolon rather than by the end of input
  bool copy_from_stdin = false;  // statement: COPY … FROM stdin: data follows
  // statement: an unterminated quoted string, identifier, dollar quote, comment or parenthesis swallowed the
  // rest; where it began
  bool unclosed = false;
  size_t unclosed_at = 0;
};

// Push parser: constant state apart from nothing but counters, so COPY data of any size passes through
// without being held. Knows quotes
// ('…', E'…', U&'…', "…"), dollar quotes, nested comments, parentheses (CREATE RULE … (a; b)), and BEGIN
// ATOMIC bodies. Pieces arrive in order and cover the input without gaps, apart from semicolons.
class Splitter {
 public:
  using Sink = std::function<void(const Piece&)>;

  explicit Splitter(Sink sink);

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
  // Whether a "'" goes on with the E'…' string before it: PostgreSQL joins strings with a line end between
  // them.
  enum class Continuation { kNone, kAdjacent, kSameLine, kNextLine };

  size_t Here() const { return fed_ + static_cast<size_t>(cursor_ - chunk_.data()); }
  const char* ChunkEnd() const { return chunk_.data() + chunk_.size(); }

  void Step();
  void ScanTop();
  void ScanSpecial();
  void ScanWord();
  void ScanDash();
  void ScanSlash();
  void ScanDollarTag();
  void ScanQuote();
  void ScanBackslash();
  void ScanMetaCommand();
  void ScanCopyData();

  void BeginToken();
  void EndWord();
  void OpenString(size_t at);
  void OpenComment(QuoteScanner::Kind kind);
  void OpenQuote(QuoteScanner::Kind kind, size_t at);
  void EndStatement(size_t end, bool terminated);
  void EndMetaCommand(size_t end);
  void BeginCopyData();
  void EmitCopyData(size_t end);
  void EndCopyData(size_t end);
  std::optional<size_t> UnclosedAt() const;

  Sink sink_;
  State state_ = State::kTop;
  std::string_view chunk_;
  const char* cursor_ = nullptr;
  size_t fed_ = 0;    // bytes before chunk_
  size_t begin_ = 0;  // of the piece at hand

  // The statement at hand.
  bool has_token_ = false;
  Span comments_;
  StatementWords words_;
  size_t parentheses_ = 0;
  size_t outermost_parenthesis_ = 0;
  size_t atomic_body_ = 0;

  // The token at hand.
  std::string word_;  // a word's first bytes, or a dollar quote's tag
  QuoteScanner quote_;
  size_t quote_begin_ = 0;
  Continuation continuation_ = Continuation::kNone;

  CopyDataScanner copy_data_;
  size_t pending_copies_ = 0;  // COPY … FROM stdin whose data have not come yet
};

}  // namespace lockstep::sql
