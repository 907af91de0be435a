// SPDX-License-Identifier: Apache-2.0
// The one place where the program waits for a server.
#include "pg/waiting.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <limits>

namespace lockstep::pg {

Wake WaitForSocket(int socket, short events, std::chrono::milliseconds timeout, const Interrupt* interrupt) {
  if (interrupt != nullptr && interrupt->raised()) return Wake::kInterrupt;
  // poll() ignores negative descriptors.
  std::array<pollfd, 2> polled{
      {{socket, events, 0}, {interrupt == nullptr ? -1 : interrupt->fd(), POLLIN, 0}}};
  const auto milliseconds =
      std::clamp<std::chrono::milliseconds::rep>(timeout.count(), -1, std::numeric_limits<int>::max());
  const int ready = ::poll(polled.data(), polled.size(), static_cast<int>(milliseconds));
  if (polled[1].revents != 0) return Wake::kInterrupt;
  return ready > 0 ? Wake::kReady : Wake::kNothing;
}

}  // namespace lockstep::pg
