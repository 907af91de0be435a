// SPDX-License-Identifier: Apache-2.0
#include "source/directory.h"

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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
    ReadDirectory(path, {.format = format});
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
  EXPECT_EQ(ReadDirectory(directory.path(), {.format = "golang-migrate"}).migrations.size(), 1u);
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
            "there is no migration file format \"golang\"; the formats are: golang-migrate, goose, dbmate, "
            "sqlx, flyway, diesel, prisma");
}

TEST(ReadDirectory, GivesProblemsInTheOrderOfTheirPaths) {
  const sql::TemporaryDirectory directory;
  for (const char* name : {"z.txt", "3_c.down.sql", "a.txt", "0001_x.sql", "2_b.down.sql"})
    directory.Write(name, "");
  const Directory read = ReadDirectory(directory.path(), {.format = "golang-migrate"});
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

struct DetectionCase {
  std::string name;
  std::vector<std::pair<std::string, std::string>> files;
  std::string format;
  std::vector<std::string> errors = {};  // of detection, without the directory
};

constexpr const char* kGooseFile = "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n";
constexpr const char* kDbmateFile = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";

class Detection : public testing::TestWithParam<DetectionCase> {};

TEST_P(Detection, FindsTheFormat) {
  const sql::TemporaryDirectory directory;
  for (const auto& [name, text] : GetParam().files) {
    fs::create_directories((directory.path() / name).parent_path());
    directory.Write(name, text);
  }
  const Directory read = ReadDirectory(directory.path());
  EXPECT_EQ(read.format, GetParam().format);
  std::vector<std::string> errors;
  for (const Problem& problem : read.problems) {
    if (problem.severity == ProblemSeverity::kError)
      errors.push_back(problem.message.substr(directory.path().string().size() + 1));
  }
  EXPECT_EQ(errors, GetParam().errors);
}

std::string Foreign(const std::string& file, const std::string& other, const std::string& own) {
  return file + ": is in " + other + "'s format, in a directory of " + own +
         "'s: move it elsewhere, or name the right format with --source-format";
}

INSTANTIATE_TEST_SUITE_P(
    ReadDirectory, Detection,
    testing::Values(
        DetectionCase{"Pairs", {{"1_a.up.sql", ""}, {"1_a.down.sql", ""}}, "golang-migrate"},
        DetectionCase{"PairsWithSqlxAnnotation",
                      {{"1_a.up.sql", "-- no-transaction\n"}, {"1_a.down.sql", ""}, {"2_b.up.sql", ""}},
                      "sqlx"},
        DetectionCase{
            "SingleFilesAndAPair",
            {{"1_a.sql", ""}, {"2_b.sql", ""}, {"3_c.sql", ""}, {"4_d.up.sql", ""}, {"4_d.down.sql", ""}},
            "sqlx"},
        DetectionCase{"SingleFiles", {{"1_a.sql", ""}, {"2_b.sql", ""}}, "sqlx"},
        DetectionCase{"Goose", {{"1_a.sql", kGooseFile}, {"2_b.sql", kGooseFile}}, "goose"},
        DetectionCase{"GooseNamedLikeAPair", {{"1_a.up.sql", kGooseFile}}, "goose"},
        DetectionCase{"GooseWithABareFile",
                      {{"1_a.sql", "SELECT 1;"}, {"2_b.sql", kGooseFile}},
                      "goose",
                      {"1_a.sql:1:1: this stands before -- +goose Up, where goose takes comments only"}},
        DetectionCase{"GooseInGoOnly",
                      {{"1_a.go", ""}},
                      "goose",
                      {"1_a.go: is a migration in Go, which cannot be run here: write it as SQL"}},
        DetectionCase{"Dbmate", {{"1_a.sql", kDbmateFile}, {"schema.sql", ""}}, "dbmate"},
        DetectionCase{"Flyway", {{"V1__a.sql", ""}, {"R__b.sql", ""}}, "flyway"},
        DetectionCase{"Diesel", {{"1_a/up.sql", ""}, {"1_a/down.sql", ""}}, "diesel"},
        DetectionCase{"Prisma", {{"1_a/migration.sql", ""}, {"migration_lock.toml", ""}}, "prisma"},
        DetectionCase{"AnnotatedAmongPairs",
                      {{"1_a.up.sql", ""}, {"1_a.down.sql", ""}, {"2_b.up.sql", kGooseFile}},
                      "golang-migrate",
                      {Foreign("2_b.up.sql", "goose", "golang-migrate")}},
        DetectionCase{"DbmateAmongGoose",
                      {{"1_a.sql", kGooseFile}, {"2_b.sql", kGooseFile}, {"3_c.sql", kDbmateFile}},
                      "goose",
                      {Foreign("3_c.sql", "dbmate", "goose")}},
        DetectionCase{"AnnotatedAmongPairsAndNamedOtherwise",
                      {{"1_a.up.sql", ""}, {"1_a.down.sql", ""}, {"2_b.sql", kDbmateFile}},
                      "golang-migrate",
                      {Foreign("2_b.sql", "dbmate", "golang-migrate")}},
        DetectionCase{"EverythingAtOnce",
                      {{"1_a.up.sql", ""},
                       {"1_a.down.sql", ""},
                       {"2_b.sql", ""},
                       {"3_c/up.sql", ""},
                       {"4_d/migration.sql", ""},
                       {"V5__e.sql", ""}},
                      "golang-migrate",
                      {"2_b.sql: is no migration as its name has no direction: rename it to "
                       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql",
                       Foreign("3_c", "diesel", "golang-migrate"), Foreign("4_d", "prisma", "golang-migrate"),
                       Foreign("V5__e.sql", "flyway", "golang-migrate")}}),
    [](const auto& instance) { return instance.param.name; });

TEST(DirectoryOf, IsTheOneAboveForFoldersOfFiles) {
  EXPECT_EQ(DirectoryOf("m/1_a.up.sql"), "m");
  EXPECT_EQ(DirectoryOf("1_a.up.sql"), ".");
  EXPECT_EQ(DirectoryOf("m/1_a/up.sql"), "m");
  EXPECT_EQ(DirectoryOf("m/1_a/migration.sql"), "m");
  EXPECT_EQ(DirectoryOf("1_a/down.sql"), ".");
  EXPECT_EQ(DirectoryOf("down.sql"), "..");
  EXPECT_EQ(DirectoryOf("./down.sql"), "..");
  EXPECT_EQ(DirectoryOf("../down.sql"), "../..");
  EXPECT_EQ(DirectoryOf("m/1_a/./up.sql"), "m/");
}

}  // namespace
}  // namespace lockstep::source
