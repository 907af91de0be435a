// SPDX-License-Identifier: Apache-2.0
#include "cmd/duration.h"

#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

namespace lockstep::cmd {
namespace {

using std::chrono::milliseconds;

TEST(ParseDuration, TakesEachUnit) {
  EXPECT_EQ(ParseDuration("500ms"), milliseconds(500));
  EXPECT_EQ(ParseDuration("60s"), milliseconds(60'000));
  EXPECT_EQ(ParseDuration("5m"), milliseconds(300'000));
  EXPECT_EQ(ParseDuration("1h"), milliseconds(3'600'000));
}

TEST(ParseDuration, NeedsNoUnitForZeroOnly) {
  EXPECT_EQ(ParseDuration("0"), milliseconds(0));
  EXPECT_EQ(ParseDuration("0s"), milliseconds(0));
  EXPECT_EQ(ParseDuration("60"), std::nullopt);
}

TEST(ParseDuration, EndsWherePostgresTimeoutsEnd) {
  EXPECT_EQ(ParseDuration("2147483647ms"), milliseconds(2147483647));
  EXPECT_EQ(ParseDuration("2147483648ms"), std::nullopt);
  EXPECT_EQ(ParseDuration("596h"), milliseconds(2145600000));
  EXPECT_EQ(ParseDuration("597h"), std::nullopt);
  EXPECT_EQ(ParseDuration("9223372036854775807h"), std::nullopt);
  EXPECT_EQ(ParseDuration("99999999999999999999s"), std::nullopt);
}

TEST(ParseDuration, RefusesEverythingElse) {
  for (const char* text :
       {"", "s", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1m30s", "5min", "1d", "1S", "0x1s"})
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
}

TEST(DurationError, SaysWhatToWriteInstead) {
  EXPECT_EQ(DurationError("5 min"),
            "expected a duration such as 500ms, 60s, 5m, 1h (596h at most) or 0, not \"5 min\"");
}

TEST(AddDurationOption, StoresWhatIsGiven) {
  CLI::App app;
  std::optional<milliseconds> wait;
  AddDurationOption(app, "--wait", wait, "how long to wait");
  app.parse("--wait 5m");
  EXPECT_EQ(wait, milliseconds(300'000));
}

TEST(AddDurationOption, LeavesTheValueAloneWithoutIt) {
  CLI::App app;
  std::optional<milliseconds> wait;
  AddDurationOption(app, "--wait", wait, "how long to wait");
  app.parse("");
  EXPECT_EQ(wait, std::nullopt);
}

TEST(AddDurationOption, RefusesWhatIsNone) {
  CLI::App app;
  std::optional<milliseconds> wait;
  AddDurationOption(app, "--wait", wait, "how long to wait");
  EXPECT_THROW(app.parse("--wait 60"), CLI::ValidationError);
}

}  // namespace
}  // namespace lockstep::cmd
