// SPDX-License-Identifier: Apache-2.0
#include "sql/constant_text.h"

#include <vector>

#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// As quote_literal() writes it (utils/adt/quote.c).
std::string QuoteLiteral(std::string_view text) {
  std::string quoted = text.find('\\') == std::string_view::npos ? "'" : "E'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') quoted += letter;
    quoted += letter;
  }
  return quoted + "'";
}

// %%, %I, %L and %s, in order; nothing for positions and widths.
std::optional<std::string> Format(std::string_view format, const std::vector<std::string>& arguments) {
  std::string text;
  size_t next = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text += format[i];
      continue;
    }
    if (++i == format.size()) return std::nullopt;
    if (format[i] == '%') {
      text += '%';
      continue;
    }
    if (next == arguments.size()) return std::nullopt;
    const std::string& argument = arguments[next++];
    if (format[i] == 's') {
      text += argument;
    } else if (format[i] == 'I') {
      text += QuoteIdentifier(argument);
    } else if (format[i] == 'L') {
      text += QuoteLiteral(argument);
    } else {
      return std::nullopt;
    }
  }
  return text;
}

std::optional<std::string> TextOfCall(const ::FuncCall& call, const TextOfName& text_of_name) {
  std::vector<std::string> arguments;
  for (const auto* argument : Elements<::Node>(call.args)) {
    auto text = ConstantText(argument, text_of_name);
    if (!text) return std::nullopt;
    arguments.push_back(*std::move(text));
  }
  const std::string_view name = LastName(call.funcname);
  if (arguments.empty()) return std::nullopt;
  if (name == "format") return Format(arguments.front(), {arguments.begin() + 1, arguments.end()});
  if (name == "quote_ident" && arguments.size() == 1) return QuoteIdentifier(arguments.front());
  if (name == "quote_literal" && arguments.size() == 1) return QuoteLiteral(arguments.front());
  if (name != "concat") return std::nullopt;
  std::string text;
  for (const std::string& argument : arguments) text += argument;
  return text;
}

std::optional<std::string> TextOfTerm(const ::Node* expression, const TextOfName& text_of_name) {
  if (const auto* constant = As<::A_Const>(expression)) {
    if (constant->isnull) return std::nullopt;
    switch (TagOf(&constant->val.node)) {
      case T_String:
        return constant->val.sval.sval;
      case T_Integer:
        return std::to_string(constant->val.ival.ival);
      default:
        return std::nullopt;
    }
  }
  if (const auto* cast = As<::TypeCast>(expression)) {
    const std::string_view type = LastName(cast->typeName->names);
    const bool is_text = type == "text" || type == "varchar" || type == "name";
    return is_text ? ConstantText(cast->arg, text_of_name) : std::nullopt;
  }
  if (const auto* call = As<::FuncCall>(expression)) return TextOfCall(*call, text_of_name);
  const auto* name = As<::ColumnRef>(expression);
  return name != nullptr && Length(name->fields) == 1 ? text_of_name(LastName(name->fields)) : std::nullopt;
}

}  // namespace

std::optional<std::string> ConstantText(const ::Node* expression, const TextOfName& text_of_name) {
  // a || b || c leans to the left, however long it is.
  std::vector<const ::Node*> parts;
  for (const auto* sum = As<::A_Expr>(expression); sum != nullptr; sum = As<::A_Expr>(expression)) {
    if (sum->kind != AEXPR_OP || LastName(sum->name) != "||" || sum->lexpr == nullptr) return std::nullopt;
    parts.push_back(sum->rexpr);
    expression = sum->lexpr;
  }
  auto text = TextOfTerm(expression, text_of_name);
  for (auto part = parts.rbegin(); text && part != parts.rend(); ++part) {
    const auto more = ConstantText(*part, text_of_name);
    if (!more) return std::nullopt;
    *text += *more;
  }
  return text;
}

}  // namespace lockstep::sql
