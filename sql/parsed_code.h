// SPDX-License-Identifier: Apache-2.0
// The code of a DO block or a routine, as far as its text alone tells what it is: parsed once, however often
// it is carried out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/parse_tree.h"
#include "sql/plpgsql.h"

struct FuncCall;
struct List;

namespace lockstep::sql {

// Texts of names, where they are known.
using Constants = std::map<std::string, std::string, std::less<>>;

// Immutable. Has to die on the thread that made it, as a ParseTree.
class ParsedCode {
 public:
  struct Part {
    CodePart part;
    ParseTree tree;  // of its SQL; a dynamic part's, of the SELECT that its expression would stand in
  };

  // `statement` is the text of a DO, CREATE FUNCTION or CREATE PROCEDURE; `node` is what it was parsed to,
  // where it begins at `location`, and has to outlive this. Null: it is parsed here. Never fails.
  explicit ParsedCode(const std::string& statement, const ::Node* node = nullptr, size_t location = 0);

  // Why none of it was read; empty where it was.
  const std::string& unread() const { return unread_; }
  const std::vector<Part>& parts() const { return parts_; }

  // Variables and parameters that have the same text all along, where `call` is what carries the code out:
  // null: nothing gives it arguments.
  Constants ConstantsOf(const ::FuncCall* call) const;

 private:
  struct Variable {
    std::string name;
    bool is_constant = false;
    std::optional<ParseTree> default_value = {};
  };

  void Read(const std::string& text, const ::Node* holder, size_t location);
  void TakePlpgsql(PlpgsqlBlock block);
  void ReadSqlBody(std::string_view body, std::optional<Span> place);
  void Add(CodePart part);

  std::optional<ParseTree> tree_;       // of the text
  const ::List* parameters_ = nullptr;  // of the routine
  std::string unread_;
  std::vector<Variable> variables_;
  std::vector<Part> parts_;
};

// The text of an expression that was parsed as SELECT's only one; nothing where it does not follow from the
// expression and the constants.
std::optional<std::string> TextOf(const ParseTree& select, const Constants& constants);

}  // namespace lockstep::sql
