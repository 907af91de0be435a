// SPDX-License-Identifier: Apache-2.0
// Finds the line "\." that ends inline COPY data, however the text is cut into chunks. As in psql, only "\n"
// and "\r\n" end a line: a lone "\r" is data.
#pragma once

#include <cstddef>

namespace lockstep::sql {

class CopyDataScanner {
 public:
  // The position behind the line "\.", or `end` when it is not in [begin, end).
  const char* Scan(const char* begin, const char* end);
  // At the end of the input a line "\." needs no line end.
  void Finish();

  bool ended() const { return state_ == State::kEnded; }
  // The last bytes scanned that are, or may become, the line "\.".
  size_t end_line_size() const { return end_line_size_; }

 private:
  enum class State { kLineBegin, kLine, kBackslash, kDot, kReturn, kEnded };

  State Next(char byte) const;

  State state_ = State::kLineBegin;
  size_t end_line_size_ = 0;
};

}  // namespace lockstep::sql
