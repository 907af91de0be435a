// SPDX-License-Identifier: Apache-2.0
// Interrupts, and what waits for them.
#include "pg/interrupt.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "pg/waiting.h"

namespace lockstep::pg {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

bool IsReadable(int fd) {
  pollfd polled{fd, POLLIN, 0};
  return ::poll(&polled, 1, 0) == 1;
}

TEST(Interrupt, IsRaisedUntilCleared) {
  Interrupt interrupt;
  EXPECT_FALSE(interrupt.raised());
  EXPECT_FALSE(IsReadable(interrupt.fd()));
  interrupt.Raise();
  interrupt.Raise();
  EXPECT_TRUE(interrupt.raised());
  EXPECT_TRUE(IsReadable(interrupt.fd()));
  interrupt.Clear();
  EXPECT_FALSE(interrupt.raised());
  EXPECT_FALSE(IsReadable(interrupt.fd()));
}

TEST(Interrupt, NeverBlocksAndKeepsErrno) {
  Interrupt interrupt;
  errno = EDOM;
  for (int i = 0; i < 200'000; ++i) interrupt.Raise();  // more than a pipe holds
  EXPECT_EQ(errno, EDOM);
  interrupt.Clear();
  EXPECT_FALSE(IsReadable(interrupt.fd()));
}

TEST(Interrupt, EndsASleep) {
  Interrupt interrupt;
  std::thread raiser([&] {
    std::this_thread::sleep_for(50ms);
    interrupt.Raise();
  });
  const auto begin = steady_clock::now();
  EXPECT_TRUE(interrupt.WaitFor(10s));
  EXPECT_LT(steady_clock::now() - begin, 5s);
  raiser.join();
}

TEST(Interrupt, LetsASleepEndByItself) {
  const Interrupt interrupt;
  const auto begin = steady_clock::now();
  EXPECT_FALSE(interrupt.WaitFor(50ms));
  EXPECT_GE(steady_clock::now() - begin, 50ms);
  EXPECT_FALSE(interrupt.WaitFor(-1ms));
}

TEST(Waiting, TellsWhatEndedIt) {
  Interrupt socket;  // any descriptor that can become readable
  Interrupt interrupt;
  EXPECT_EQ(WaitForSocket(socket.fd(), POLLIN, 10ms, &interrupt), Wake::kNothing);
  EXPECT_EQ(WaitForSocket(socket.fd(), POLLIN, 10ms, nullptr), Wake::kNothing);
  socket.Raise();
  EXPECT_EQ(WaitForSocket(socket.fd(), POLLIN, -1ms, &interrupt), Wake::kReady);
  interrupt.Raise();
  EXPECT_EQ(WaitForSocket(socket.fd(), POLLIN, -1ms, &interrupt), Wake::kInterrupt);
  EXPECT_EQ(WaitForSocket(socket.fd(), POLLIN, -1ms, nullptr), Wake::kReady);
}

}  // namespace
}  // namespace lockstep::pg
