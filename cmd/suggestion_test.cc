// SPDX-License-Identifier: Apache-2.0
#include "cmd/suggestion.h"

#include <array>

#include <gtest/gtest.h>

namespace lockstep::cmd {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"lint", "locks", "status", "statement_timeout", "up"};

TEST(NearestName, FindsOneMissingOneTooManyAndOneWrongLetter) {
  EXPECT_EQ(NearestName("lnt", kNames), "lint");
  EXPECT_EQ(NearestName("lintt", kNames), "lint");
  EXPECT_EQ(NearestName("lunt", kNames), "lint");
}

TEST(NearestName, CountsSwappedNeighboursAsOneError) {
  constexpr std::array<std::string_view, 2> kPair = {"abxx", "ba"};
  EXPECT_EQ(NearestName("ab", kPair), "ba");
  EXPECT_EQ(NearestName("sttaus", kNames), "status");
}

TEST(NearestName, DoesNotCountCase) { EXPECT_EQ(NearestName("LINT", kNames), "lint"); }

TEST(NearestName, AllowsMoreErrorsInLongerNames) {
  EXPECT_EQ(NearestName("statment_timout", kNames), "statement_timeout");
  EXPECT_EQ(NearestName("xy", kNames), std::nullopt);
  EXPECT_EQ(NearestName("history", kNames), std::nullopt);
}

TEST(NearestName, TakesTheFirstOfEquallyNearOnes) {
  constexpr std::array<std::string_view, 2> kPair = {"MIG001", "MIG002"};
  EXPECT_EQ(NearestName("MIG003", kPair), "MIG001");
}

TEST(NearestName, HasNoneForNothingAndForWhatIsFarTooLong) {
  EXPECT_EQ(NearestName("", kNames), std::nullopt);
  EXPECT_EQ(NearestName(std::string(1'000'000, 'l'), kNames), std::nullopt);
  EXPECT_EQ(NearestName("lint", {}), std::nullopt);
}

TEST(DidYouMean, ReadsAsTheEndOfAMessage) {
  EXPECT_EQ(DidYouMean("lnt", kNames), ": did you mean \"lint\"?");
  EXPECT_EQ(DidYouMean("history", kNames), "");
}

TEST(NotOneOf, NamesAllChoices) {
  EXPECT_EQ(
      NotOneOf("stats", kNames),
      "expected one of lint, locks, status, statement_timeout, up, not \"stats\": did you mean \"status\"?");
}

}  // namespace
}  // namespace lockstep::cmd
