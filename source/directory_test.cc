// SPDX-License-Identifier: Apache-2.0
#include "source/directory.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/error.h"
#include "sql/testing/temporary_directory.h"
#include "sql/testing/unprivileged_user.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

// What() of the exception that reading throws; "" when it throws none.
template <typename Error>
std::string ErrorOf(const fs::path& path, std::string_view format = {}) {
  try {
    ReadDirectory(path, format);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(AllFormats, HaveDifferentNames) {
  std::set<std::string_view> names;
  for (const Format& format : AllFormats()) EXPECT_TRUE(names.insert(format.name).second) << format.name;
}

TEST(ReadDirectory, NamesTheFormatAndPath) {
  const sql::TemporaryDirectory directory;
  directory.Write("1_a.up.sql", "SELECT 1;");
  const Directory read = ReadDirectory(directory.path());
  EXPECT_EQ(read.path, directory.path());
  EXPECT_EQ(read.format, "golang-migrate");
  EXPECT_EQ(ReadDirectory(directory.path(), "golang-migrate").migrations.size(), 1u);
}

TEST(ReadDirectory, TakesAnEmptyOneAsOneWithoutMigrations) {
  const sql::TemporaryDirectory directory;
  const Directory read = ReadDirectory(directory.path());
  EXPECT_TRUE(read.migrations.empty());
  EXPECT_TRUE(read.problems.empty());
  EXPECT_FALSE(read.HasErrors());
}

TEST(ReadDirectory, SaysWhatToDoWhenThereIsNone) {
  const sql::TemporaryDirectory directory;
  const fs::path missing = directory.path() / "migrations";
  EXPECT_EQ(ErrorOf<FileError>(missing),
            missing.string() + ": there is no such directory: create it, or name the right one with --dir");
  EXPECT_NE(ErrorOf<FileError>(missing / "deeper"), "");
  EXPECT_NE(ErrorOf<FileError>(""), "");
}

TEST(ReadDirectory, RefusesAFile) {
  const sql::TemporaryDirectory directory;
  const fs::path file = directory.Write("1_a.up.sql", "SELECT 1;");
  EXPECT_EQ(ErrorOf<FileError>(file),
            file.string() + ": is not a directory: name the directory of the migrations with --dir");
}

TEST(ReadDirectory, SaysWhyItCannotReadOne) {
  const sql::TemporaryDirectory directory;
  const fs::path locked = directory.path() / "locked";
  fs::create_directory(locked);
  fs::permissions(locked, fs::perms::none);
  fs::permissions(directory.path(), fs::perms::all);
  const sql::UnprivilegedUser user;
  EXPECT_EQ(ErrorOf<FileError>(locked),
            locked.string() + ": the directory cannot be read: Permission denied");
}

TEST(ReadDirectory, RefusesAnUnknownFormatAndNamesTheKnownOnes) {
  const sql::TemporaryDirectory directory;
  EXPECT_EQ(ErrorOf<UsageError>(directory.path(), "golang"),
            "there is no migration file format \"golang\"; the formats are: golang-migrate");
}

TEST(ReadDirectory, GivesProblemsInTheOrderOfTheirPaths) {
  const sql::TemporaryDirectory directory;
  for (const char* name : {"z.txt", "3_c.down.sql", "a.txt", "0001_x.sql", "2_b.down.sql"})
    directory.Write(name, "");
  const Directory read = ReadDirectory(directory.path());
  std::vector<std::string> names;
  for (const Problem& problem : read.problems) {
    names.push_back(problem.path.filename());
    EXPECT_THAT(problem.message, testing::StartsWith(problem.path.string() + ": "));
  }
  EXPECT_THAT(names, testing::ElementsAre("0001_x.sql", "2_b.down.sql", "3_c.down.sql", "a.txt", "z.txt"));
  EXPECT_TRUE(read.HasErrors());
}

TEST(ReadDirectory, RefusesNamesThatAreNoUtf8) {
  const sql::TemporaryDirectory directory;
  directory.Write("1_\xff.up.sql", "SELECT 1;");
  const Directory read = ReadDirectory(directory.path());
  ASSERT_EQ(read.problems.size(), 1U);
  EXPECT_TRUE(read.HasErrors());
  EXPECT_THAT(read.problems[0].message, testing::HasSubstr("the name of migration 1 is not UTF-8"));
}

}  // namespace
}  // namespace lockstep::source
