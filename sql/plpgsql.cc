// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "sql/postgres_nodes.h"
#include "sql/syntax_message.h"
#include "sql/utf8.h"

namespace lockstep::sql {

namespace {

using Json = nlohmann::ordered_json;

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
  Reader(const std::string& statement, std::optional<Span> body) : statement_(statement), body_(body) {
    if (body_) line_begin_ = body_->begin;
  }

  PlpgsqlBlock Read() {
    std::string why_not;
    const auto json = ParseBlock(statement_, why_not);
    if (!json) {
      NotRead(std::string(kCannotBeRead) + (why_not.empty() ? "" : ": " + why_not));
      return std::move(block_);
    }
    try {
      const Json& function = json->at(0).at("PLpgSQL_function");
      CollectVariables(function);
      Visit(function.at("action"), false);
    } catch (const Json::exception&) {
      NotRead(std::string(kCannotBeRead));
    }
    return std::move(block_);
  }

 private:
  void NotRead(std::string reason) { block_.parts.push_back({.unread = std::move(reason)}); }

  void CollectVariables(const Json& function) {
    std::set<size_t> assigned;
    CollectAssigned(function.at("action"), assigned);
    const Json& datums = function.at("datums");
    for (size_t i = 0; i < datums.size(); ++i) {
      if (!datums[i].contains("PLpgSQL_var")) continue;
      const Json& variable = datums[i].at("PLpgSQL_var");
      CodeVariable& added = block_.variables.emplace_back();
      added.name = variable.at("refname");
      added.is_assigned = assigned.contains(i);
      if (variable.contains("default_val")) added.default_value = QueryOf(variable.at("default_val"));
    }
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
    block_.parts.push_back({.text = std::move(query),
                            .span = span,
                            .base = span ? std::optional(span->begin - left_out) : std::nullopt,
                            .is_conditional = is_conditional});
  }

  // libpg_query says only that it is there.
  void AddControl(std::string upper, std::string_view lower, size_t line, bool is_conditional) {
    const auto span = PlaceOf(upper, line);
    block_.parts.push_back({.text = std::move(upper),
                            .span = span ? span : PlaceOf(lower, line),
                            .is_conditional = is_conditional});
  }

  void AddDynamic(std::string expression, size_t line, bool is_conditional) {
    const auto span = PlaceOf(expression, line);
    block_.parts.push_back(
        {.text = std::move(expression), .is_dynamic = true, .span = span, .is_conditional = is_conditional});
  }

  const std::string& statement_;
  const std::optional<Span> body_;
  size_t line_ = 1;
  size_t line_begin_ = 0;  // of line_ in the statement
  PlpgsqlBlock block_;
};

}  // namespace

std::string ReadableMessage(std::string_view message, std::string_view text, size_t character) {
  return SyntaxMessage(message, text, OffsetOfCharacter(text, std::max(character, size_t{1})));
}

PlpgsqlBlock ReadPlpgsql(const std::string& statement, std::optional<Span> body) {
  return Reader(statement, body).Read();
}

}  // namespace lockstep::sql
