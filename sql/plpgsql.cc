// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "sql/constant_text.h"
#include "sql/nodes.h"
#include "sql/parse_tree.h"
#include "sql/syntax_message.h"
#include "sql/utf8.h"

namespace lockstep::sql {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPutTogether = "its text is put together when it runs";
constexpr std::string_view kCannotBeRead = "its PL/pgSQL cannot be read";

// libpg_query's account of a block: nothing where it has none, which it says why.
std::optional<Json> ParseBlock(const std::string& text, std::string& why_not) {
  const PgQueryPlpgsqlParseResult parsed = pg_query_parse_plpgsql(text.c_str());
  std::optional<Json> json;
  if (parsed.error != nullptr) {
    why_not = ReadableMessage(parsed.error->message, text,
                              static_cast<size_t>(std::max(parsed.error->cursorpos, 0)));
  } else {
    json = Json::parse(parsed.plpgsql_funcs, nullptr, false);
    if (json->is_discarded()) json.reset();
  }
  pg_query_free_plpgsql_parse_result(parsed);
  return json;
}

// Of {"PLpgSQL_expr": {"query": …}}.
std::string QueryOf(const Json& holder) { return holder.at("PLpgSQL_expr").at("query"); }

// The SELECT around an expression, parsed.
const ::Node* ExpressionIn(const ParseTree& tree) {
  if (!tree.ok() || tree.statements().size() != 1) return nullptr;
  const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
  const auto* target = select == nullptr ? nullptr : As<::ResTarget>(At(select->targetList, 0));
  return target == nullptr || Length(select->targetList) != 1 ? nullptr : target->val;
}

// Numbers of the variables that something is assigned to.
void CollectAssigned(const Json& json, std::set<size_t>& assigned) {
  if (json.is_object() && json.contains("varno") && json.at("varno").is_number_unsigned())
    assigned.insert(json.at("varno").get<size_t>());
  for (const Json& child : json) {
    if (child.is_structured()) CollectAssigned(child, assigned);
  }
}

class Reader {
 public:
  Reader(const std::string& statement, std::optional<Span> body, const Constants& arguments)
      : statement_(statement), body_(body), arguments_(arguments) {
    if (body_) line_begin_ = body_->begin;
  }

  std::vector<CodePart> Read() {
    std::string why_not;
    const auto json = ParseBlock(statement_, why_not);
    if (!json) {
      NotRead({}, std::string(kCannotBeRead) + (why_not.empty() ? "" : ": " + why_not));
      return std::move(parts_);
    }
    try {
      const Json& function = json->at(0).at("PLpgSQL_function");
      CollectConstants(function);
      Visit(function.at("action"), false);
    } catch (const Json::exception&) {
      NotRead({}, std::string(kCannotBeRead));
    }
    return std::move(parts_);
  }

 private:
  void NotRead(std::optional<Span> span, std::string reason) {
    parts_.push_back({.span = span, .unread = std::move(reason)});
  }

  // Of two variables of one name neither counts: which of them is meant does not show.
  void CollectConstants(const Json& function) {
    std::set<size_t> assigned;
    CollectAssigned(function.at("action"), assigned);
    const Json& datums = function.at("datums");
    std::set<std::string> names;
    for (size_t i = 0; i < datums.size(); ++i) {
      if (!datums[i].contains("PLpgSQL_var")) continue;
      const Json& variable = datums[i].at("PLpgSQL_var");
      const std::string name = variable.at("refname");
      constants_.erase(name);
      if (!names.insert(name).second || assigned.contains(i)) continue;
      if (!variable.contains("default_val")) {
        const auto argument = arguments_.find(name);
        if (argument != arguments_.end()) constants_.insert(*argument);
        continue;
      }
      const ParseTree tree = ParseTree::Parse("SELECT " + QueryOf(variable.at("default_val")));
      if (auto text = TextOf(ExpressionIn(tree))) constants_.emplace(name, *std::move(text));
    }
  }

  std::optional<std::string> TextOf(const ::Node* expression) const {
    return ConstantText(expression, [this](std::string_view name) {
      const auto found = constants_.find(name);
      return found == constants_.end() ? std::nullopt : std::optional(found->second);
    });
  }

  // In the order in which things are written, but for a loop's query, which comes behind its body.
  void Visit(const Json& json, bool is_conditional) {
    if (json.is_array()) {
      for (const Json& child : json) Visit(child, is_conditional);
      return;
    }
    if (!json.is_object()) return;
    for (const auto& [kind, value] : json.items()) {
      if (kind.starts_with("PLpgSQL_stmt_")) {
        VisitStatement(kind.substr(std::string_view("PLpgSQL_stmt_").size()), value, is_conditional);
      } else if (value.is_structured()) {
        Visit(value, is_conditional);
      }
    }
  }

