// SPDX-License-Identifier: Apache-2.0
#include "source/checksum.h"

#include <string>

#include <gtest/gtest.h>

namespace lockstep::source {
namespace {

// The expected values were computed with sha256sum(1).
TEST(Checksum, IsSha256InLowercaseHex) {
  EXPECT_EQ(Checksum(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Checksum("SELECT 1;\nSELECT 2;\n"),
            "82efb67f3010c6eb7ead02e4f6d9550633dbc1407f99aa487468e7b2567aebbc");
}

TEST(Checksum, TakesEveryLineEndAsNewline) {
  const std::string expected = Checksum("a\nb\n\n\nc\n");
  EXPECT_EQ(Checksum("a\r\nb\r\n\r\n\r\nc\r\n"), expected);
  EXPECT_EQ(Checksum("a\rb\r\r\rc\r"), expected);
  EXPECT_EQ(Checksum("a\r\nb\n\r\r\nc\r"), expected);
  EXPECT_NE(Checksum("a\nb\n\nc\n"), expected);
}

TEST(Checksum, LeavesTheByteOrderMarkOut) {
  EXPECT_EQ(Checksum("\xEF\xBB\xBFSELECT 1;"), Checksum("SELECT 1;"));
  EXPECT_NE(Checksum("SELECT 1;\xEF\xBB\xBF"), Checksum("SELECT 1;"));
}

TEST(Checksum, SeesEverythingElse) {
  EXPECT_NE(Checksum("SELECT 1;"), Checksum("SELECT 1; "));
  EXPECT_NE(Checksum("SELECT 1;"), Checksum("SELECT 1;\n"));
  EXPECT_NE(Checksum("SELECT 1;"), Checksum("select 1;"));
}

}  // namespace
}  // namespace lockstep::source
