// SPDX-License-Identifier: Apache-2.0
// Finds the end of one quote or comment, however the text is cut into chunks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::sql {

class QuoteScanner {
 public:
  enum class Kind { kString, kEscapeString, kQuotedName, kDollarString, kLineComment, kBlockComment };

  // Begins behind the opening mark. A doubled quote inside a string or name is seen as its end and a new
  // beginning.
  void Open(Kind kind);
  // Of a dollar string just opened, without its dollars.
  void SetDollarTag(std::string_view tag);

  // The position behind the closing mark (for a line comment: of its line end), or `end` when it is not in
  // [begin, end).
  const char* Scan(const char* begin, const char* end);

  Kind kind() const { return kind_; }
  bool in_comment() const { return kind_ == Kind::kLineComment || kind_ == Kind::kBlockComment; }
  bool closed() const { return closed_; }

 private:
  const char* ScanTo(char mark, const char* begin, const char* end);
  const char* ScanEscapeString(const char* begin, const char* end);
  const char* ScanDollarString(const char* begin, const char* end);
  const char* ScanLineComment(const char* begin, const char* end);
  const char* ScanBlockComment(const char* begin, const char* end);

  Kind kind_ = Kind::kString;
  bool closed_ = true;
  // What a mark of two or more bytes needs to know of the bytes before.
  bool after_backslash_ = false;
  char previous_ = '\0';      // '*' or '/' of a block comment's marks
  size_t comment_depth_ = 0;  // comments nest
  std::string closing_tag_;   // "tag$"
  bool in_closing_tag_ = false;
  size_t matched_ = 0;  // bytes of closing_tag_
};

}  // namespace lockstep::sql
