// SPDX-License-Identifier: Apache-2.0
#include "cmd/signals.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace lockstep::cmd {

namespace {

// A handler gets no argument of ours: it can only reach what is global.
std::atomic<pg::Interrupt*> active_interrupt{nullptr};
std::atomic<int> received{0};

constexpr int kSignalExitBase = 128;

extern "C" void OnSignal(int signal) {
  if (received.exchange(signal) != 0) _exit(kSignalExitBase + signal);
  if (pg::Interrupt* interrupt = active_interrupt.load()) interrupt->Raise();
}

}  // namespace

SignalGuard::SignalGuard() {
  received = 0;
  active_interrupt = &interrupt_;
  struct sigaction action {};
  action.sa_handler = OnSignal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, &before_interrupt_);
  sigaction(SIGTERM, &action, &before_terminate_);
}

SignalGuard::~SignalGuard() {
  sigaction(SIGINT, &before_interrupt_, nullptr);
  sigaction(SIGTERM, &before_terminate_, nullptr);
  active_interrupt = nullptr;
}

std::optional<ExitCode> SignalGuard::exit_code() const {
  switch (received.load()) {
    case SIGINT:
      return ExitCode::kInterrupted;
    case SIGTERM:
      return ExitCode::kTerminated;
    default:
      return std::nullopt;
  }
}

}  // namespace lockstep::cmd
