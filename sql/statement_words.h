// SPDX-License-Identifier: Apache-2.0
// Follows the words of one statement as far as cutting a script needs: is it COPY … FROM stdin, and is it
// inside a BEGIN ATOMIC body, whose semicolons end no statement.
#pragma once

#include <cstddef>
#include <string_view>

namespace lockstep::sql {

class StatementWords {
 public:
  // The longest word that matters; callers may cut longer ones off behind this.
  static constexpr size_t kLongestWord = 10;

  // An unquoted word (keyword or name) outside all parentheses.
  void Add(std::string_view word);

  // No further word can change the answers below.
  bool settled() const { return state_ == State::kOther || state_ == State::kCopyFromStdin; }
  bool copy_from_stdin() const { return state_ == State::kCopyFromStdin; }
  bool in_atomic_body() const { return atomic_depth_ > 0; }

 private:
  enum class State {
    kStart,
    kCopy,
    kCopyFrom,
    kCopyFromStdin,
    kCreate,
    kCreateOr,
    kCreateOrReplace,
    kRoutine,  // CREATE [OR REPLACE] FUNCTION | PROCEDURE …
    kRoutineBegin,
    kAtomicBody,
    kOther,
  };

  State Next(std::string_view word) const;

  State state_ = State::kStart;
  size_t atomic_depth_ = 0;  // BEGIN ATOMIC, and each CASE inside, wait for an END
  bool after_as_ = false;    // what follows is a name
};

}  // namespace lockstep::sql
