// SPDX-License-Identifier: Apache-2.0
// What a DO block or a function runs: the SQL statements that stand in its code, in the order in which they
// are written. Dynamic SQL is among them where its text follows from the code and the call alone.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parse_tree.h"
#include "sql/script.h"

struct FuncCall;

namespace lockstep::sql {

struct EmbeddedStatement {
  // With the number of the statement that it stands in. One without a node is code that was not looked into;
  // its error says why: "its text is put together when it runs".
  Statement statement;
  // Whether it may be left out, as in IF, CASE, a loop, an exception handler; or fail and the block go on.
  bool is_conditional = false;
};

// A statement that holds code: DO, CREATE FUNCTION, CREATE PROCEDURE.
struct CodeHolder {
  // In the file at hand.
  static CodeHolder Of(const SourceFile& file, const Statement& statement);

  std::string_view text = {};    // of the whole statement
  const ::Node* node = nullptr;  // of the text; null: it is parsed for it
  size_t location = 0;           // of the node's, where the text begins
  std::optional<size_t> place =
      {};              // where the text begins in the file at hand; nothing: it stands in another
  Span fallback = {};  // in the file at hand, of what has no place of its own there
  size_t number = 0;   // of the file's statement that it stands in, or else that has it carried out
};

// Owns the parse nodes of its statements.
class EmbeddedCode {
 public:
  // Parameters that `call` gives constants for are known by them. Never fails.
  static EmbeddedCode Read(const CodeHolder& holder, const ::FuncCall* call = nullptr);
  // Code that is not to be looked into, and why.
  static EmbeddedCode NotRead(const CodeHolder& holder, std::string reason);

  const std::deque<EmbeddedStatement>& statements() const { return statements_; }

 private:
  class Reader;

  std::vector<ParseTree> trees_;
  std::deque<EmbeddedStatement> statements_;  // whose addresses stay
};

}  // namespace lockstep::sql
