// SPDX-License-Identifier: Apache-2.0
#include "source/golang_migrate.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/checksum.h"
#include "source/testing/format_test.h"
#include "sql/testing/temporary_directory.h"
#include "sql/testing/unprivileged_user.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class GolangMigrateDirectory : public FormatTest {
 protected:
  GolangMigrateDirectory() : FormatTest("golang-migrate") {}
};

TEST_F(GolangMigrateDirectory, PairsUpAndDownInVersionOrder) {
  Write("10_ten.up.sql");
  Write("9_nine.up.sql", "CREATE TABLE nine ();\r\n");
  Write("9_nine.down.sql", "DROP TABLE nine;\n");
  Write("0_zero.up.sql");
  Write("18446744073709551616_beyond_64_bits.up.sql");
  const Directory directory = Read();
  ASSERT_THAT(directory.problems, IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("0 zero", "9 nine", "10 ten", "18446744073709551616 beyond_64_bits"));
  const Migration& nine = directory.migrations[1];
  ASSERT_TRUE(nine.up && nine.down);
  EXPECT_EQ(nine.up->path, path() / "9_nine.up.sql");
  EXPECT_EQ(nine.up->file.text(), "CREATE TABLE nine ();\r\n");
  EXPECT_EQ(nine.up->checksum, Checksum("CREATE TABLE nine ();\n"));
  EXPECT_EQ(nine.down->file.text(), "DROP TABLE nine;\n");
  EXPECT_FALSE(directory.migrations[0].down);
}

TEST_F(GolangMigrateDirectory, TakesAnyTitle) {
  for (const char* name :
       {"1_.up.sql", "2_x.up.up.sql", "3_a.b-c d.up.sql", "4_\xC3\xA9t\xC3\xA9.up.sql", "5_1_2.up.sql"})
    Write(name);
  const Directory directory = Read();
  EXPECT_THAT(directory.problems, IsEmpty());
  std::vector<std::string> titles;
  for (const Migration& migration : directory.migrations) titles.push_back(migration.name);
  EXPECT_THAT(titles, ElementsAre("", "x.up", "a.b-c d", "\xC3\xA9t\xC3\xA9", "1_2"));
}

TEST_F(GolangMigrateDirectory, SaysWhyAFileIsNoMigration) {
  const struct {
    const char* name;
    const char* problem;
  } cases[] = {
      {"0001_x.sql",
       "error: 0001_x.sql: is no migration as its name has no direction: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"1-foo.up.sql",
       "error: 1-foo.up.sql: is no migration as no underscore follows its version: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"1.up.sql",
       "error: 1.up.sql: is no migration as no underscore follows its version: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"1.1_x.up.sql",
       "error: 1.1_x.up.sql: is no migration as no underscore follows its version: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"foo.up.sql",
       "error: foo.up.sql: is no migration as its name has no version: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"_x.down.sql",
       "error: _x.down.sql: is no migration as its name has no version: rename it to "
       "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql"},
      {"0002_X.UP.sql",
       "error: 0002_X.UP.sql: is no migration as it is not all in lower case: rename it to 0002_x.up.sql"},
      {"0002_x.up.SQL",
       "error: 0002_x.up.SQL: is no migration as it is not all in lower case: rename it to 0002_x.up.sql"},
      {"1_x.up.pgsql",
       "error: 1_x.up.pgsql: is no migration as its name does not end in .sql: rename it, or move it "
       "elsewhere"},
      {"0003_x.up.sql.bak", "warning: 0003_x.up.sql.bak: is no migration"},
      {"0003_x.up.sql~", "warning: 0003_x.up.sql~: is no migration"},
      {".0003_x.up.sql.swp", "warning: .0003_x.up.sql.swp: is no migration"},
      {"README.md", "warning: README.md: is no migration"},
      {"atlas.sum", "warning: atlas.sum: is no migration"},
      {"schema.sql", "warning: schema.sql: is no migration"},
      {".gitkeep", "warning: .gitkeep: is no migration"},
  };
  for (const auto& [name, problem] : cases) {
    Write(name);
    EXPECT_THAT(Problems(), ElementsAre(problem));
    fs::remove(path() / name);
  }
}