  void VisitStatement(std::string_view kind, const Json& statement, bool is_conditional) {
    const size_t line = statement.value("lineno", size_t{0});
    const auto add_static = [&](const char* key) {
      if (statement.contains(key)) AddStatic(QueryOf(statement.at(key)), line, is_conditional);
    };
    const auto add_dynamic = [&](const char* key) {
      if (statement.contains(key)) AddDynamic(QueryOf(statement.at(key)), line, is_conditional);
    };
    if (kind == "execsql") return add_static("sqlstmt");
    if (kind == "perform" || kind == "call") return add_static("expr");
    if (kind == "dynexecute") return add_dynamic("query");
    if (kind == "commit") return AddControl("COMMIT", "commit", line, is_conditional);
    if (kind == "rollback") return AddControl("ROLLBACK", "rollback", line, is_conditional);
    if (kind == "fors" || kind == "return_query") add_static("query");
    if (kind == "dynfors") add_dynamic("query");
    if (kind == "return_query") return add_dynamic("dynquery");
    const bool is_plain_block = kind == "block" && !statement.contains("exceptions");
    for (const auto& [key, value] : statement.items()) {
      if (key != "query" && value.is_structured()) Visit(value, is_conditional || !is_plain_block);
    }
  }

  // Where a text of a statement stands that begins in that line of the body, or behind it. PL/pgSQL puts
  // blanks for INTO and its target.
  std::optional<Span> PlaceOf(std::string_view text, size_t line) {
    if (!body_) return std::nullopt;
    const std::string_view all = std::string_view(statement_).substr(0, body_->end);
    for (; line_ < line && line_begin_ < all.size(); ++line_)
      line_begin_ = std::min(all.find('\n', line_begin_), all.size() - 1) + 1;
    const auto found =
        std::search(all.begin() + static_cast<std::ptrdiff_t>(line_begin_), all.end(), text.begin(),
                    text.end(), [](char theirs, char ours) { return theirs == ours || ours == ' '; });
    if (found == all.end()) return std::nullopt;
    const auto begin = static_cast<size_t>(found - all.begin());
    return Span{begin, begin + text.size()};
  }

  void AddStatic(std::string query, size_t line, bool is_conditional) {
    auto span = PlaceOf(query, line);
    constexpr std::string_view kSelect = "SELECT ";  // which PL/pgSQL puts for PERFORM
    size_t left_out = 0;
    if (!span && query.starts_with(kSelect)) {
      left_out = kSelect.size();
      span = PlaceOf(std::string_view(query).substr(left_out), line);
    }
    parts_.push_back({.text = std::move(query),
                      .span = span,
                      .base = span ? std::optional(span->begin - left_out) : std::nullopt,
                      .is_conditional = is_conditional});
  }

  // libpg_query says only that it is there.
  void AddControl(std::string upper, std::string_view lower, size_t line, bool is_conditional) {
    const auto span = PlaceOf(upper, line);
    parts_.push_back({.text = std::move(upper),
                      .span = span ? span : PlaceOf(lower, line),
                      .is_conditional = is_conditional});
  }

  void AddDynamic(const std::string& expression, size_t line, bool is_conditional) {
    const auto span = PlaceOf(expression, line);
    const ParseTree tree = ParseTree::Parse("SELECT " + expression);
    auto text = TextOf(ExpressionIn(tree));
    if (!text) return NotRead(span, std::string(kPutTogether));
    CodePart part{.span = span, .is_conditional = is_conditional};
    const size_t quote = span ? std::string_view(statement_).substr(span->begin, span->size()).find(*text)
                              : std::string_view::npos;
    if (quote != std::string_view::npos) {
      part.base = span->begin + quote;
      part.span = Span{*part.base, *part.base + text->size()};
    }
    part.text = *std::move(text);
    parts_.push_back(std::move(part));
  }

  const std::string& statement_;
  const std::optional<Span> body_;
  const Constants& arguments_;
  size_t line_ = 1;
  size_t line_begin_ = 0;  // of line_ in the statement
  Constants constants_;
  std::vector<CodePart> parts_;
};

}  // namespace

std::string ReadableMessage(std::string_view message, std::string_view text, size_t character) {
  return SyntaxMessage(message, text, OffsetOfCharacter(text, std::max(character, size_t{1})));
}

std::vector<CodePart> ReadPlpgsql(const std::string& statement, std::optional<Span> body,
                                  const Constants& arguments) {
  return Reader(statement, body, arguments).Read();
}

}  // namespace lockstep::sql
