// SPDX-License-Identifier: Apache-2.0
#include "sql/copy_data_scanner.h"

#include <cstring>

namespace lockstep::sql {

CopyDataScanner::State CopyDataScanner::Next(char byte) const {
  switch (state_) {
    case State::kLineBegin:
      if (byte == '\\') return State::kBackslash;
      break;
    case State::kBackslash:
      if (byte == '.') return State::kDot;
      break;
    case State::kDot:
      if (byte == '\r') return State::kReturn;
      if (byte == '\n') return State::kEnded;
      break;
    case State::kReturn:
      if (byte == '\n') return State::kEnded;
      break;
    case State::kLine:
    case State::kEnded:
      break;
  }
  return byte == '\n' ? State::kLineBegin : State::kLine;
}

const char* CopyDataScanner::Scan(const char* begin, const char* end) {
  const char* cursor = begin;
  while (cursor != end && !ended()) {
    if (state_ == State::kLine) {
      cursor = static_cast<const char*>(std::memchr(cursor, '\n', static_cast<size_t>(end - cursor)));
      if (cursor == nullptr) return end;
    }
    state_ = Next(*cursor++);
    end_line_size_ = state_ == State::kLine || state_ == State::kLineBegin ? 0 : end_line_size_ + 1;
  }
  return cursor;
}

void CopyDataScanner::Finish() {
  if (state_ == State::kBackslash) end_line_size_ = 0;
  state_ = State::kEnded;
}

}  // namespace lockstep::sql
