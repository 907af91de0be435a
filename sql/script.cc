// SPDX-License-Identifier: Apache-2.0
#include "sql/script.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sql/byte_class.h"
#include "sql/nodes.h"
#include "sql/postgres_nodes.h"
#include "sql/splitter.h"
#include "sql/syntax_message.h"
#include "sql/token_cursor.h"

namespace lockstep::sql {
namespace {

// A call of the parser costs as much as parsing a short statement: neighbours are parsed together, as long as
// they are few enough that parsing them once more, one by one, when one of them fails does not matter.
constexpr size_t kGroupSize = 512 * 1024;

constexpr size_t kUsualStatements = 16;  // of a group

// PostgreSQL allocates no more than this in one piece (MaxAllocSize, src/include/utils/memutils.h), and
// copies the whole text.
constexpr size_t kMaxStatementSize = 0x3fffffff - 16;

std::string MetaCommandName(std::string_view line) {
  const std::string_view name = line.substr(1);
  return std::string(name.substr(0, std::min(name.find_first_of(" \t\f\v\\"), name.size())));
}

// COPY … FROM stdin: what stands behind it is for psql.
bool HasData(const RawStmt* statement) {
  const auto* copy = As<::CopyStmt>(statement->stmt);
  return copy != nullptr && copy->is_from && copy->filename == nullptr;
}

bool MayHoldComment(std::string_view text) {
  return text.find("--") != std::string_view::npos || text.find("/*") != std::string_view::npos;
}

}  // namespace

// Fills a Script from the pieces of its file.
class Script::Builder {
 public:
  explicit Builder(Script& script) : script_(script), file_(script.file()) {}

  void Build() {
    const Span body{file_.body_begin(), file_.body_end()};
    if (body.size() <= kGroupSize && TakeWhole(body)) return;
    group_.reserve(kUsualStatements);
    Split(body, Splitter::Nesting::kHidesSemicolons);
    ParseGroup();
  }

 private:
  struct Unparsed {
    Span span;
    bool terminated;
    // PostgreSQL's messages speak of the semicolon where it comes too early.
    size_t TextEnd() const { return span.end + (terminated ? 1 : 0); }
  };

  // False where the body is not all PostgreSQL's: it does not parse, or psql has a part in it.
  bool TakeWhole(Span body);
  // Of a statement that the parser has found, behind the one that ends at `begin`: without the blanks and
  // comments around it.
  Span TokensOf(size_t begin, size_t end);
  void Split(Span range, Splitter::Nesting nesting);
  void Take(const Piece& piece);
  void TakeStatement(const Piece& piece);
  void AddCopyData(Span span);
  void EndCopyData(const Piece& piece);
  void ForgetComments(Span span);
  void ParseGroup();
  // Adds the statements of `range`, or gives the error that keeps it from being parsed.
  std::optional<SyntaxError> Parse(Span range);
  void AddStatement(Span span, const Node* node, std::optional<SyntaxError> error, size_t location_base);
  Span Trim(Span span) const;

