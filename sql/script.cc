// SPDX-License-Identifier: Apache-2.0
#include "sql/script.h"

#include <algorithm>
#include <deque>
#include <string_view>
#include <utility>

#include "sql/comment_scanner.h"
#include "sql/postgres_nodes.h"
#include "sql/splitter.h"

namespace lockstep::sql {
namespace {

// A call of the parser costs as much as parsing a short statement: neighbours are parsed together, as long as
// they are few enough that parsing them once more, one by one, when one of them fails does not matter.
constexpr size_t kGroupSize = 256 * 1024;

// PostgreSQL allocates no more than this in one piece (MaxAllocSize, src/include/utils/memutils.h), and
// copies the whole text.
constexpr size_t kMaxStatementSize = 0x3fffffff - 16;

bool IsBlank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f' || byte == '\v';
}

Span Shift(Span span, size_t offset) { return {span.begin + offset, span.end + offset}; }

std::string MetaCommandName(std::string_view line) {
  const std::string_view name = line.substr(1);
  return std::string(name.substr(0, std::min(name.find_first_of(" \t\f\v\\"), name.size())));
}

}  // namespace

// Fills a Script from the pieces of its file.
class Script::Builder {
 public:
  explicit Builder(Script& script) : script_(script), file_(script.file()) {}

  void Build() {
    Splitter splitter([this](const Piece& piece) { Take(piece); });
    splitter.Feed(file_.text().substr(file_.body_begin()));
    splitter.Finish();
    EndGroup();
  }

 private:
  void Take(Piece piece);
  void TakeStatement(const Piece& piece);
  void AddComments(Span range);
  void EndGroup();
  void ParseAlone(const Piece& piece);
  void AddStatements(ParseTree tree, Span parsed);
  void AddFailed(const Piece& piece, SyntaxError error);
  Span Trim(Span span) const;
  static Span TextOf(const Piece& first, const Piece& last) {
    return {first.span.begin, last.span.end + (last.terminated ? 1 : 0)};
  }

  Script& script_;
  const SourceFile& file_;
  std::vector<Piece> group_;   // statements not parsed yet
  std::deque<size_t> copies_;  // indexes of the statements that wait for the end of their data
};

void Script::Builder::Take(Piece piece) {
  piece.span = Shift(piece.span, file_.body_begin());
  piece.comments = Shift(piece.comments, file_.body_begin());
  piece.unclosed_at += file_.body_begin();
  AddComments(piece.comments);
  switch (piece.kind) {
    case PieceKind::kStatement:
      return TakeStatement(piece);
    case PieceKind::kTrivia:
      return;
    case PieceKind::kCopyData:
      script_.statements_[copies_.front()].copy_data = piece.span;
      return;
    case PieceKind::kCopyEnd: {
      std::optional<Span>& data = script_.statements_[copies_.front()].copy_data;
      if (!data) data = Span{piece.span.begin, piece.span.begin};
      copies_.pop_front();
      return;
    }
    case PieceKind::kMetaCommand:
      EndGroup();
      script_.meta_commands_.push_back({piece.span, MetaCommandName(file_.Text(piece.span))});
      return;
  }
}

void Script::Builder::TakeStatement(const Piece& piece) {
  if (piece.unclosed) EndGroup();  // it will not parse: its neighbours shall not be parsed twice
  group_.push_back(piece);
  const bool full = TextOf(group_.front(), piece).size() >= kGroupSize;
  if (full || piece.unclosed || piece.copy_from_stdin) EndGroup();
  if (piece.copy_from_stdin) copies_.push_back(script_.statements_.size() - 1);
}

void Script::Builder::AddComments(Span range) {
  if (range.size() == 0) return;
  for (const Span comment : ScanComments(std::string(file_.Text(range)))) {
    script_.comments_.push_back({Shift(comment, range.begin)});
  }
}

void Script::Builder::EndGroup() {
  const std::vector<Piece> group = std::exchange(group_, {});
  if (group.empty()) return;
  if (group.size() == 1) return ParseAlone(group.front());
  const Span range = TextOf(group.front(), group.back());
  ParseTree tree = ParseTree::Parse(std::string(file_.Text(range)));
  if (tree.ok()) return AddStatements(std::move(tree), range);
  for (const Piece& piece : group) ParseAlone(piece);
}

void Script::Builder::ParseAlone(const Piece& piece) {
  if (piece.span.size() > kMaxStatementSize) {
    return AddFailed(piece, {"larger than 1 GB: PostgreSQL cannot take it", Trim(piece.span).begin});
  }
  const Span range = TextOf(piece, piece);
  ParseTree tree = ParseTree::Parse(std::string(file_.Text(range)));
  if (tree.ok()) return AddStatements(std::move(tree), range);
  const size_t position = tree.error()->cursor_position;
  const size_t offset =
      position > 0 ? file_.OffsetOfCharacter(range.begin, position) : Trim(piece.span).begin;
  AddFailed(piece, {tree.error()->message, offset});
}

void Script::Builder::AddStatements(ParseTree tree, Span parsed) {
  for (const RawStmt* raw : tree.statements()) {
    const size_t begin = parsed.begin + static_cast<size_t>(raw->stmt_location);
    const size_t end = raw->stmt_len == 0 ? parsed.end : begin + static_cast<size_t>(raw->stmt_len);
    script_.statements_.push_back({.number = script_.statements_.size() + 1,
                                   .span = Trim({begin, end}),
                                   .node = raw->stmt,
                                   .location_base = parsed.begin});
  }
  script_.trees_.push_back(std::move(tree));
}

void Script::Builder::AddFailed(const Piece& piece, SyntaxError error) {
  script_.statements_.push_back({.number = script_.statements_.size() + 1,
                                 .span = Trim(piece.span),
                                 .error = std::move(error),
                                 .location_base = piece.span.begin});
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
    } else if (IsBlank(bytes[span.begin])) {
      ++span.begin;
    } else {
      break;
    }
  }
  while (span.begin < span.end) {
    if (first != last && std::prev(last)->span.end == span.end) {
      span.end = (--last)->span.begin;
    } else if (IsBlank(bytes[span.end - 1])) {
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
