// SPDX-License-Identifier: Apache-2.0
#include "sql/parsed_code.h"

#include <set>
#include <utility>

#include "sql/constant_text.h"
#include "sql/nodes.h"
#include "sql/script.h"

namespace lockstep::sql {

namespace {

const ::List* OptionsOf(const ::Node* holder) {
  if (const auto* block = As<::DoStmt>(holder)) return block->args;
  const auto* routine = As<::CreateFunctionStmt>(holder);
  return routine == nullptr ? nullptr : routine->options;
}

// The code between its quotes; DO and CREATE FUNCTION put it into different nodes. Null: there is none.
const char* BodyIn(const ::DefElem* code) {
  if (code == nullptr) return nullptr;
  const auto* texts = As<::List>(code->arg);
  const auto* text = As<::String>(Length(texts) == 1 ? At(texts, 0) : code->arg);
  return text == nullptr ? nullptr : text->sval;
}

// Where in the holder's text the code stands as it is written; not so between quotes with escapes.
std::optional<Span> PlaceOf(std::string_view body, std::string_view text, size_t option) {
  const size_t begin = text.find_first_of("'$", option);
  if (begin == std::string_view::npos) return std::nullopt;
  const char quote = text[begin];
  const size_t end = text.find(quote, quote == '$' ? begin + 1 : begin);
  if (end == std::string_view::npos || text.substr(end + 1, body.size()) != body) return std::nullopt;
  return Span{end + 1, end + 1 + body.size()};
}

bool IsInput(const ::FunctionParameter& parameter) {
  return parameter.mode != FUNC_PARAM_OUT && parameter.mode != FUNC_PARAM_TABLE;
}

// Texts of the parameters that are known, by name. A default counts where the call gives none.
Constants ArgumentsOf(const ::List* parameters, const ::FuncCall& call) {
  std::vector<const ::Node*> by_position;
  std::map<std::string_view, const ::Node*> by_name;
  for (const auto* argument : Elements<::Node>(call.args)) {
    if (const auto* named = As<::NamedArgExpr>(argument)) {
      by_name.emplace(Text(named->name), reinterpret_cast<const ::Node*>(named->arg));
    } else {
      by_position.push_back(argument);
    }
  }
  Constants constants;
  size_t position = 0;
  for (const auto* parameter : Elements<::FunctionParameter>(parameters)) {
    if (parameter == nullptr || !IsInput(*parameter)) continue;
    const std::string_view name = Text(parameter->name);
    const auto named = by_name.find(name);
    const ::Node* value = position < by_position.size() ? by_position[position]
                          : named != by_name.end()      ? named->second
                                                        : parameter->defexpr;
    ++position;
    if (name.empty() || parameter->mode == FUNC_PARAM_VARIADIC) continue;
    if (auto text = ConstantText(value, [](std::string_view) { return std::nullopt; }))
      constants.emplace(name, *std::move(text));
  }
  return constants;
}

ParseTree ParseExpression(const std::string& expression) { return ParseTree::Parse("SELECT " + expression); }

// Of the SELECT around it.
const ::Node* ExpressionIn(const ParseTree& tree) {
  if (!tree.ok() || tree.statements().size() != 1) return nullptr;
  const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
  const auto* target = select == nullptr ? nullptr : As<::ResTarget>(At(select->targetList, 0));
  return target == nullptr || Length(select->targetList) != 1 ? nullptr : target->val;
}

}  // namespace

ParsedCode::ParsedCode(const std::string& statement, const ::Node* node, size_t location) {
  if (node == nullptr) {
    tree_ = ParseTree::Parse(statement);
    if (!tree_->ok() || tree_->statements().empty()) {
      unread_ = "it cannot be parsed";
      return;
    }
    node = tree_->statements().front()->stmt;
  }
  Read(statement, node, location);
}

void ParsedCode::Read(const std::string& text, const ::Node* holder, size_t location) {
  const ::List* options = OptionsOf(holder);
  const auto* routine = As<::CreateFunctionStmt>(holder);
  if (routine != nullptr) parameters_ = routine->parameters;
  if (routine != nullptr && routine->sql_body != nullptr) {
    // RETURN and an expression has no statements.
    if (As<::ReturnStmt>(routine->sql_body) == nullptr) unread_ = "its body is written as BEGIN ATOMIC … END";
    return;
  }
  const auto* language = FindOption(options, "language");
  const std::string_view name = language == nullptr ? "plpgsql" : StringOf(language->arg);
  if (name != "plpgsql" && name != "sql") {
    unread_ = "it is in another language than PL/pgSQL or SQL";
    return;
  }
  const auto* code = FindOption(options, "as");
  const char* body = BodyIn(code);
  if (body == nullptr) {
    unread_ = "it has no code";
    return;
  }
  const auto place = PlaceOf(body, text, static_cast<size_t>(code->location) - location);
  if (name == "sql") return ReadSqlBody(body, place);
  TakePlpgsql(ReadPlpgsql(body, routine, text, place));
}

void ParsedCode::TakePlpgsql(PlpgsqlBlock block) {
  // Of two variables of one name neither is constant: which of them is meant does not show.
  std::set<std::string> names;
  for (CodeVariable& variable : block.variables) {
    const bool is_first = names.insert(variable.name).second;
    Variable& added = variables_.emplace_back();
    added.name = std::move(variable.name);
    added.is_constant = is_first && !variable.is_assigned;
    if (added.is_constant && variable.default_value)
      added.default_value = ParseExpression(*variable.default_value);
  }
  parts_.reserve(block.parts.size());
  for (CodePart& part : block.parts) Add(std::move(part));
}

void ParsedCode::ReadSqlBody(std::string_view body, std::optional<Span> place) {
  const SourceFile file = SourceFile::FromText("", std::string(body));
  const Script script = Script::Parse(file);
  for (const Statement& statement : script.statements()) {
    CodePart part{.text = std::string(file.Text(statement.span))};
    if (place) {
      part.base = place->begin + statement.span.begin;
      part.span = Span{*part.base, place->begin + statement.span.end};
    }
    Add(std::move(part));
  }
}

void ParsedCode::Add(CodePart part) {
  ParseTree tree = part.is_dynamic ? ParseExpression(part.text) : ParseTree::Parse(part.text);
  parts_.push_back({std::move(part), std::move(tree)});
}

Constants ParsedCode::ConstantsOf(const ::FuncCall* call) const {
  const Constants arguments = call == nullptr ? Constants{} : ArgumentsOf(parameters_, *call);
  Constants constants;
  for (const Variable& variable : variables_) {
    constants.erase(variable.name);
    if (!variable.is_constant) continue;
    if (variable.default_value) {
      if (auto text = TextOf(*variable.default_value, constants))
        constants.emplace(variable.name, *std::move(text));
    } else if (const auto argument = arguments.find(variable.name); argument != arguments.end()) {
      constants.insert(*argument);
    }
  }
  return constants;
}

std::optional<std::string> TextOf(const ParseTree& select, const Constants& constants) {
  return ConstantText(ExpressionIn(select), [&constants](std::string_view name) {
    const auto found = constants.find(name);
    return found == constants.end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace lockstep::sql
