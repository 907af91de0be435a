// SPDX-License-Identifier: Apache-2.0
// A state machine over bytes. What ends a quote or comment follows PostgreSQL's scanner
// (src/backend/parser/scan.l), what hides a semicolon and begins a meta-command follows psql's
// (src/fe_utils/psqlscan.l). Every state survives the end of a chunk.
#include "sql/splitter.h"

#include <algorithm>
#include <utility>

#include "sql/byte_class.h"

namespace lockstep::sql {
namespace {

bool IsTagByte(char byte) { return IsWordByte(byte) && byte != '$'; }

}  // namespace

Splitter::Splitter(Sink sink, size_t first_offset, Nesting nesting)
    : sink_(std::move(sink)), nesting_(nesting), fed_(first_offset), begin_(first_offset) {}

void Splitter::Feed(std::string_view chunk) {
  chunk_ = chunk;
  cursor_ = chunk.data();
  while (cursor_ != ChunkEnd()) Step();
  const std::string_view last = chunk.substr(chunk.size() - std::min(chunk.size(), last_bytes_.size()));
  const auto kept =
      std::shift_left(last_bytes_.begin(), last_bytes_.end(), static_cast<std::ptrdiff_t>(last.size()));
  std::copy(last.begin(), last.end(), kept);
  fed_ += chunk.size();
  chunk_ = {};
  cursor_ = nullptr;
  // What is known to be data does not wait for its end, so that nobody has to hold it.
  if (state_ == State::kCopyData) EmitCopyData(fed_ - copy_data_.end_line_size());
}

void Splitter::Finish() {
  switch (state_) {
    case State::kBackslash:
    case State::kMetaCommand:
      EndMetaCommand(fed_);
      break;
    case State::kCopyData:
      copy_data_.Finish();
      EndCopyData(fed_);
      break;
    case State::kWord:
      EndWord(word_);
      break;
    case State::kDash:
    case State::kSlash:
      BeginToken();
      break;
    case State::kQuote:
      // A block comment that never ends is an error rather than a comment.
      if (quote_.kind() == QuoteScanner::Kind::kLineComment) EndComment(fed_);
      break;
    case State::kTop:
    case State::kDollarTag:
      break;
  }
  EndStatement(fed_, false);
  while (pending_copies_ > 0) EndCopyData(fed_);
}

void Splitter::Step() {
  switch (state_) {
    case State::kTop:
      return ScanTop();
    case State::kWord:
      return ScanWord(cursor_);
    case State::kDash:
      return ScanDash();
    case State::kSlash:
      return ScanSlash();
    case State::kDollarTag:
      return ScanDollarTag();
    case State::kQuote:
      return ScanQuote();
    case State::kBackslash:
      return ScanBackslash();
    case State::kMetaCommand:
      return ScanMetaCommand();
    case State::kCopyData:
      return ScanCopyData();
  }
}

// The next byte that something follows from. In most of a statement these are the marks alone.
inline const char* Splitter::NextOfInterest() const {
  // Behind an E'…' string, and on the line before COPY data.
  const bool blanks_matter = continuation_ != Continuation::kNone || pending_copies_ > 0;
  if (blanks_matter) return cursor_;
  if (WordsMatter()) return std::find_if_not(cursor_, ChunkEnd(), IsBlankOrNewline);
  return std::find_if(cursor_, ChunkEnd(), IsMark);
}

// One that ends at the next such mark: in most cases that is in the same chunk.
inline void Splitter::OpenPlainQuote(QuoteScanner::Kind kind, size_t at) {
  const size_t size = std::string_view(cursor_, ChunkEnd()).find(cursor_[-1]);
  if (size == std::string_view::npos) return OpenQuote(kind, at);
  BeginToken();
  cursor_ += size + 1;
}

inline void Splitter::ScanByte(char byte) {
  const size_t at = Here() - 1;
  switch (byte) {
    case '-':
      state_ = State::kDash;
      return;
    case '/':
      state_ = State::kSlash;
      return;
    case '\'':
      return OpenString(at);
    case '"':
      return OpenPlainQuote(QuoteScanner::Kind::kQuotedName, at);
    case '$':
      return ScanDollar();
    case '(':
      BeginToken();
      if (parentheses_++ == 0) outermost_parenthesis_ = at;
      return;
    case ')':
      BeginToken();
      if (parentheses_ > 0) --parentheses_;
      return;
    case ';':
      if (!HidesSemicolon()) return EndStatement(at, true);
      return BeginToken();
    case '\\':
      EndStatement(at, false);
      state_ = State::kBackslash;
      return;
    case '\n':
    case '\r':
      if (continuation_ != Continuation::kNone) continuation_ = Continuation::kNextLine;
      if (pending_copies_ > 0 && byte == '\n') BeginCopyData();
      return;
    case ' ':
    case '\t':
    case '\f':
    case '\v':
      if (continuation_ == Continuation::kAdjacent) continuation_ = Continuation::kSameLine;
      return;
    default:
      BeginToken();
      if (WordsMatter() && IsWordStart(byte)) BeginWord();
  }
}

void Splitter::ScanTop() {
  while (state_ == State::kTop) {
    cursor_ = NextOfInterest();
    if (cursor_ == ChunkEnd()) return;
    ScanByte(*cursor_++);
  }
}

void Splitter::BeginWord() {
  word_.clear();
  qualified_ = ByteBefore(2) == '.';
  state_ = State::kWord;
  ScanWord(cursor_ - 1);
}

// From `begin`, where the word or the chunk begins.
void Splitter::ScanWord(const char* begin) {
  cursor_ = std::find_if_not(begin, ChunkEnd(), IsWordByte);
  const bool ends = cursor_ != ChunkEnd();
  if (ends && word_.empty()) return EndWord({begin, cursor_});
  const size_t room = StatementWords::kLongestWord - word_.size();
  word_.append(begin, std::min(static_cast<size_t>(cursor_ - begin), room));
  if (ends) EndWord(word_);
}

void Splitter::ScanDash() {
  if (*cursor_ == '-') return OpenComment(QuoteScanner::Kind::kLineComment);
  BeginToken();
  state_ = State::kTop;
}

void Splitter::ScanSlash() {
  if (*cursor_ == '*') {
    continuation_ = Continuation::kNone;
    return OpenComment(QuoteScanner::Kind::kBlockComment);
  }
  BeginToken();
  state_ = State::kTop;
}

void Splitter::ScanDollar() {
  BeginToken();
  const char before_dollar = ByteBefore(2);
  if (IsWordByte(before_dollar)) return;  // part of a name
  word_.clear();
  state_ = State::kDollarTag;
}

void Splitter::ScanDollarTag() {
  const char* begin = cursor_;
  cursor_ = std::find_if_not(cursor_, ChunkEnd(), IsTagByte);
  word_.append(begin, cursor_);
  if (cursor_ == ChunkEnd()) return;
  const bool is_parameter = !word_.empty() && word_[0] >= '0' && word_[0] <= '9';
  if (*cursor_ == '$' && !is_parameter) {
    OpenQuote(QuoteScanner::Kind::kDollarString, Here() - word_.size() - 1);
    quote_.SetDollarTag(word_);
    ++cursor_;
    return;
  }
  state_ = State::kTop;
}

void Splitter::ScanQuote() {
  cursor_ = quote_.Scan(cursor_, ChunkEnd());
  if (!quote_.closed()) return;
  state_ = State::kTop;
  if (quote_.in_comment()) EndComment(Here());
  if (quote_.kind() == QuoteScanner::Kind::kEscapeString) continuation_ = Continuation::kAdjacent;
}

void Splitter::ScanBackslash() {
  state_ = State::kMetaCommand;
  // psql's way to write a semicolon or colon that it leaves to the server: the SQL goes on behind it.
  if (*cursor_ != ';' && *cursor_ != ':') return;
  ++cursor_;
  EndMetaCommand(Here());
}

void Splitter::ScanMetaCommand() {
  cursor_ = std::find_if(cursor_, ChunkEnd(), IsNewline);
  if (cursor_ != ChunkEnd()) EndMetaCommand(Here());
}

void Splitter::ScanCopyData() {
  cursor_ = copy_data_.Scan(cursor_, ChunkEnd());
  if (copy_data_.ended()) EndCopyData(Here());
}

char Splitter::ByteBefore(size_t distance) const {
  const auto scanned = static_cast<size_t>(cursor_ - chunk_.data());
  return distance <= scanned ? cursor_[-static_cast<std::ptrdiff_t>(distance)]
                             : last_bytes_[last_bytes_.size() + scanned - distance];
}

void Splitter::EndWord(std::string_view word) {
  const bool was_in_body = words_.in_atomic_body();
  if (!qualified_) words_.Add(word);
  if (!was_in_body && words_.in_atomic_body()) atomic_body_ = Here() - word.size();
  state_ = State::kTop;
}

void Splitter::OpenString(size_t at) {
  const char before_quote = ByteBefore(2);
  const bool has_prefix = (before_quote == 'e' || before_quote == 'E') && !IsWordByte(ByteBefore(3));
  const bool goes_on = continuation_ == Continuation::kAdjacent || continuation_ == Continuation::kNextLine;
  if (has_prefix || goes_on) return OpenQuote(QuoteScanner::Kind::kEscapeString, at);
  OpenPlainQuote(QuoteScanner::Kind::kString, at);
}

void Splitter::OpenComment(QuoteScanner::Kind kind) {
  quote_begin_ = Here() - 1;
  ++cursor_;
  quote_.Open(kind);
  state_ = State::kQuote;
}

void Splitter::OpenQuote(QuoteScanner::Kind kind, size_t at) {
  BeginToken();
  quote_.Open(kind);
  quote_begin_ = at;
  state_ = State::kQuote;
}

// psql reads by lines, and sends a statement when it sees its semicolon: the data of a COPY begin on the next
// line, and what else stands on the semicolon's own line comes after the data.
void Splitter::BeginCopyData() {
  EndStatement(Here(), false);
  state_ = State::kCopyData;
}

void Splitter::EmitCopyData(size_t end) {
  if (end == begin_) return;
  sink_({.kind = PieceKind::kCopyData, .span = {begin_, end}});
  begin_ = end;
}

void Splitter::EndCopyData(size_t end) {
  EmitCopyData(end - copy_data_.end_line_size());
  sink_({.kind = PieceKind::kCopyEnd, .span = {begin_, end}});
  begin_ = end;
  copy_data_ = {};
  --pending_copies_;
  state_ = pending_copies_ > 0 ? State::kCopyData : State::kTop;
}

void Splitter::EndMetaCommand(size_t end) {
  sink_({.kind = PieceKind::kMetaCommand, .span = {begin_, end}});
  begin_ = end;
  state_ = State::kTop;
}

void Splitter::EndStatement(size_t end, bool terminated) {
  const Unclosed unclosed = terminated ? Unclosed::kNothing : WhatIsUnclosed();
  const bool is_statement = has_token_ || unclosed != Unclosed::kNothing;
  const bool copy_from_stdin = terminated && words_.copy_from_stdin();
  if (is_statement || end > begin_) {
    sink_({.kind = is_statement ? PieceKind::kStatement : PieceKind::kTrivia,
           .span = {begin_, end},
           .terminated = terminated,
           .copy_from_stdin = copy_from_stdin,
           .unclosed = unclosed,
           .unclosed_at = BeginOf(unclosed)});
  }
  if (copy_from_stdin) ++pending_copies_;
  begin_ = terminated ? end + 1 : end;
  has_token_ = false;
  words_ = {};
  parentheses_ = 0;
  continuation_ = Continuation::kNone;
}

Unclosed Splitter::WhatIsUnclosed() const {
  if (state_ == State::kQuote && quote_.kind() != QuoteScanner::Kind::kLineComment) return Unclosed::kQuote;
  return HidesSemicolon() ? Unclosed::kNesting : Unclosed::kNothing;
}

size_t Splitter::BeginOf(Unclosed unclosed) const {
  switch (unclosed) {
    case Unclosed::kNothing:
      return 0;
    case Unclosed::kQuote:
      return quote_begin_;
    case Unclosed::kNesting:
      return parentheses_ > 0 ? outermost_parenthesis_ : atomic_body_;
  }
  return 0;
}

}  // namespace lockstep::sql
