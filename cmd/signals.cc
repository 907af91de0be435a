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

// Set once SIGPIPE is ignored. Not for as long as a guard lives only: a stream keeps what could not be
// written, and tries again when it is flushed at the end of the process.
std::optional<struct sigaction> before_broken_pipes;

void IgnoreBrokenPipes() {
  if (before_broken_pipes) return;
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGPIPE, &ignore, &before_broken_pipes.emplace());
}

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
  sigaction(SIGHUP, nullptr, &before_hang_up_);
  if (before_hang_up_.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  IgnoreBrokenPipes();
}

SignalGuard::~SignalGuard() {
  sigaction(SIGINT, &before_interrupt_, nullptr);
  sigaction(SIGTERM, &before_terminate_, nullptr);
  sigaction(SIGHUP, &before_hang_up_, nullptr);
  active_interrupt = nullptr;
}

std::optional<ExitCode> SignalGuard::exit_code() const {
  switch (received.load()) {
    case SIGHUP:
      return ExitCode::kHungUp;
    case SIGINT:
      return ExitCode::kInterrupted;
    case SIGTERM:
      return ExitCode::kTerminated;
    default:
      return std::nullopt;
  }
}

void RestoreBrokenPipeSignal() {
  if (before_broken_pipes) sigaction(SIGPIPE, &*before_broken_pipes, nullptr);
  before_broken_pipes.reset();
}

}  // namespace lockstep::cmd
