// SPDX-License-Identifier: Apache-2.0
#include "sql/source_file.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sql/error.h"
#include "sql/file_text.h"
#include "sql/utf8.h"

namespace lockstep::sql {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// How much of a file is looked at before it may leave memory again.
constexpr size_t kPiece = 1 << 20;

// Of a large file only some lines are remembered, at least this many bytes apart.
constexpr size_t kMarkDistance = 4096;

struct LineMark {
  size_t begin;
  size_t index;  // from 0
};

// Behind the first line end in text[begin, end); npos when there is none.
size_t NextLine(std::string_view text, size_t begin, size_t end) {
  const std::string_view range = text.substr(0, end);
  const size_t at = range.find_first_of("\r\n", begin);
  if (at == std::string_view::npos) return at;
  return at + (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1);
}

}  // namespace

// Where lines begin: all of them, of a large file some.
class SourceFile::LineIndex {
 public:
  LineIndex(size_t first_begin, size_t distance)
      : distance_(distance), scanned_(first_begin), marks_{{first_begin, 0}} {}

  // The next piece of the text, which goes on behind it.
  void Add(std::string_view text, Span piece) {
    // "\r" is rare: a piece without one needs to be searched for "\n" only.
    const bool has_returns = text.substr(piece.begin, piece.size()).find('\r') != std::string_view::npos;
    const std::string_view range = text.substr(0, piece.end);
    size_t begin = std::max(piece.begin, scanned_);
    while (begin < piece.end) {
      if (has_returns) {
        begin = NextLine(text, begin, piece.end);
      } else {
        const size_t at = range.find('\n', begin);
        begin = at == std::string_view::npos ? at : at + 1;
      }
      if (begin == std::string_view::npos) return;
      AddLine(begin);
    }
    scanned_ = begin;  // behind the piece, where it cut "\r\n" in two
  }

  size_t count() const { return count_; }
  size_t first_begin() const { return marks_.front().begin; }

  // The last line that begins at `offset` or before, or the first.
  LineMark LineAt(std::string_view text, size_t offset) const {
    const auto next = std::upper_bound(marks_.begin(), marks_.end(), offset,
                                       [](size_t at, const LineMark& mark) { return at < mark.begin; });
    if (next == marks_.begin()) return marks_.front();
    const size_t last = (next == marks_.end() ? count_ : next->index) - 1;
    return Advance(text, *std::prev(next), offset, last);
  }

  size_t BeginOf(std::string_view text, size_t index) const {
    const auto next = std::upper_bound(marks_.begin(), marks_.end(), index,
                                       [](size_t line, const LineMark& mark) { return line < mark.index; });
    return Advance(text, *std::prev(next), text.size(), index).begin;
  }

 private:
  void AddLine(size_t begin) {
    if (begin - marks_.back().begin >= distance_) marks_.push_back({begin, count_});
    ++count_;
  }

  // From line to line, until the next one would begin behind `offset`, or the line is number `index`.
  static LineMark Advance(std::string_view text, LineMark line, size_t offset, size_t index) {
    while (line.index < index) {
      const size_t next = NextLine(text, line.begin, offset);
      if (next > offset) break;
      line = {next, line.index + 1};
    }
    return line;
  }

  size_t distance_;
  size_t scanned_;
  size_t count_ = 1;
  std::vector<LineMark> marks_;  // never empty; the first is where the byte order mark ends
};

struct SourceFile::Content {
  Content(std::string file_name, FileText bytes)
      : name(std::move(file_name)),
        text(std::move(bytes)),
        lines(text.view().starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0,
              text.is_mapped() ? kMarkDistance : 0) {}

  std::string name;
  FileText text;
  LineIndex lines;
};

SourceFile::SourceFile(std::shared_ptr<const Content> content)
    : content_(std::move(content)),
      text_(content_->text.view()),
      body_{content_->lines.first_begin(), text_.size()} {}

SourceFile SourceFile::Read(const std::filesystem::path& path) {
  return FromFileText(path.string(), FileText::Read(path));
}

SourceFile SourceFile::FromText(std::string name, std::string text) {
  return FromFileText(std::move(name), FileText(std::move(text)));
}

SourceFile SourceFile::FromFileText(std::string name, FileText text) {
  const auto content = std::make_shared<Content>(std::move(name), std::move(text));
  SourceFile file(content);
  file.RefuseUtf16();
  file.ForEachPiece({0, file.text().size()}, [&](std::string_view piece) {
    const Span span = file.SpanOf(piece);
    content->lines.Add(file.text(), span);
    file.RequireUsableText(span);
  });
  return file;
}

