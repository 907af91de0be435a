// SPDX-License-Identifier: Apache-2.0
#include "sql/embedded_code.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "sql/constant_text.h"
#include "sql/nodes.h"
#include "sql/syntax_message.h"
#include "sql/utf8.h"

namespace lockstep::sql {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPutTogether = "its text is put together when it runs";

// `position` is the parser's: of a character, from 1; 0 where it has none.
std::string ReadableMessage(std::string_view message, std::string_view text, int position) {
  return SyntaxMessage(message, text, OffsetOfCharacter(text, static_cast<size_t>(std::max(position, 1))));
}

// libpg_query's account of a block: nothing where it has none, which it says why.
std::optional<Json> ParseBlock(const std::string& text, std::string& why_not) {
  const PgQueryPlpgsqlParseResult parsed = pg_query_parse_plpgsql(text.c_str());
  std::optional<Json> json;
  if (parsed.error != nullptr) {
    why_not = ReadableMessage(parsed.error->message, text, parsed.error->cursorpos);
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

}  // namespace

class EmbeddedCode::Reader {
 public:
  Reader(const SourceFile& file, const Statement& block, EmbeddedCode& code)
      : file_(file), block_(block), code_(code) {}

  void Read() {
    for (const auto* option : Elements<::DefElem>(As<::DoStmt>(block_.node)->args)) {
      if (option == nullptr) continue;
      const std::string_view name = Text(option->defname);
      if (name == "language" && StringOf(option->arg) != "plpgsql")
        return NotRead(block_.span, "it is in another language than PL/pgSQL");
      if (name == "as") FindBody(*option);
    }
    std::string why_not;
    const auto json = ParseBlock(std::string(file_.Text(block_.span)), why_not);
    if (!json)
      return NotRead(block_.span, "its PL/pgSQL cannot be read" + (why_not.empty() ? "" : ": " + why_not));
    try {
      const Json& function = json->at(0).at("PLpgSQL_function");
      CollectConstants(function);
      Visit(function.at("action"), false);
    } catch (const Json::exception&) {
      NotRead(block_.span, "its PL/pgSQL cannot be read");
    }
  }

 private:
  void NotRead(Span span, std::string reason) { code_.unread_.push_back({span, std::move(reason)}); }

  // Where the body stands in the file as it is written; not so between quotes with escapes.
  void FindBody(const ::DefElem& option) {
    const std::string_view body = StringOf(option.arg);
    const size_t begin = block_.OffsetOf(option.location);
    const std::string_view text = file_.Text({begin, block_.span.end});
    const size_t quote = text.find(text.starts_with('$') ? '$' : '\'', text.starts_with('$') ? 1 : 0);
    if (quote == std::string_view::npos || text.substr(quote + 1, body.size()) != body) return;
    body_ = Span{begin + quote + 1, begin + quote + 1 + body.size()};
  }

  void CollectConstants(const Json& function) {
    std::set<size_t> assigned;
    CollectAssigned(function.at("action"), assigned);
    const Json& datums = function.at("datums");
    for (size_t i = 0; i < datums.size(); ++i) {
      if (!datums[i].contains("PLpgSQL_var") || assigned.contains(i)) continue;
      const Json& variable = datums[i].at("PLpgSQL_var");
      if (!variable.contains("default_val")) continue;
      const ParseTree tree = ParseTree::Parse("SELECT " + QueryOf(variable.at("default_val")));
      if (auto text = TextOf(ExpressionIn(tree)))
        constants_.emplace(variable.at("refname"), *std::move(text));
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
    if (kind == "execsql") return AddStatic(QueryOf(statement.at("sqlstmt")), line, is_conditional);
    if (kind == "perform") return AddStatic(QueryOf(statement.at("expr")), line, is_conditional);
    if (kind == "call") {
      const auto place = PlaceOf(QueryOf(statement.at("expr")), line);
      return NotRead(place.value_or(block_.span), "what it calls was not looked into");
    }
    if (kind == "dynexecute") return AddDynamic(QueryOf(statement.at("query")), line, is_conditional);
    if (kind == "fors") AddStatic(QueryOf(statement.at("query")), line, is_conditional);
    if (kind == "dynfors") AddDynamic(QueryOf(statement.at("query")), line, is_conditional);
    const bool is_plain_block = kind == "block" && !statement.contains("exceptions");
    for (const auto& [key, value] : statement.items()) {
      if (key != "query" && value.is_structured()) Visit(value, is_conditional || !is_plain_block);
    }
  }

  // Where a text of a statement stands that begins in that line of the body, or behind it. PL/pgSQL puts
  // blanks for INTO and its target.
  std::optional<Span> PlaceOf(std::string_view text, size_t line) {
    if (!body_) return std::nullopt;
    const std::string_view body = file_.Text(*body_);
    for (; line_ < line && line_begin_ < body.size(); ++line_)
      line_begin_ = std::min(body.find('\n', line_begin_), body.size() - 1) + 1;
    const auto found =
        std::search(body.begin() + static_cast<std::ptrdiff_t>(line_begin_), body.end(), text.begin(),
                    text.end(), [](char theirs, char ours) { return theirs == ours || ours == ' '; });
    if (found == body.end()) return std::nullopt;
    const size_t begin = body_->begin + static_cast<size_t>(found - body.begin());
    return Span{begin, begin + text.size()};
  }

  void AddStatic(const std::string& query, size_t line, bool is_conditional) {
    auto span = PlaceOf(query, line);
    constexpr std::string_view kSelect = "SELECT ";  // which PL/pgSQL puts for PERFORM
    size_t left_out = 0;
    if (!span && query.starts_with(kSelect)) {
      left_out = kSelect.size();
      span = PlaceOf(std::string_view(query).substr(left_out), line);
    }
    Add(query, span.value_or(block_.span), span ? std::optional(span->begin - left_out) : std::nullopt,
        is_conditional);
  }

  void AddDynamic(const std::string& expression, size_t line, bool is_conditional) {
    const Span span = PlaceOf(expression, line).value_or(block_.span);
    const ParseTree tree = ParseTree::Parse("SELECT " + expression);
    const auto text = TextOf(ExpressionIn(tree));
    if (!text) return NotRead(span, std::string(kPutTogether));
    const std::string_view written = file_.Text(span);
    const size_t quote = written.find(*text);
    const bool is_verbatim = span != block_.span && quote != std::string_view::npos;
    const Span inner = is_verbatim ? Span{span.begin + quote, span.begin + quote + text->size()} : span;
    Add(*text, inner, is_verbatim ? std::optional(inner.begin) : std::nullopt, is_conditional);
  }

  // `base`: where in the file the text begins; nothing where it does not stand there as it is.
  void Add(const std::string& text, Span span, std::optional<size_t> base, bool is_conditional) {
    ParseTree tree = ParseTree::Parse(text);
    if (!tree.ok())
      return NotRead(
          span, "it cannot be parsed: " + ReadableMessage(tree.error()->message, text,
                                                          static_cast<int>(tree.error()->cursor_position)));
    for (const ::RawStmt* raw : tree.statements()) {
      Statement statement{.number = block_.number, .span = span, .node = raw->stmt};
      statement.has_places = base.has_value();
      statement.location_base = base.value_or(0);
      code_.statements_.push_back({std::move(statement), is_conditional});
    }
    code_.trees_.push_back(std::move(tree));
  }

  const SourceFile& file_;
  const Statement& block_;
  EmbeddedCode& code_;
  std::optional<Span> body_;
  size_t line_ = 1;
  size_t line_begin_ = 0;  // of line_ in the body
  std::map<std::string, std::string, std::less<>> constants_;
};

EmbeddedCode EmbeddedCode::Read(const SourceFile& file, const Statement& statement) {
  EmbeddedCode code;
  Reader(file, statement, code).Read();
  return code;
}

}  // namespace lockstep::sql