TEST_F(GolangMigrateDirectory, RefusesTwoFilesForOneVersionAndDirection) {
  Write("1_a.up.sql");
  Write("001_b.up.sql");
  Write("2_c.up.sql");
  Write("2_d.up.sql");
  EXPECT_THAT(Problems(), ElementsAre("error: 1_a.up.sql: has the version and direction of 001_b.up.sql: "
                                      "give one of them another version",
                                      "error: 2_d.up.sql: has the version and direction of 2_c.up.sql: give "
                                      "one of them another version"));
}

TEST_F(GolangMigrateDirectory, RefusesADownWithoutAnUp) {
  Write("1_a.down.sql");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 1_a.down.sql: reverts a migration that is not there: add the file that "
                          "it reverts, or remove this one"));
}

TEST_F(GolangMigrateDirectory, WarnsOfAPairWithTwoTitles) {
  Write("1_a.up.sql");
  Write("01_b.down.sql");
  EXPECT_THAT(Problems(),
              ElementsAre("warning: 01_b.down.sql: is titled otherwise than 1_a.up.sql, which it reverts"));
  const Directory directory = Read();
  ASSERT_EQ(directory.migrations.size(), 1u);
  EXPECT_EQ(directory.migrations[0].name, "a");
  EXPECT_EQ(directory.migrations[0].version->text(), "1");
  EXPECT_TRUE(directory.migrations[0].down);
}

TEST_F(GolangMigrateDirectory, NamesEveryFileThatCannotBeRead) {
  Write("1_latin1.up.sql", "SELECT 'caf\xE9';");
  Write("2_nul.up.sql", std::string_view("SELECT\0 1;", 10));
  fs::create_directory(path() / "3_directory.up.sql");
  fs::create_symlink("nowhere.sql", path() / "4_dangling.up.sql");
  ASSERT_EQ(mkfifo((path() / "5_pipe.up.sql").c_str(), 0600), 0);
  Write("6_good.up.sql");
  EXPECT_THAT(
      Problems(),
      ElementsAre("error: 1_latin1.up.sql:1:12: invalid UTF-8 at byte 11 (0xE9): save the file as UTF-8",
                  HasSubstr("error: 2_nul.up.sql:1:7: NUL byte at byte 6"),
                  "error: 3_directory.up.sql: is a directory, not a file",
                  "error: 4_dangling.up.sql: is a symbolic link to a file that is not there: restore the "
                  "file, or remove the link",
                  "error: 5_pipe.up.sql: is not a regular file"));
  EXPECT_TRUE(Read().HasErrors());
}

TEST_F(GolangMigrateDirectory, NamesAFileWithoutPermission) {
  Write("1_secret.up.sql");
  Write("1_secret.down.sql");
  fs::permissions(path(), fs::perms::all);
  fs::permissions(path() / "1_secret.up.sql", fs::perms::none);
  const sql::UnprivilegedUser user;
  EXPECT_THAT(Problems(), ElementsAre("error: 1_secret.up.sql: cannot be read: Permission denied"));
}

TEST_F(GolangMigrateDirectory, FollowsSymbolicLinks) {
  const sql::TemporaryDirectory elsewhere;
  elsewhere.Write("real.sql", "SELECT 2;");
  fs::create_symlink(elsewhere.path() / "real.sql", path() / "1_a.up.sql");
  const Directory directory = Read();
  EXPECT_THAT(directory.problems, IsEmpty());
  ASSERT_EQ(directory.migrations.size(), 1u);
  EXPECT_EQ(directory.migrations[0].up->file.text(), "SELECT 2;");
}

TEST_F(GolangMigrateDirectory, TakesEmptyFiles) {
  Write("1_a.up.sql", "");
  EXPECT_THAT(Problems(), IsEmpty());
  EXPECT_EQ(Read().migrations[0].up->checksum, Checksum(""));
}

TEST(GolangMigrate, ClaimsItsNames) {
  EXPECT_EQ(kGolangMigrate.claim({.path = {}, .name = "1_x.up.sql"}), Claim::kByName);
  EXPECT_EQ(kGolangMigrate.claim({.path = {}, .name = "1_x.down.sql"}), Claim::kByName);
  EXPECT_EQ(kGolangMigrate.claim({.path = {}, .name = "1_x.sql"}), Claim::kNone);
}

}  // namespace
}  // namespace lockstep::source
