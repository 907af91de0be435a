// SPDX-License-Identifier: Apache-2.0
// The two errors that are thrown below cmd/ before a database comes in. Everything else (findings, syntax
// errors, problems of a directory) is a return value.
#pragma once

#include <stdexcept>
#include <string>

namespace lockstep {

// A file that cannot be used: unreadable, not UTF-8, a broken configuration. The message names file, and line
// and column where there is one, and what to do about it. Ends the program with exit code 2 unless a caller
// collects it.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The caller asked for something that does not exist or does not fit together. Exit code 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace lockstep
