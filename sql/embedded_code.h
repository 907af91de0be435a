// SPDX-License-Identifier: Apache-2.0
// What a DO block or a function runs: the SQL statements that stand in its code, in the order in which they
// are written. Dynamic SQL is among them where its text follows from the code and the call alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parsed_code.h"
#include "sql/script.h"

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
  std::string_view text = {};  // of the whole statement
  std::optional<size_t> place =
      {};              // where the text begins in the file at hand; nothing: it stands in another
  Span fallback = {};  // in the file at hand, of what has no place of its own there
  size_t number = 0;   // of the file's statement that it stands in, or else that has it carried out
};

// Owns the parse nodes of its statements, or shares them with what else has the same code carried out.
class EmbeddedCode {
 public:
  // `parsed` is of the holder's text. Parameters that `call` gives constants for are known by them.
  static EmbeddedCode Read(const CodeHolder& holder, std::shared_ptr<const ParsedCode> parsed,
                           const ::FuncCall* call);
  // Of a DO block.
  static EmbeddedCode Read(const SourceFile& file, const Statement& block);
  // Code that is not to be looked into, and why.
  static EmbeddedCode NotRead(const CodeHolder& holder, std::string reason);

  const std::vector<EmbeddedStatement>& statements() const { return statements_; }

 private:
  class Reader;

  std::shared_ptr<const ParsedCode> parsed_;  // null where it was not to be looked into
  std::vector<ParseTree> dynamic_;
  std::vector<EmbeddedStatement> statements_;
};

}  // namespace lockstep::sql
