// SPDX-License-Identifier: Apache-2.0
#include "cmd/count.h"

#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

namespace lockstep::cmd {
namespace {

TEST(ParseCount, TakesDecimalNumbers) {
  EXPECT_EQ(ParseCount("0"), 0U);
  EXPECT_EQ(ParseCount("12"), 12U);
  EXPECT_EQ(ParseCount("010"), 10U);
  EXPECT_EQ(ParseCount("4294967295"), 4294967295U);
}

TEST(ParseCount, RefusesEverythingElse) {
  for (const char* text : {"", "-1", "+1", "1.5", "1e3", "0x1", " 1", "1 ", "one", "4294967296",
                           "18446744073709551615", "99999999999999999999"})
    EXPECT_EQ(ParseCount(text), std::nullopt) << text;
}

TEST(AddCountOption, StoresWhatIsGiven) {
  CLI::App app;
  std::optional<size_t> count;
  AddCountOption(app, "N", count, "how many");
  app.parse("3");
  EXPECT_EQ(count, 3U);
}

TEST(AddCountOption, LeavesTheValueAloneWithoutIt) {
  CLI::App app;
  std::optional<size_t> count;
  AddCountOption(app, "N", count, "how many");
  app.parse("");
  EXPECT_EQ(count, std::nullopt);
}

TEST(AddCountOption, RefusesWhatIsNone) {
  CLI::App app;
  std::optional<size_t> count;
  AddCountOption(app, "N", count, "how many");
  EXPECT_THROW(app.parse("-1"), CLI::ValidationError);
}

}  // namespace
}  // namespace lockstep::cmd
