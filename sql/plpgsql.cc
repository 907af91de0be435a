// SPDX-License-Identifier: Apache-2.0
#include "sql/plpgsql.h"

#include <algorithm>
#include <utility>

#include "sql/plpgsql_account.h"
#include "sql/plpgsql_tree.h"
#include "sql/syntax_message.h"
#include "sql/utf8.h"

namespace lockstep::sql {

namespace {

// Finds the places of a block's parts, which have to come in order.
class Placer {
 public:
  Placer(std::string_view statement, std::optional<Span> body) : statement_(statement), body_(body) {
    if (body_) line_begin_ = body_->begin;
  }

  CodePart Place(const PlpgsqlAccount::Item& item) {
    CodePart part{.text = std::string(item.text), .is_conditional = item.is_conditional};
    part.span = PlaceOf(part.text, item.line);
    switch (item.kind) {
      case PlpgsqlAccount::Item::Kind::kStatic:
        PlaceStatic(part, item.line);
        break;
      case PlpgsqlAccount::Item::Kind::kDynamic:
        part.is_dynamic = true;
        break;
      case PlpgsqlAccount::Item::Kind::kControl:
        if (!part.span) part.span = PlaceOf(part.text == "COMMIT" ? "commit" : "rollback", item.line);
        break;
    }
    if (part.span) first_free_ = part.span->end;
    return part;
  }

 private:
  void PlaceStatic(CodePart& part, size_t line) {
    constexpr std::string_view kSelect = "SELECT ";  // which PL/pgSQL puts for PERFORM
    size_t left_out = 0;
    if (!part.span && part.text.starts_with(kSelect)) {
      left_out = kSelect.size();
      part.span = PlaceOf(std::string_view(part.text).substr(left_out), line);
    }
    if (part.span) part.base = part.span->begin - left_out;
  }

  // Where a text of a statement stands that begins in that line of the body, or behind it. PL/pgSQL puts
  // blanks for INTO and its target.
  std::optional<Span> PlaceOf(std::string_view text, size_t line) {
    if (!body_) return std::nullopt;
    const std::string_view all = statement_.substr(0, body_->end);
    for (; line_ < line && line_begin_ < all.size(); ++line_)
      line_begin_ = std::min(all.find('\n', line_begin_), all.size() - 1) + 1;
    const size_t first = std::max(line_begin_, first_free_);
    const auto found =
        std::search(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(), text.begin(), text.end(),
                    [](char theirs, char ours) { return theirs == ours || ours == ' '; });
    if (found == all.end()) return std::nullopt;
    const auto begin = static_cast<size_t>(found - all.begin());
    return Span{begin, begin + text.size()};
  }

  std::string_view statement_;
  const std::optional<Span> body_;
  size_t line_ = 1;
  size_t line_begin_ = 0;  // of line_ in the statement
  size_t first_free_ = 0;  // behind the last part: the next may read the same, in the same line
};

// libpg_query has no catalog: types that are not built in are records to it, and those of other schemas than
// public it refuses.
std::string WhyUnread(const ParseTree::Error& error, std::string_view body) {
  constexpr std::string_view kNotScalar = " is not a scalar variable";
  const std::string_view message = error.message;
  if (message.starts_with("Not implemented")) return "it names a type that only the database knows";
  if (message.starts_with("record variable cannot be part of"))
    return "a variable that values are put into is a record, or of a type that only the database knows";
  if (!message.ends_with(kNotScalar)) return ReadableMessage(message, body, error.cursor_position);
  const std::string_view name = message.substr(0, message.size() - kNotScalar.size());
  return std::string(name) + " is a record, or of a type that only the database knows";
}

}  // namespace

std::string ReadableMessage(std::string_view message, std::string_view text, size_t character) {
  return SyntaxMessage(message, text, OffsetOfCharacter(text, std::max(character, size_t{1})));
}

PlpgsqlBlock ReadPlpgsql(const char* body, const ::CreateFunctionStmt* routine, std::string_view statement,
                         std::optional<Span> place) {
  const PlpgsqlTree tree = PlpgsqlTree::Parse(body, routine);
  PlpgsqlBlock block;
  if (const auto& error = tree.error()) {
    block.parts.push_back({.unread = "its PL/pgSQL cannot be read: " + WhyUnread(*error, body)});
    return block;
  }
  PlpgsqlAccount account = PlpgsqlAccount::Of(*tree.function());
  block.variables = std::move(account.variables);
  block.parts.reserve(account.items.size());
  Placer placer(statement, place);
  for (const PlpgsqlAccount::Item& item : account.items) block.parts.push_back(placer.Place(item));
  return block;
}

}  // namespace lockstep::sql
