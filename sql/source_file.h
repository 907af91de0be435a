// SPDX-License-Identifier: Apache-2.0
// The text of one SQL file, and the only place that knows lines, columns and characters.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace lockstep::sql {

class FileText;

// A half-open range of bytes [begin, end) of a file.
struct Span {
  size_t begin = 0;
  size_t end = 0;

  size_t size() const { return end - begin; }
  bool operator==(const Span&) const = default;
};

// Lines and columns are 1-based, columns count Unicode characters (code points), offsets are bytes from 0.
struct Position {
  size_t line = 1;
  size_t column = 1;
  size_t offset = 0;

  bool operator==(const Position&) const = default;
};

// The bytes of one file, which are valid UTF-8 without NUL. A byte order mark stays in the bytes (offsets are
// those of the file) but belongs to no line's text and counts in no column. "\n", "\r\n" and "\r" each end a
// line. Immutable; copies and sections share the bytes.
//
// A large file takes little memory (see file_text.h): what runs over all of it does so with ForEachPiece or
// ForEachLine, which keep no more than the part at hand.
class SourceFile {
 public:
  // Reads a file. Throws FileError when it cannot be read, is no regular file, is not UTF-8 or holds a NUL
  // byte; the message has the offset (and line and column) of the first bad byte and says what to do.
  static SourceFile Read(const std::filesystem::path& path);

  // The same for text that is at hand (standard input, tests). `name` is what messages show.
  static SourceFile FromText(std::string name, std::string text);

  // The same file, of which `body` alone is SQL: one of several parts that stand in it. Offsets, lines and
  // text() stay those of the whole file.
  SourceFile Section(Span body) const;

  // The same file, of which text() has some lines otherwise than they are written: what was put in for
  // variables is for the server alone, as it may be a secret. `lines` has them as they are written, by
  // number.
  SourceFile WrittenAs(std::map<size_t, std::string> lines) const;
  // Null where text() has the line as it is written.
  const std::string* LineAsWritten(size_t number) const;

  const std::string& name() const;
  // All bytes, with the byte order mark if there is one.
  std::string_view text() const { return text_; }
  // Where SQL begins, and ends: the whole text but for a byte order mark, or the section.
  size_t body_begin() const { return body_.begin; }
  size_t body_end() const { return body_.end; }
  std::string_view body() const { return Text(body_); }
  std::string_view Text(Span span) const { return text().substr(span.begin, span.size()); }

  // `offset` may be text().size(), the position behind the last byte. The column is that of the line as it is
  // written: behind something that was put in, the column of that.
  Position PositionOf(size_t offset) const;
  // The line that holds `offset`, without its line end and byte order mark.
  std::string_view LineAt(size_t offset) const;
  size_t LineBegin(size_t offset) const;
  // Lines are counted from 1, and there is always one; the span of a line has no line end.
  size_t line_count() const;
  Span Line(size_t number) const;

  // The span's text in order, in pieces of about a megabyte that end between two characters.
  void ForEachPiece(Span span, const std::function<void(std::string_view piece)>& visit) const;
  // All lines, with what Line(number) gives.
  void ForEachLine(const std::function<void(size_t number, Span line)>& visit) const;

  // PostgreSQL counts error positions in characters from 1: the byte offset of character number `position` of
  // the text that starts at byte `base`. A position behind the end gives text().size().
  size_t OffsetOfCharacter(size_t base, size_t position) const;

 private:
  class LineIndex;
  struct Content;

  explicit SourceFile(std::shared_ptr<const Content> content);
  static SourceFile FromFileText(std::string name, FileText text);

  void RefuseUtf16() const;
  void RequireUsableText(Span piece) const;
  Span SpanOf(std::string_view part) const;
  Span LineFrom(size_t begin) const;

  std::shared_ptr<const Content> content_;  // never null, unless moved from
  std::string_view text_;                   // of the content
  Span body_;
  std::shared_ptr<const std::map<size_t, std::string>> written_;  // null: all lines are as text() has them
};

}  // namespace lockstep::sql
