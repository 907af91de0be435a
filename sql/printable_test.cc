// SPDX-License-Identifier: Apache-2.0
#include "sql/printable.h"

#include <string>

#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

TEST(Printable, KeepsText) {
  EXPECT_EQ(Printable(""), "");
  EXPECT_EQ(Printable("größer, 数量 😀 ~"), "größer, 数量 😀 ~");
}

TEST(Printable, MakesTabsBlanks) { EXPECT_EQ(Printable("a\tb"), "a    b"); }

TEST(Printable, ShowsControlCharactersAsQuestionMarks) {
  EXPECT_EQ(Printable("a\nb\r\x1b[31m\x7F"), "a?b??[31m?");
  EXPECT_EQ(Printable(std::string("\0", 1)), "?");
}

TEST(Printable, ShowsUpperControlCharactersAsQuestionMarksToo) {
  EXPECT_EQ(Printable("\xC2\x80|\xC2\x9F"), "?|?");
  EXPECT_EQ(Printable("\xC2\xA0\xC3\x80"), "\xC2\xA0\xC3\x80");
}

}  // namespace
}  // namespace lockstep::sql
