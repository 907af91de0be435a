// SPDX-License-Identifier: Apache-2.0
#include "sql/utf8.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

std::string Encode(unsigned code_point) {
  const auto byte = [](unsigned value) { return static_cast<char>(value); };
  const auto continuation = [byte](unsigned bits) { return byte(0x80 | (bits & 0x3F)); };
  if (code_point < 0x80) return {byte(code_point)};
  if (code_point < 0x800) return {byte(0xC0 | code_point >> 6), continuation(code_point)};
  if (code_point < 0x10000) {
    return {byte(0xE0 | code_point >> 12), continuation(code_point >> 6), continuation(code_point)};
  }
  return {byte(0xF0 | code_point >> 18), continuation(code_point >> 12), continuation(code_point >> 6),
          continuation(code_point)};
}

TEST(Utf8CharacterLength, TakesEveryCodePointButSurrogates) {
  for (unsigned code_point = 0; code_point <= 0x110000; ++code_point) {
    const std::string character = Encode(code_point);
    const bool valid = code_point < 0x110000 && (code_point < 0xD800 || code_point > 0xDFFF);
    ASSERT_EQ(Utf8CharacterLength(character), valid ? character.size() : 0) << std::hex << code_point;
    if (valid && character.size() > 1) {
      ASSERT_EQ(Utf8CharacterLength(character.substr(0, character.size() - 1)), 0u) << std::hex << code_point;
    }
  }
}

TEST(Utf8CharacterLength, RefusesWhatIsNoCharacter) {
  for (const std::string_view bad : {"",
                                     "\x80",
                                     "\xBF",
                                     "\xC0\x80",
                                     "\xC1\xBF",
                                     "\xC3",
                                     "\xC3(",
                                     "\xE0\x80\x80",
                                     "\xE0\x9F\xBF",
                                     "\xE2\x82",
                                     "\xE2(\xA1",
                                     "\xE2\x82(",
                                     "\xED\xA0\x80",
                                     "\xED\xBF\xBF",
                                     "\xF0\x80\x80\x80",
                                     "\xF0\x8F\xBF\xBF",
                                     "\xF0\x9F\x98",
                                     "\xF4\x90\x80\x80",
                                     "\xF5\x80\x80\x80",
                                     "\xF8\x88\x80\x80\x80",
                                     "\xFE",
                                     "\xFF"}) {
    EXPECT_EQ(Utf8CharacterLength(bad), 0u) << testing::PrintToString(bad);
  }
}

TEST(ValidUtf8Prefix, FindsTheFirstBadByteWhereverItIs) {
  for (size_t size = 0; size < 40; ++size) {
    const std::string ascii(size, 'x');
    EXPECT_EQ(ValidUtf8Prefix(ascii), size);
    EXPECT_EQ(ValidUtf8Prefix(ascii + "\xE9" + ascii), size);
    EXPECT_EQ(ValidUtf8Prefix(ascii + "\u20AC\U0001F600" + ascii + "\xED\xA0\x80"), 2 * size + 7);
  }
}

TEST(CountCharacters, CountsCodePoints) {
  EXPECT_EQ(CountCharacters(""), 0u);
  EXPECT_EQ(CountCharacters("aé€😀"), 4u);
}

TEST(OffsetOfCharacter, CountsFromOne) {
  const std::string_view text = "aé€😀b";
  EXPECT_EQ(OffsetOfCharacter(text, 1), 0u);
  EXPECT_EQ(OffsetOfCharacter(text, 2), 1u);
  EXPECT_EQ(OffsetOfCharacter(text, 3), 3u);
  EXPECT_EQ(OffsetOfCharacter(text, 4), 6u);
  EXPECT_EQ(OffsetOfCharacter(text, 5), 10u);
  EXPECT_EQ(OffsetOfCharacter(text, 6), 11u);
  EXPECT_EQ(OffsetOfCharacter(text, 7), 11u);
  EXPECT_EQ(OffsetOfCharacter("", 1), 0u);
}

}  // namespace
}  // namespace lockstep::sql
