// SPDX-License-Identifier: Apache-2.0
#include "sql/display_width.h"

#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

TEST(DisplayWidth, IsOneAColumnForLatinGreekAndCyrillic) {
  EXPECT_EQ(DisplayWidth(""), 0u);
  EXPECT_EQ(DisplayWidth("SELECT 1"), 8u);
  EXPECT_EQ(DisplayWidth("größer αβγ где"), 14u);
  EXPECT_EQ(DisplayWidth("…—€"), 3u);
}

TEST(DisplayWidth, IsTwoForEastAsianAndEmoji) {
  EXPECT_EQ(DisplayWidth("数量"), 4u);
  EXPECT_EQ(DisplayWidth("ひらカナ한글"), 12u);
  EXPECT_EQ(DisplayWidth("Ａ１！"), 6u);
  EXPECT_EQ(DisplayWidth("😀𠀀"), 4u);
}

TEST(DisplayWidth, IsNoneForWhatStandsOverAnotherCharacter) {
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("a\u200Bb"), 2u);
  EXPECT_EQ(DisplayWidth("\uFEFF"), 0u);
}

}  // namespace
}  // namespace lockstep::sql
