// SPDX-License-Identifier: Apache-2.0
#include "cmd/progress_bar.h"

#include <gtest/gtest.h>

#include <sstream>

namespace lockstep::cmd {
namespace {

const source::Migration& AnyMigration() {
  static const source::Migration migration{
      .version = *source::Version::Parse("1"), .name = "a", .up = std::nullopt, .down = std::nullopt};
  return migration;
}

TEST(ProgressBar, WritesOverItsOwnLine) {
  std::ostringstream err;
  ProgressBar bar(err, true);
  bar.Draw(
      {.migration = AnyMigration(), .phase = "building index: scanning table", .done = 50, .total = 100});
  bar.Draw({.migration = AnyMigration(),
            .phase = "waiting for old snapshots",
            .done = 0,
            .total = 1,
            .waits_for_pid = 7});
  bar.Clear();
  bar.Clear();
  EXPECT_EQ(err.str(),
            "\r\x1b[K[############............]  50 % building index: scanning table"
            "\r\x1b[K[........................]   0 % waiting for old snapshots (pid 7)"
            "\r\x1b[K");
}

TEST(ProgressBar, HasNoPercentageWhereNothingIsCounted) {
  std::ostringstream err;
  ProgressBar(err, true).Draw({.migration = AnyMigration(), .phase = "initializing"});
  EXPECT_EQ(err.str(), "\r\x1b[Kinitializing");
}

TEST(ProgressBar, StaysWithinItsBounds) {
  std::ostringstream err;
  ProgressBar(err, true).Draw({.migration = AnyMigration(), .phase = "p", .done = 3, .total = 2});
  EXPECT_EQ(err.str(), "\r\x1b[K[########################] 100 % p");
}

TEST(ProgressBar, DrawsNothingWhereThereIsNoTerminal) {
  std::ostringstream err;
  ProgressBar bar(err, false);
  bar.Draw({.migration = AnyMigration(), .phase = "initializing"});
  bar.Clear();
  EXPECT_EQ(err.str(), "");
}

}  // namespace
}  // namespace lockstep::cmd
