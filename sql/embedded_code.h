// SPDX-License-Identifier: Apache-2.0
// What a DO block runs: the SQL statements that stand in its PL/pgSQL, in the order in which they are
// written. Dynamic SQL is among them where its text follows from the code alone.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sql/parse_tree.h"
#include "sql/script.h"

namespace lockstep::sql {

// Code that was not looked into.
struct UnreadCode {
  Span span;
  std::string reason;  // "its text is put together when it runs"
};

struct EmbeddedStatement {
  Statement statement;  // with the number of the statement that it stands in
  // Whether it may be left out, as in IF, CASE, a loop, an exception handler; or fail and the block go on.
  bool is_conditional = false;
};

// Owns the parse nodes of its statements; not to outlive the file's SourceFile.
class EmbeddedCode {
 public:
  // `statement` is a DoStmt of the file. Never fails: what cannot be read is in unread().
  static EmbeddedCode Read(const SourceFile& file, const Statement& statement);

  const std::deque<EmbeddedStatement>& statements() const { return statements_; }
  const std::vector<UnreadCode>& unread() const { return unread_; }

 private:
  class Reader;

  std::vector<ParseTree> trees_;
  std::deque<EmbeddedStatement> statements_;  // whose addresses stay
  std::vector<UnreadCode> unread_;
};

}  // namespace lockstep::sql
