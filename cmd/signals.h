// SPDX-License-Identifier: Apache-2.0
// SIGINT, SIGTERM and SIGHUP while a command talks to a database; and SIGPIPE, which is none to it.
#pragma once

#include <csignal>
#include <optional>

#include "cmd/exit_code.h"
#include "pg/interrupt.h"

namespace lockstep::cmd {

// While it lives, the first signal raises the interrupt, so that what runs is cancelled and rolled back; a
// second one ends the process at once. SIGHUP stays ignored where it is, under nohup. Afterwards they do what
// they did before; but from its beginning on the process does not die of SIGPIPE, in the middle of a
// migration, when nobody reads its output any more. One at a time in a process.
class SignalGuard {
 public:
  SignalGuard();
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  pg::Interrupt& interrupt() { return interrupt_; }
  // 129, 130 or 143 once a signal came.
  std::optional<ExitCode> exit_code() const;

 private:
  pg::Interrupt interrupt_;
  struct sigaction before_interrupt_ {};
  struct sigaction before_terminate_ {};
  struct sigaction before_hang_up_ {};
};

// SIGPIPE does again what it did before the first guard: for a program that takes the place of this one.
void RestoreBrokenPipeSignal();

}  // namespace lockstep::cmd
