// SPDX-License-Identifier: Apache-2.0
// How a connection waits for its server: what may interrupt it, and what is done meanwhile.
#pragma once

#include <chrono>
#include <functional>

#include "pg/interrupt.h"

namespace lockstep::pg {

// Hooks are called from the waiting thread, between polls, and must not throw nor use the connection that
// waits; another one they may.
struct Waiting {
  Interrupt* interrupt = nullptr;  // not owned; has to outlive the connection
  std::function<void()>
      on_interrupt{};  // every second from then to the statement's end; default: Connection::Cancel()
  std::chrono::milliseconds tick{0};  // 0: no ticks
  std::function<void()> on_tick{};    // as long as the wait goes on
};

enum class Wake {
  kReady,      // the socket is, or has failed
  kInterrupt,  // raised
  kNothing,    // the time is up, or a signal came: the clock tells
};

// Waits for a socket's `events` (POLLIN, POLLOUT), an interrupt (may be null) and the time (negative: for
// ever) at once.
Wake WaitForSocket(int socket, short events, std::chrono::milliseconds timeout, const Interrupt* interrupt);

}  // namespace lockstep::pg
