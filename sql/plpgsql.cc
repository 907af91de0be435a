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

}  // namespace

std::string ReadableMessage(std::string_view message, std::string_view text, size_t character) {
  return SyntaxMessage(message, text, OffsetOfCharacter(text, std::max(character, size_t{1})));
}

PlpgsqlBlock ReadPlpgsql(const char* body, const ::CreateFunctionStmt* routine, std::string_view statement,
                         std::optional<Span> place) {
  const PlpgsqlTree tree = PlpgsqlTree::Parse(body, routine);
  PlpgsqlBlock block;
  if (const auto& error = tree.error()) {
    const std::string message = ReadableMessage(error->message, body, error->cursor_position);
    block.parts.push_back({.unread = "its PL/pgSQL cannot be read: " + message});
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
