// SPDX-License-Identifier: Apache-2.0
#include "source/diesel.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/testing/format_test.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class DieselDirectory : public FormatTest {
 protected:
  DieselDirectory() : FormatTest("diesel") {}
};

TEST_F(DieselDirectory, TakesAFolderAMigration) {
  Write("2024-10-25-112826_make-unique/up.sql", "SELECT 1;");
  Write("2024-10-25-112826_make-unique/down.sql", "SELECT 2;");
  Write("00000000000000_diesel_initial_setup/up.sql");
  Write("20160107082941/up.sql", "");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("00000000000000 diesel_initial_setup", "20160107082941 ",
                                        "20241025112826 make-unique"));
  const Directory directory = Read();
  const Migration& last = directory.migrations.back();
  EXPECT_EQ(last.up->path, path() / "2024-10-25-112826_make-unique" / "up.sql");
  EXPECT_EQ(last.down->file.body(), "SELECT 2;");
  EXPECT_FALSE(last.up->no_transaction);
  EXPECT_FALSE(directory.migrations[0].down);
}

TEST_F(DieselDirectory, HasNoTransactionWhereTheMetadataSaysSo) {
  const auto asks = [this](const char* metadata) {
    Write("1_a/up.sql");
    Write("1_a/down.sql");
    Write("1_a/metadata.toml", metadata);
    EXPECT_THAT(Problems(), IsEmpty()) << metadata;
    const Directory directory = Read();
    EXPECT_EQ(directory.migrations[0].up->no_transaction, directory.migrations[0].down->no_transaction);
    return directory.migrations[0].up->no_transaction;
  };
  EXPECT_TRUE(asks("run_in_transaction = false"));
  EXPECT_TRUE(asks("# why\r\nname = \"x\"\r\n  run_in_transaction=false # CONCURRENTLY\r\n"));
  EXPECT_FALSE(asks("run_in_transaction = true\n"));
  EXPECT_FALSE(asks("# run_in_transaction = false\n"));
  EXPECT_FALSE(asks("[other]\nrun_in_transaction = false\n"));
  EXPECT_FALSE(asks(""));
}

TEST_F(DieselDirectory, RefusesMetadataThatItCannotRead) {
  Write("1_a/up.sql");
  EXPECT_THAT(ProblemsOf("1_a/metadata.toml", "# why\n\n run_in_transaction: false\n"),
              ElementsAre("error: 1_a/metadata.toml:3:2: is no setting: write KEY = VALUE"));
}

TEST_F(DieselDirectory, SaysWhatIsWrongWithAMigration) {
  Write("1_a/up.sql", "SELECT 'caf\xE9';");
  Write("1_a/metadata.toml", "\nrun_in_transaction = \"false\"\n");
  Write("1_a/notes.txt", "");
  Write("2_b/down.sql");
  Write("third_c/up.sql");
  Write("4_d/up.sql");
  Write("04_e/up.sql");
  fs::create_directories(path() / "5_f");
  fs::create_symlink("nowhere.sql", path() / "5_f" / "up.sql");
  EXPECT_THAT(
      Problems(),
      ElementsAre("error: 1_a/metadata.toml:2:1: run_in_transaction has to be true or false",
                  "warning: 1_a/notes.txt: is no part of the migration",
                  "error: 1_a/up.sql:1:12: invalid UTF-8 at byte 11 (0xE9): save the file as UTF-8",
                  "error: 2_b: is no migration as there is no up.sql in it: add that, or remove the "
                  "folder",
                  "error: 4_d/up.sql: has the version of 04_e/up.sql: give one of them another version",
                  "error: 5_f/up.sql: is a symbolic link to a file that is not there: restore the file, "
                  "or remove the link",
                  "error: third_c: is no migration as its name has no version: rename it to "
                  "VERSION_TITLE"));
}

TEST_F(DieselDirectory, PassesOverFilesAndHiddenFolders) {
  Write("schema.sql");
  Write(".keep", "");
  Write(".git/x", "");
  EXPECT_THAT(Problems(), ElementsAre("warning: .git: is no migration", "warning: .keep: is no migration",
                                      "warning: schema.sql: is no migration"));
}

}  // namespace
}  // namespace lockstep::source
