// SPDX-License-Identifier: Apache-2.0
#include "sql/file_text.h"

#include <gmock/gmock.h>

#include "sql/error.h"
#include "sql/source_file.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::sql {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Lines of different lengths and ends, some with characters of several bytes; as large as a mapped file is.
std::string LargeText() {
  std::string text;
  for (size_t i = 0; text.size() < FileText::kLarge; ++i) {
    text += std::to_string(i) + std::string(i % 97, 'x');
    if (i % 5 == 0) text += "é€😀";
    text += i % 7 == 0 ? "\r" : i % 3 == 0 ? "\r\n" : "\n";
  }
  return text + "last line";
}

TEST(FileText, HoldsASmallFileInMemory) {
  const TemporaryDirectory directory;
  directory.Write("a", "text");
  const FileText text = FileText::Read(directory.path() / "a");
  EXPECT_FALSE(text.is_mapped());
  EXPECT_EQ(text.view(), "text");
}

TEST(FileText, KeepsWhatALargeFileWas) {
  const TemporaryDirectory directory;
  const std::string written = LargeText();
  directory.Write("a", written);
  const FileText text = FileText::Read(directory.path() / "a");
  ASSERT_TRUE(text.is_mapped());
  text.Release(0, written.size());
  // Mapped itself, it would end the program here.
  fs::resize_file(directory.path() / "a", 0);
  EXPECT_TRUE(text.view() == written);
  text.Release(written.size() / 2, written.size());
  fs::remove(directory.path() / "a");
  EXPECT_TRUE(text.view() == written);
}

// The small file and the large one are indexed in different ways.
TEST(FileText, HasTheSameLinesWhateverItsSize) {
  const TemporaryDirectory directory;
  const std::string written = LargeText();
  directory.Write("a", written);
  const SourceFile large = SourceFile::Read(directory.path() / "a");
  const SourceFile small = SourceFile::FromText("a", written);
  ASSERT_EQ(large.line_count(), small.line_count());
  for (size_t number = 1; number <= small.line_count(); number += 89)
    ASSERT_EQ(large.Line(number), small.Line(number)) << number;
  ASSERT_EQ(large.Line(large.line_count()), small.Line(small.line_count()));
  for (size_t offset = 0; offset < written.size(); offset += 1009)
    ASSERT_EQ(large.PositionOf(offset), small.PositionOf(offset)) << offset;
  EXPECT_EQ(large.LineAt(written.size()), "last line");
  size_t lines = 0;
  large.ForEachLine([&](size_t number, Span line) {
    ASSERT_EQ(number, ++lines);
    ASSERT_EQ(line, small.Line(number));
  });
  EXPECT_EQ(lines, small.line_count());
}

TEST(FileText, IsCutIntoPiecesBetweenCharacters) {
  std::string text = "\r";  // so that two bytes are odd
  while (text.size() < (3 << 20)) text += "é";
  const SourceFile file = SourceFile::FromText("a", text);
  std::string whole;
  size_t pieces = 0;
  file.ForEachPiece({0, text.size()}, [&](std::string_view piece) {
    EXPECT_FALSE(static_cast<unsigned char>(piece.front()) >> 6 == 2);
    whole += piece;
    ++pieces;
  });
  EXPECT_EQ(pieces, 3U);
  EXPECT_TRUE(whole == text);
}

// Wherever "\r\n" stands to the end of a piece, it is one line end.
TEST(FileText, CountsALineEndOnceThatTwoPiecesShare) {
  for (size_t before = (1 << 20) - 3; before < (1 << 20) + 2; ++before) {
    const SourceFile file = SourceFile::FromText("a", std::string(before, 'x') + "\r\ny\r\n\nz");
    EXPECT_EQ(file.line_count(), 4U) << before;
    EXPECT_EQ(file.LineAt(before + 2), "y");
    EXPECT_EQ(file.PositionOf(before + 2).line, 2U);
  }
}

TEST(FileText, NamesTheFirstBadByteOfALargeFile) {
  const TemporaryDirectory directory;
  std::string written = LargeText();
  const size_t at = written.rfind("last line");
  const Position position = SourceFile::FromText("a", written).PositionOf(at);
  for (const auto& [byte, message] : {std::pair('\xFF', "invalid UTF-8"), std::pair('\0', "NUL byte")}) {
    written[at] = byte;
    directory.Write("a", written);
    try {
      SourceFile::Read(directory.path() / "a");
      FAIL() << message;
    } catch (const FileError& error) {
      EXPECT_THAT(error.what(), HasSubstr(":" + std::to_string(position.line) + ":1: " + message));
    }
  }
}

}  // namespace
}  // namespace lockstep::sql
