// SPDX-License-Identifier: Apache-2.0
#include "source/version.h"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace lockstep::source {
namespace {

TEST(Version, TakesNumbersWithDotsBetweenAndNothingElse) {
  for (const std::string_view good :
       {"0", "1", "007", "17.1", "1.2.3", "20240101120000", "123456789012345678901234567890"}) {
    const auto version = Version::Parse(good);
    ASSERT_TRUE(version) << good;
    EXPECT_EQ(version->text(), good);
  }
  for (const std::string_view bad :
       {"", ".", "1.", ".1", "1..2", "-1", "+1", " 1", "1 ", "1a", "a", "1_2", "0x1", "\xD9\xA1"}) {
    EXPECT_FALSE(Version::Parse(bad)) << bad;
  }
}

TEST(Version, OrdersByValue) {
  const std::vector<std::string_view> ascending = {"0",
                                                   "0.1",
                                                   "1",
                                                   "2",
                                                   "9",
                                                   "10",
                                                   "17",
                                                   "17.1",
                                                   "17.1.1",
                                                   "17.2",
                                                   "17.10",
                                                   "18",
                                                   "100",
                                                   "9999999999",
                                                   "18446744073709551616",
                                                   "99999999999999999999999"};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(*Version::Parse(ascending[i]) <=> *Version::Parse(ascending[j]), i <=> j)
          << ascending[i] << " " << ascending[j];
    }
  }
}

TEST(Version, IsEqualHoweverItIsWritten) {
  const std::vector<std::vector<std::string_view>> groups = {{"0", "00", "000", "0.0", "0.00.0"},
                                                             {"7", "007", "7.0", "007.0.00"},
                                                             {"17.1", "017.01", "17.1.0"},
                                                             {"0.1", "00.01.0"}};
  for (const auto& group : groups) {
    for (const std::string_view text : group) {
      EXPECT_TRUE(*Version::Parse(text) == *Version::Parse(group.front())) << text;
      EXPECT_EQ(Version::Parse(text)->Canonical(), group.front());
    }
  }
  EXPECT_FALSE(*Version::Parse("1") == *Version::Parse("10"));
  EXPECT_EQ(Version::Parse("10.20")->Canonical(), "10.20");
  EXPECT_EQ(Version::Parse("000123456789012345678901234567890")->Canonical(),
            "123456789012345678901234567890");
}

}  // namespace
}  // namespace lockstep::source
