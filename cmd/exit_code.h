// SPDX-License-Identifier: Apache-2.0
// Exit codes: a contract with scripts and CI jobs; see README.md.
#pragma once

namespace lockstep::cmd {

enum class ExitCode {
  kOk = 0,           // done; nothing to do is success
  kFailed = 1,       // findings; a migration failed
  kUsage = 2,        // usage, configuration or file error; a file that does not parse
  kLockTimeout = 3,  // a lock could not be had in time
  kUnreachable = 4,  // the database cannot be reached now: trying again may help
  kPending = 5,      // migrations are pending (check)
  kConflict = 6,     // history and files contradict each other
  kRefused = 7,      // the database refuses until something is changed
  kHungUp = 129,
  kInterrupted = 130,
  kTerminated = 143,
};

}  // namespace lockstep::cmd