SourceFile SourceFile::Section(Span body) const {
  SourceFile section = *this;
  section.body_ = body;
  return section;
}

SourceFile SourceFile::WrittenAs(std::map<size_t, std::string> lines) const {
  SourceFile file = *this;
  file.written_ = std::make_shared<const std::map<size_t, std::string>>(std::move(lines));
  return file;
}

const std::string* SourceFile::LineAsWritten(size_t number) const {
  if (written_ == nullptr) return nullptr;
  const auto found = written_->find(number);
  return found == written_->end() ? nullptr : &found->second;
}

const std::string& SourceFile::name() const { return content_->name; }

void SourceFile::ForEachPiece(Span span, const std::function<void(std::string_view piece)>& visit) const {
  const std::string_view bytes = text();
  while (span.begin < span.end) {
    size_t end = std::min(span.begin + kPiece, span.end);
    for (size_t i = 0; i < 3 && end < span.end && IsUtf8Continuation(bytes[end]); ++i) ++end;
    visit(Text({span.begin, end}));
    content_->text.Release(span.begin, end);
    span.begin = end;
  }
}

Span SourceFile::SpanOf(std::string_view part) const {
  const size_t begin = static_cast<size_t>(part.data() - text().data());
  return {begin, begin + part.size()};
}

void SourceFile::RefuseUtf16() const {
  const std::string_view bytes = text();
  if (!bytes.starts_with("\xFF\xFE") && !bytes.starts_with("\xFE\xFF")) return;
  throw FileError(fmt::format("{}: is UTF-16 ({}): save the file as UTF-8", name(),
                              bytes[0] == '\xFF' ? "byte order mark FF FE" : "byte order mark FE FF"));
}

void SourceFile::RequireUsableText(Span piece) const {
  const std::string_view bytes = Text(piece);
  const size_t nul = bytes.find('\0');
  const size_t valid = ValidUtf8Prefix(bytes);
  if (nul < valid) {
    const Position at = PositionOf(piece.begin + nul);
    throw FileError(fmt::format(
        "{}:{}:{}: NUL byte at byte {}: this is no SQL text, or it is UTF-16: save the file as UTF-8", name(),
        at.line, at.column, at.offset));
  }
  if (valid < bytes.size()) {
    const Position at = PositionOf(piece.begin + valid);
    throw FileError(fmt::format("{}:{}:{}: invalid UTF-8 at byte {} (0x{:02X}): save the file as UTF-8",
                                name(), at.line, at.column, at.offset,
                                static_cast<unsigned char>(bytes[valid])));
  }
}

size_t SourceFile::LineBegin(size_t offset) const { return content_->lines.LineAt(text(), offset).begin; }

std::string_view SourceFile::LineAt(size_t offset) const { return Text(LineFrom(LineBegin(offset))); }

size_t SourceFile::line_count() const { return content_->lines.count(); }

Span SourceFile::Line(size_t number) const { return LineFrom(content_->lines.BeginOf(text(), number - 1)); }

Span SourceFile::LineFrom(size_t begin) const {
  return {begin, std::min(text().find_first_of("\r\n", begin), text().size())};
}

void SourceFile::ForEachLine(const std::function<void(size_t number, Span line)>& visit) const {
  size_t released = 0;
  Span line = Line(1);
  for (size_t number = 1;; ++number) {
    visit(number, line);
    if (number == line_count()) return;
    line = LineFrom(NextLine(text(), line.end, text().size()));
    if (line.begin - released < kPiece) continue;
    content_->text.Release(released, line.begin);
    released = line.begin;
  }
}

Position SourceFile::PositionOf(size_t offset) const {
  const std::string_view all = text();
  size_t character = std::min(offset, all.size());
  while (character > 0 && character < all.size() && IsUtf8Continuation(all[character])) --character;
  const LineMark line = content_->lines.LineAt(all, character);
  const size_t begin = std::min(line.begin, character);
  if (const std::string* written = LineAsWritten(line.index + 1)) {
    const std::string_view bytes = all.substr(begin);
    const auto same = std::mismatch(written->begin(), written->end(), bytes.begin(), bytes.end()).second;
    character = std::min(character, begin + static_cast<size_t>(same - bytes.begin()));
  }
  return {.line = line.index + 1,
          .column = 1 + CountCharacters(all.substr(begin, character - begin)),
          .offset = offset};
}

size_t SourceFile::OffsetOfCharacter(size_t base, size_t position) const {
  const size_t begin = std::min(base, text().size());
  return begin + sql::OffsetOfCharacter(text().substr(begin), position);
}

}  // namespace lockstep::sql
