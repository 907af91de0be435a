// SPDX-License-Identifier: Apache-2.0
#include "source/prisma.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/testing/format_test.h"

namespace lockstep::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PrismaDirectory : public FormatTest {
 protected:
  PrismaDirectory() : FormatTest("prisma") {}
};

TEST_F(PrismaDirectory, TakesAFolderAMigration) {
  Write("20230518193415_add_traces/migration.sql", "SELECT 1;");
  Write("20230518193415_add_traces/down.sql", "SELECT 2;");
  Write("0_init/migration.sql");
  Write("20230518193416/migration.sql");
  Write("migration_lock.toml", "provider = \"postgresql\"\n");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("0 init", "20230518193415 add_traces", "20230518193416 "));
  const Directory directory = Read();
  EXPECT_EQ(directory.migrations[1].up->path, path() / "20230518193415_add_traces" / "migration.sql");
  EXPECT_EQ(directory.migrations[1].down->file.body(), "SELECT 2;");
  EXPECT_FALSE(directory.migrations[0].down);
}

TEST_F(PrismaDirectory, OrdersOneTimeStampByName) {
  for (const char* name : {"20240101000000_c", "20240101000000_a", "20240101000000_b", "20240101000001_z"})
    Write(std::string(name) + "/migration.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("20240101000000 a", "20240101000000.1 b", "20240101000000.2 c",
                                        "20240101000001 z"));
}

TEST_F(PrismaDirectory, HasADateBehindTheTimesOfItsDay) {
  for (const char* name : {"20250625_b", "20250625235959_a", "20250626000000_c", "20250625_bb", "0_init"})
    Write(std::string(name) + "/migration.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("0 init", "20250625235959 a", "20250625999999 b",
                                        "20250625999999.1 bb", "20250626000000 c"));
}

TEST_F(PrismaDirectory, RefusesVersionsThatPrismaWouldOrderOtherwise) {
  Write("9_a/migration.sql");
  Write("10_b/migration.sql");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 10_b/migration.sql: prisma goes by names and runs this before 9_a, "
                          "while versions are numbers here: give both as many digits"));
}

TEST_F(PrismaDirectory, SaysWhatIsWrongWithAMigration) {
  Write("1_a/migration.sql", "SELECT 'caf\xE9';");
  Write("1_a/README.md", "");
  Write("2_b/up.txt", "");
  Write("init/migration.sql");
  Write("3-c/migration.sql");
  Write("README.md", "");
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          "warning: 1_a/README.md: is no part of the migration",
          "error: 1_a/migration.sql:1:12: invalid UTF-8 at byte 11 (0xE9): save the file as UTF-8",
          "error: 2_b: is no migration as there is no migration.sql in it: add that, or remove the "
          "folder",
          "error: 3-c: is no migration as its name has no time stamp: rename it to TIMESTAMP_TITLE",
          "warning: README.md: is no migration",
          "error: init: is no migration as its name has no time stamp: rename it to TIMESTAMP_TITLE"));
}

}  // namespace
}  // namespace lockstep::source
