// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM while a command talks to a database.
#pragma once

#include <csignal>
#include <optional>

#include "cmd/exit_code.h"
#include "pg/interrupt.h"

namespace lockstep::cmd {

// While it lives, the first signal raises the interrupt, so that what runs is cancelled and rolled back; a
// second one ends the process at once. Afterwards they do what they did before. One at a time in a process.
class SignalGuard {
 public:
  SignalGuard();
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  pg::Interrupt& interrupt() { return interrupt_; }
  // 130 or 143 once a signal came.
  std::optional<ExitCode> exit_code() const;

 private:
  pg::Interrupt interrupt_;
  struct sigaction before_interrupt_ {};
  struct sigaction before_terminate_ {};
};

}  // namespace lockstep::cmd
