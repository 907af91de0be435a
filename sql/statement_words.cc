// SPDX-License-Identifier: Apache-2.0
#include "sql/statement_words.h"

#include <algorithm>
#include <utility>

namespace lockstep::sql {
namespace {

// Keywords are ASCII letters, and folded as such whatever the locale: nothing but a letter becomes one by
// this bit.
bool Is(std::string_view word, std::string_view lower_case_keyword) {
  return std::equal(word.begin(), word.end(), lower_case_keyword.begin(), lower_case_keyword.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

bool IsRoutine(std::string_view word) { return Is(word, "function") || Is(word, "procedure"); }

}  // namespace

StatementWords::State StatementWords::Next(std::string_view word) const {
  switch (state_) {
    case State::kStart:
      if (Is(word, "copy")) return State::kCopy;
      return Is(word, "create") ? State::kCreate : State::kOther;
    case State::kCopy:
      return Is(word, "from") ? State::kCopyFrom : State::kCopy;
    case State::kCopyFrom:
      // gram.y takes FROM stdout as FROM stdin: "we silently correct the typo".
      return Is(word, "stdin") || Is(word, "stdout") ? State::kCopyFromStdin : State::kOther;
    case State::kCreate:
      if (Is(word, "or")) return State::kCreateOr;
      return IsRoutine(word) ? State::kRoutine : State::kOther;
    case State::kCreateOr:
      return Is(word, "replace") ? State::kCreateOrReplace : State::kOther;
    case State::kCreateOrReplace:
      return IsRoutine(word) ? State::kRoutine : State::kOther;
    case State::kRoutineBegin:
      if (Is(word, "atomic")) return State::kAtomicBody;
      [[fallthrough]];
    case State::kRoutine:
      return Is(word, "begin") ? State::kRoutineBegin : State::kRoutine;
    case State::kAtomicBody:
    case State::kCopyFromStdin:
    case State::kOther:
      return state_;
  }
  return state_;
}

void StatementWords::Add(std::string_view word) {
  if (std::exchange(after_as_, Is(word, "as"))) return;
  const bool was_in_body = state_ == State::kAtomicBody;
  state_ = Next(word);
  if (state_ != State::kAtomicBody) return;
  if (!was_in_body || Is(word, "case")) ++atomic_depth_;
  if (Is(word, "end") && --atomic_depth_ == 0) state_ = State::kOther;
}

}  // namespace lockstep::sql
