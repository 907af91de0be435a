// SPDX-License-Identifier: Apache-2.0
// The self-pipe behind Interrupt: POSIX everywhere, where eventfd would be Linux only.
#include "pg/interrupt.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace lockstep::pg {
namespace {

// Not inherited by programs that we start; never blocks, as a full pipe says all that is to be said.
void Prepare(int fd) {
  ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  ::fcntl(fd, F_SETFL, O_NONBLOCK);
}

}  // namespace

Interrupt::Interrupt() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  read_end_ = ends[0];
  write_end_ = ends[1];
  Prepare(read_end_);
  Prepare(write_end_);
}

Interrupt::~Interrupt() {
  ::close(read_end_);
  ::close(write_end_);
}

void Interrupt::Raise() noexcept {
  const int saved_errno = errno;
  raised_.store(true);
  const char byte = 0;
  [[maybe_unused]] const ssize_t written = ::write(write_end_, &byte, 1);
  errno = saved_errno;
}

void Interrupt::Clear() noexcept {
  std::array<char, 64> bytes;
  while (::read(read_end_, bytes.data(), bytes.size()) > 0) {
  }
  raised_.store(false);
}

bool Interrupt::WaitFor(std::chrono::milliseconds duration) const {
  const auto end = std::chrono::steady_clock::now() + duration;
  pollfd waiting{read_end_, POLLIN, 0};
  while (!raised()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    const auto step =
        std::min<std::chrono::milliseconds>(left, std::chrono::hours(1));  // poll() counts in int
    ::poll(&waiting, 1, static_cast<int>(step.count()));
  }
  return raised();
}

}  // namespace lockstep::pg
