// SPDX-License-Identifier: Apache-2.0
#include "sql/embedded_code.h"

#include <utility>

#include "sql/constant_text.h"
#include "sql/nodes.h"
#include "sql/plpgsql.h"

namespace lockstep::sql {

namespace {

const ::List* OptionsOf(const ::Node* holder) {
  if (const auto* block = As<::DoStmt>(holder)) return block->args;
  const auto* routine = As<::CreateFunctionStmt>(holder);
  return routine == nullptr ? nullptr : routine->options;
}

// The code between its quotes; DO and CREATE FUNCTION put it into different nodes.
std::string_view BodyIn(const ::Node* value) {
  if (value == nullptr || TagOf(value) != T_List) return StringOf(value);
  const auto* texts = reinterpret_cast<const ::List*>(value);
  return Length(texts) == 1 ? StringOf(At(texts, 0)) : std::string_view();
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

// The statements of a SQL function.
std::vector<CodePart> ReadSql(std::string_view body, std::optional<Span> place) {
  const SourceFile file = SourceFile::FromText("", std::string(body));
  const Script script = Script::Parse(file);
  std::vector<CodePart> parts;
  for (const Statement& part : script.statements()) {
    CodePart& added = parts.emplace_back();
    added.text = file.Text(part.span);
    if (place) {
      added.base = place->begin + part.span.begin;
      added.span = Span{*added.base, place->begin + part.span.end};
    }
  }
  return parts;
}

}  // namespace

class EmbeddedCode::Reader {
 public:
  Reader(const CodeHolder& holder, EmbeddedCode& code) : holder_(holder), code_(code) {}

  void Read(const ::FuncCall* call) {
    const std::string text(holder_.text);
    const ::Node* holder = holder_.node;
    std::optional<ParseTree> tree;
    if (holder == nullptr) {
      tree.emplace(ParseTree::Parse(text));
      if (!tree->ok() || tree->statements().empty()) return NotRead(holder_.fallback, "it cannot be parsed");
      holder = tree->statements().front()->stmt;
    }
    const ::List* options = OptionsOf(holder);
    const auto* routine = As<::CreateFunctionStmt>(holder);
    if (routine != nullptr && routine->sql_body != nullptr) {
      // RETURN and an expression has no statements.
      if (As<::ReturnStmt>(routine->sql_body) != nullptr) return;
      return NotRead(holder_.fallback, "its body is written as BEGIN ATOMIC … END");
    }
    const auto* language = FindOption(options, "language");
    const std::string_view name = language == nullptr ? "plpgsql" : StringOf(language->arg);
    const auto* code = FindOption(options, "as");
    const std::string_view body = code == nullptr ? std::string_view() : BodyIn(code->arg);
    const auto place = code == nullptr
                           ? std::nullopt
                           : PlaceOf(body, static_cast<size_t>(code->location) - holder_.location);
    if (name == "plpgsql") {
      Add(ReadPlpgsql(
          text, place,
          routine != nullptr && call != nullptr ? ArgumentsOf(routine->parameters, *call) : Constants{}));
    } else if (name == "sql") {
      Add(ReadSql(body, place));
    } else {
      NotRead(holder_.fallback, "it is in another language than PL/pgSQL or SQL");
    }
  }

  void NotRead(Span span, std::string reason) {
    Statement statement{.number = holder_.number, .span = span, .has_places = false};
    statement.error = SyntaxError{.message = std::move(reason), .offset = span.begin};
    code_.statements_.push_back({std::move(statement), true});
  }

 private:
  // Where in the holder's text the code stands as it is written; not so between quotes with escapes.
  std::optional<Span> PlaceOf(std::string_view body, size_t option) const {
    const size_t begin = holder_.text.find_first_of("'$", option);
    if (begin == std::string_view::npos) return std::nullopt;
    const char quote = holder_.text[begin];
    const size_t end = holder_.text.find(quote, quote == '$' ? begin + 1 : begin);
    if (end == std::string_view::npos || holder_.text.substr(end + 1, body.size()) != body)
      return std::nullopt;
    return Span{end + 1, end + 1 + body.size()};
  }

  Span SpanOf(const CodePart& part) const {
    if (!part.span || !holder_.place) return holder_.fallback;
    return {*holder_.place + part.span->begin, *holder_.place + part.span->end};
  }

  void Add(const std::vector<CodePart>& parts) {
    for (const CodePart& part : parts) {
      if (part.unread.empty()) {
        Add(part);
      } else {
        NotRead(SpanOf(part), part.unread);
      }
    }
  }

  void Add(const CodePart& part) {
    ParseTree tree = ParseTree::Parse(part.text);
    if (!tree.ok()) {
      return NotRead(SpanOf(part), "it cannot be parsed: " + ReadableMessage(tree.error()->message, part.text,
                                                                             tree.error()->cursor_position));
    }
    for (const ::RawStmt* raw : tree.statements()) {
      Statement statement{.number = holder_.number, .span = SpanOf(part), .node = raw->stmt};
      statement.has_places = part.base && holder_.place;
      if (statement.has_places) statement.location_base = *holder_.place + *part.base;
      code_.statements_.push_back({std::move(statement), part.is_conditional});
    }
    code_.trees_.push_back(std::move(tree));
  }

  const CodeHolder& holder_;
  EmbeddedCode& code_;
};

CodeHolder CodeHolder::Of(const SourceFile& file, const Statement& statement) {
  return {.text = file.Text(statement.span),
          .node = statement.node,
          .location = statement.span.begin - statement.location_base,
          .place = statement.span.begin,
          .fallback = statement.span,
          .number = statement.number};
}

EmbeddedCode EmbeddedCode::Read(const CodeHolder& holder, const ::FuncCall* call) {
  EmbeddedCode code;
  Reader(holder, code).Read(call);
  return code;
}

EmbeddedCode EmbeddedCode::NotRead(const CodeHolder& holder, std::string reason) {
  EmbeddedCode code;
  Reader(holder, code).NotRead(holder.fallback, std::move(reason));
  return code;
}

}  // namespace lockstep::sql
