// SPDX-License-Identifier: Apache-2.0
#include "sql/source_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sql/error.h"
#include "sql/testing/temporary_directory.h"
#include "sql/testing/unprivileged_user.h"

namespace lockstep::sql {
namespace {

namespace fs = std::filesystem;

std::string ErrorOfText(std::string text) {
  try {
    SourceFile::FromText("x.sql", std::move(text));
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

std::string ErrorOfFile(const fs::path& path) {
  try {
    SourceFile::Read(path);
  } catch (const FileError& error) {
    return error.what();
  }
  return "";
}

TEST(SourceFile, GivesBackEveryByteOfAFile) {
  const TemporaryDirectory directory;
  for (const size_t size : {0u, 1u, 4095u, 4096u, 4097u, 300000u}) {
    const std::string content(size, 'x');
    const fs::path path = directory.Write("x.sql", content);
    const SourceFile file = SourceFile::Read(path);
    EXPECT_EQ(file.text(), content);
    EXPECT_EQ(file.name(), path.string());
  }
}

TEST(SourceFile, SaysWhyAFileCannotBeRead) {
  const TemporaryDirectory directory;
  const fs::path missing = directory.path() / "missing.sql";
  EXPECT_EQ(ErrorOfFile(missing), missing.string() + ": cannot be read: No such file or directory");
  EXPECT_EQ(ErrorOfFile(directory.path()), directory.path().string() + ": is a directory, not a file");
  const fs::path pipe = directory.path() / "pipe.sql";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ErrorOfFile(pipe), pipe.string() + ": is not a regular file");
  const fs::path loop = directory.path() / "loop.sql";
  fs::create_symlink("loop.sql", loop);
  EXPECT_EQ(ErrorOfFile(loop), loop.string() + ": cannot be read: Too many levels of symbolic links");
  const fs::path below_file = directory.Write("file", "") / "x.sql";
  EXPECT_EQ(ErrorOfFile(below_file), below_file.string() + ": cannot be read: Not a directory");
}

TEST(SourceFile, SaysThatPermissionIsMissing) {
  const TemporaryDirectory directory;
  const fs::path secret = directory.Write("secret.sql", "SELECT 1;");
  fs::permissions(directory.path(), fs::perms::all);
  fs::permissions(secret, fs::perms::none);
  const UnprivilegedUser user;
  EXPECT_EQ(ErrorOfFile(secret), secret.string() + ": cannot be read: Permission denied");
}

TEST(SourceFile, NamesTheFirstBadByte) {
  EXPECT_EQ(ErrorOfText("SELECT 1;\n-- a\nSELECT 'caf\xE9';"),
            "x.sql:3:12: invalid UTF-8 at byte 26 (0xE9): save the file as UTF-8");
  EXPECT_EQ(ErrorOfText("é\xFF"), "x.sql:1:2: invalid UTF-8 at byte 2 (0xFF): save the file as UTF-8");
  EXPECT_EQ(ErrorOfText("\xEF\xBB\xBF\r\n\xC0\x80"),
            "x.sql:2:1: invalid UTF-8 at byte 5 (0xC0): save the file as UTF-8");
  EXPECT_EQ(ErrorOfText("cut off: \xE2\x82"),
            "x.sql:1:10: invalid UTF-8 at byte 9 (0xE2): save the file as UTF-8");
}

TEST(SourceFile, RefusesNulAndUtf16) {
  EXPECT_EQ(ErrorOfText(std::string("a\nb\0c\xFF", 6)),
            "x.sql:2:2: NUL byte at byte 3: this is no SQL text, or it is UTF-16: save the file as UTF-8");
  EXPECT_EQ(ErrorOfText(std::string("\xFF\xFES\0", 4)),
            "x.sql: is UTF-16 (byte order mark FF FE): save the file as UTF-8");
  EXPECT_EQ(ErrorOfText(std::string("\xFE\xFF\0S", 4)),
            "x.sql: is UTF-16 (byte order mark FE FF): save the file as UTF-8");
}

TEST(SourceFile, FindsLinesWhateverEndsThem) {
  const SourceFile file = SourceFile::FromText("x.sql", "one\ntwo\r\nthree\r\rfive\n\r\nseven");
  const std::vector<std::pair<size_t, std::string_view>> lines = {
      {0, "one"}, {4, "two"}, {9, "three"}, {15, ""}, {16, "five"}, {21, ""}, {23, "seven"}};
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto& [begin, text] = lines[i];
    EXPECT_EQ(file.LineBegin(begin), begin);
    EXPECT_EQ(file.LineAt(begin), text);
    EXPECT_EQ(file.PositionOf(begin), (Position{.line = i + 1, .column = 1, .offset = begin}));
    const size_t end = begin + text.size();
    EXPECT_EQ(file.LineAt(end), text);
    EXPECT_EQ(file.PositionOf(end), (Position{.line = i + 1, .column = text.size() + 1, .offset = end}));
  }
}

TEST(SourceFile, HasALineBehindTheLastLineEnd) {
  const SourceFile file = SourceFile::FromText("x.sql", "a\n");
  EXPECT_EQ(file.PositionOf(2), (Position{.line = 2, .column = 1, .offset = 2}));
  EXPECT_EQ(file.LineAt(2), "");
  const SourceFile empty = SourceFile::FromText("x.sql", "");
  EXPECT_EQ(empty.PositionOf(0), (Position{.line = 1, .column = 1, .offset = 0}));
  EXPECT_EQ(empty.LineAt(0), "");
}

TEST(SourceFile, CountsColumnsInCharacters) {
  const SourceFile file = SourceFile::FromText("x.sql", "é€😀x\n😀y");
  EXPECT_EQ(file.PositionOf(9).column, 4u);
  EXPECT_EQ(file.PositionOf(15), (Position{.line = 2, .column = 2, .offset = 15}));
  EXPECT_EQ(file.PositionOf(3).column, 2u) << "an offset inside a character is that character's";
}

TEST(SourceFile, LeavesTheByteOrderMarkOutOfLinesAndColumns) {
  const SourceFile file = SourceFile::FromText("x.sql", "\xEF\xBB\xBFSELECT 1;\nx");
  EXPECT_EQ(file.body_begin(), 3u);
  EXPECT_EQ(file.text().size(), 14u);
  EXPECT_EQ(file.LineAt(5), "SELECT 1;");
  EXPECT_EQ(file.LineAt(0), "SELECT 1;");
  EXPECT_EQ(file.PositionOf(3), (Position{.line = 1, .column = 1, .offset = 3}));
  EXPECT_EQ(file.PositionOf(0), (Position{.line = 1, .column = 1, .offset = 0}));
  EXPECT_EQ(file.PositionOf(13), (Position{.line = 2, .column = 1, .offset = 13}));
  EXPECT_EQ(SourceFile::FromText("x.sql", "\xEF\xBB\xBF").LineAt(3), "");
}

TEST(SourceFile, CountsLinesFromOne) {
  const SourceFile file = SourceFile::FromText("x.sql", "\xEF\xBB\xBFone\r\n\ntwo\n");
  ASSERT_EQ(file.line_count(), 4u);
  EXPECT_EQ(file.Line(1), (Span{3, 6}));
  EXPECT_EQ(file.Text(file.Line(2)), "");
  EXPECT_EQ(file.Text(file.Line(3)), "two");
  EXPECT_EQ(file.Line(4), (Span{13, 13}));
  EXPECT_EQ(SourceFile::FromText("x.sql", "").line_count(), 1u);
}

TEST(SourceFile, SharesItsTextAndPositionsWithItsSections) {
  const SourceFile file = SourceFile::FromText("x.sql", "up;\ndown;\n");
  EXPECT_EQ(file.body(), "up;\ndown;\n");
  const SourceFile section = file.Section({4, 10});
  EXPECT_EQ(section.body(), "down;\n");
  EXPECT_EQ(section.body_end(), 10u);
  EXPECT_EQ(section.name(), "x.sql");
  EXPECT_EQ(section.text().data(), file.text().data());
  EXPECT_EQ(section.PositionOf(4), (Position{.line = 2, .column = 1, .offset = 4}));
}

TEST(SourceFile, FindsTheByteOfACharacterBehindABase) {
  const SourceFile file = SourceFile::FromText("x.sql", "é;\n€ x");
  EXPECT_EQ(file.OffsetOfCharacter(0, 1), 0u);
  EXPECT_EQ(file.OffsetOfCharacter(0, 2), 2u);
  EXPECT_EQ(file.OffsetOfCharacter(4, 2), 7u);
  EXPECT_EQ(file.OffsetOfCharacter(4, 3), 8u);
  EXPECT_EQ(file.OffsetOfCharacter(4, 99), 9u);
  EXPECT_EQ(file.OffsetOfCharacter(99, 1), 9u);
}

TEST(SourceFile, KeepsItsTextWhenMoved) {
  SourceFile file = SourceFile::FromText("x.sql", "a\nb");
  const SourceFile moved = std::move(file);
  EXPECT_EQ(moved.LineAt(2), "b");
}

}  // namespace
}  // namespace lockstep::sql
