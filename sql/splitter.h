// SPDX-License-Identifier: Apache-2.0
// Cuts a psql script into statements, inline COPY data and backslash commands, as psql does: PostgreSQL's own scanner and
// parser take neither of the last two.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "sql/source_file.h"

namespace lockstep::sql {

enum class PieceKind {
  kStatement,    // with the comments and blanks before it, up to and without its semicolon
  kCopyData,     // data lines behind COPY … FROM stdin, without the line "\."; a long one comes in several pieces
  kCopyEnd,      // the line "\.", or the end of the input
  kMetaCommand,  // from the backslash to the end of the line
  kTrivia,       // blanks and comments that belong to no statement (end of file, before a meta-command)
};

struct Piece {
  PieceKind kind;
  Span span;                  // of the whole input, counted from the first byte fed
  bool has_comment = false;   // statement, trivia: a comment is somewhere in it
  bool terminated = true;     // statement: ended by a semicolon rather than by the end of input
  bool copy_from_stdin = false;  // statement: COPY … FROM stdin: data follows
  // statement: an unterminated quoted string, identifier, dollar quote, comment or parenthesis swallowed the rest; where it began
  bool unclosed = false;
  size_t unclosed_at = 0;
};

// Push parser: constant state apart from nothing but counters, so COPY data of any size passes through without being held. Knows quotes
// ('…', E'…', U&'…', "…"), dollar quotes, nested comments, parentheses (CREATE RULE … (a; b)), and BEGIN ATOMIC bodies.
// Pieces arrive in order and cover the input without gaps, apart from semicolons.
class Splitter {
 public:
  using Sink = std::function<void(const Piece&)>;

  explicit Splitter(Sink sink);

  void Feed(std::string_view chunk);
  // Ends the input: the last piece, terminated or not, is handed out.
  void Finish();
  // (state: see splitter.cc)
};

}  // namespace lockstep::sql
