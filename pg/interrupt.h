// SPDX-License-Identifier: Apache-2.0
// A request to stop that ends waits: raised by a signal handler or another thread, polled beside sockets.
#pragma once

#include <atomic>
#include <chrono>

namespace lockstep::pg {

// Once raised it stays so until cleared. Not movable: signal handlers keep its address.
class Interrupt {
 public:
  Interrupt();  // throws std::system_error when no pipe can be had
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  // Async-signal-safe; from any thread; keeps errno.
  void Raise() noexcept;
  void Clear() noexcept;

  bool raised() const noexcept { return raised_.load(); }
  int fd() const noexcept { return read_end_; }  // readable while raised

  // Sleeps for that long, or until raised. Returns raised().
  bool WaitFor(std::chrono::milliseconds duration) const;

 private:
  int read_end_ = -1;
  int write_end_ = -1;
  std::atomic<bool> raised_{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "signal handlers may use lock-free atomics only");
};

}  // namespace lockstep::pg