  Script& script_;
  const SourceFile& file_;
  std::vector<Unparsed> group_;
  std::vector<size_t> copies_;  // indexes of the statements that have data
  size_t ended_copies_ = 0;     // those of them whose data have ended
};

bool Script::Builder::TakeWhole(Span body) {
  ParseTree tree = ParseTree::Parse(std::string(file_.Text(body)));
  const auto& found = tree.statements();
  if (!tree.ok() || std::any_of(found.begin(), found.end(), HasData)) return false;
  script_.statements_.reserve(found.size());
  size_t begin = body.begin;
  for (const RawStmt* raw : found) {
    const size_t raw_begin = body.begin + static_cast<size_t>(raw->stmt_location);
    const size_t end = raw->stmt_len == 0 ? body.end : raw_begin + static_cast<size_t>(raw->stmt_len);
    AddStatement(TokensOf(begin, end), raw->stmt, std::nullopt, body.begin);
    begin = end;
  }
  TokenCursor rest(file_.text().substr(0, body.end), begin, &script_.comments_);
  while (rest.Next()) {
  }
  script_.trees_.push_back(std::move(tree));
  return true;
}

Span Script::Builder::TokensOf(size_t begin, size_t end) {
  const std::string_view text = file_.text().substr(0, end);
  TokenCursor cursor(text, begin, &script_.comments_);
  while (cursor.Next() && cursor.Is(';')) {
  }
  Span span{cursor.token().begin, end};
  if (MayHoldComment(text.substr(span.begin))) {
    do {
      span.end = cursor.token().end;
    } while (cursor.Next());
  } else {
    while (IsBlankOrNewline(text[span.end - 1])) --span.end;
  }
  return span;
}

void Script::Builder::Split(Span range, Splitter::Nesting nesting) {
  Splitter splitter([this](const Piece& piece) { Take(piece); }, range.begin, nesting);
  file_.ForEachPiece(range, [&](std::string_view piece) { splitter.Feed(piece); });
  splitter.Finish();
}

void Script::Builder::Take(const Piece& piece) {
  switch (piece.kind) {
    case PieceKind::kStatement:
      return TakeStatement(piece);
    case PieceKind::kComment:
      script_.comments_.push_back({piece.span});
      return;
    case PieceKind::kTrivia:
      return;
    case PieceKind::kCopyData:
      return AddCopyData(piece.span);
    case PieceKind::kCopyEnd:
      return EndCopyData(piece);
    case PieceKind::kMetaCommand:
      ParseGroup();
      script_.meta_commands_.push_back({piece.span, MetaCommandName(file_.Text(piece.span))});
      return;
  }
}

void Script::Builder::TakeStatement(const Piece& piece) {
  // It will not parse. Its neighbours shall not be parsed twice for that.
  if (piece.unclosed != Unclosed::kNothing) ParseGroup();
  // The statement ends where the parser stumbles over a semicolon; behind it stand others.
  if (piece.unclosed == Unclosed::kNesting) {
    ForgetComments(piece.span);
    return Split(piece.span, Splitter::Nesting::kIgnored);
  }
  group_.push_back({piece.span, piece.terminated});
  const bool full = piece.span.end - group_.front().span.begin >= kGroupSize;
  if (full || piece.copy_from_stdin) ParseGroup();
  if (piece.copy_from_stdin) copies_.push_back(script_.statements_.size() - 1);
}

void Script::Builder::AddCopyData(Span span) {
  std::optional<Span>& data = script_.statements_[copies_[ended_copies_]].copy_data;
  data = Span{data ? data->begin : span.begin, span.end};
}

void Script::Builder::EndCopyData(const Piece& piece) {
  std::optional<Span>& data = script_.statements_[copies_[ended_copies_]].copy_data;
  if (!data) data = Span{piece.span.begin, piece.span.begin};
  ++ended_copies_;
}

// The last ones, which are in `span`.
void Script::Builder::ForgetComments(Span span) {
  std::erase_if(script_.comments_,
                [span](const Comment& comment) { return comment.span.begin >= span.begin; });
}

void Script::Builder::ParseGroup() {
  if (script_.statements_.empty()) script_.statements_.reserve(group_.size());
  const bool together = group_.size() > 1 && !Parse({group_.front().span.begin, group_.back().TextEnd()});
  if (!together) {
    for (const Unparsed& piece : group_) {
      std::optional<SyntaxError> error = Parse({piece.span.begin, piece.TextEnd()});
      if (error) AddStatement(Trim(piece.span), nullptr, std::move(error), piece.span.begin);
    }
  }
  group_.clear();
}

std::optional<SyntaxError> Script::Builder::Parse(Span range) {
  if (range.size() > kMaxStatementSize)
    return SyntaxError{"larger than 1 GB: PostgreSQL cannot take it", Trim(range).begin};
  ParseTree tree = ParseTree::Parse(std::string(file_.Text(range)));
  if (const std::optional<ParseTree::Error>& error = tree.error()) {
    const size_t position = error->cursor_position;
    const size_t offset = position == 0 ? Trim(range).begin : file_.OffsetOfCharacter(range.begin, position);
    return SyntaxError{SyntaxMessage(error->message, file_.Text(range), offset - range.begin), offset};
  }
  for (const RawStmt* raw : tree.statements()) {
    const size_t raw_begin = range.begin + static_cast<size_t>(raw->stmt_location);
    const size_t raw_end = raw->stmt_len == 0 ? range.end : raw_begin + static_cast<size_t>(raw->stmt_len);
    AddStatement(Trim({raw_begin, raw_end}), raw->stmt, std::nullopt, range.begin);
  }
  script_.trees_.push_back(std::move(tree));
  return std::nullopt;
}

void Script::Builder::AddStatement(Span span, const Node* node, std::optional<SyntaxError> error,
                                   size_t location_base) {
  script_.statements_.push_back({.number = script_.statements_.size() + 1,
                                 .span = span,
                                 .node = node,
                                 .error = std::move(error),
                                 .location_base = location_base});
}

// Takes the blanks and comments off both ends.
Span Script::Builder::Trim(Span span) const {
  const auto begins_before = [](const Comment& comment, size_t offset) {
    return comment.span.begin < offset;
  };
  const std::vector<Comment>& comments = script_.comments_;
  auto first = std::lower_bound(comments.begin(), comments.end(), span.begin, begins_before);
  auto last = std::lower_bound(first, comments.end(), span.end, begins_before);
  const std::string_view bytes = file_.text();
  while (span.begin < span.end) {
    if (first != last && first->span.begin == span.begin) {
      span.begin = (first++)->span.end;
    } else if (IsBlankOrNewline(bytes[span.begin])) {
      ++span.begin;
    } else {
      break;
    }
  }
  while (span.begin < span.end) {
    if (first != last && std::prev(last)->span.end == span.end) {
      span.end = (--last)->span.begin;
    } else if (IsBlankOrNewline(bytes[span.end - 1])) {
      --span.end;
    } else {
      break;
    }
  }
  return span;
}

Script Script::Parse(const SourceFile& file) {
  Script script(file);
  Builder(script).Build();
  return script;
}

bool Script::has_syntax_errors() const {
  return std::any_of(statements_.begin(), statements_.end(),
                     [](const Statement& statement) { return statement.error.has_value(); });
}

}  // namespace lockstep::sql
