// SPDX-License-Identifier: Apache-2.0
#include "source/flyway.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/checksum.h"
#include "source/testing/format_test.h"

namespace lockstep::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FlywayDirectory : public FormatTest {
 protected:
  FlywayDirectory() : FormatTest("flyway") {}
};

TEST_F(FlywayDirectory, TakesVersionedAndUndoFiles) {
  Write("V17.1__b.sql");
  Write("V17__a.sql");
  Write("V9__first.sql");
  Write("V17_2__c__d.sql");
  Write("U17.2__c__d.sql", "SELECT 2;");
  Write("V100.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("9 first", "17 a", "17.1 b", "17.2 c__d", "100 "));
  EXPECT_EQ(Read().migrations[3].down->file.body(), "SELECT 2;");
}

TEST_F(FlywayDirectory, KeepsRepeatablesApartInTheOrderOfTheirNames) {
  Write("R__b_view.sql", "SELECT 2;\r\n");
  Write("R__a_view.sql");
  Write("V1__t.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  ASSERT_EQ(directory.repeatables.size(), 2u);
  EXPECT_EQ(directory.repeatables[0].Key(), "R__a_view");
  EXPECT_EQ(directory.repeatables[1].name, "b_view");
  EXPECT_FALSE(directory.repeatables[1].version);
  EXPECT_EQ(directory.repeatables[1].up->checksum, Checksum("SELECT 2;\n"));
  EXPECT_EQ(directory.migrations.size(), 1u);
  EXPECT_EQ(directory.migrations[0].Key(), "1");
}

TEST_F(FlywayDirectory, LooksIntoFolders) {
  Write("v2/V2__b.sql");
  Write("v1/deep/V1__a.sql");
  Write("v1/V1__other.sql");
  Write("v1/R__view.sql");
  Write("R__view.sql");
  Write(".hidden/V3__c.sql");
  EXPECT_THAT(Migrations(), ElementsAre("1 other", "2 b"));
  EXPECT_THAT(Problems(), ElementsAre("error: v1/R__view.sql: has the name of R__view.sql: give one of them "
                                      "another name",
                                      "error: v1/deep/V1__a.sql: has the version and direction of "
                                      "V1__other.sql: give one of them another version"));
}

TEST_F(FlywayDirectory, OrdersRepeatablesByTheirDescriptions) {
  for (const char* name : {"R__ab.sql", "R__aB.sql", "R__a_c.sql"}) Write(name);
  const Directory directory = Read();
  std::vector<std::string> keys;
  for (const Migration& migration : directory.repeatables) keys.push_back(migration.Key());
  EXPECT_THAT(keys, ElementsAre("R__a_c", "R__aB", "R__ab"));
  Write("R__a c.sql");
  EXPECT_THAT(Problems(),
              ElementsAre("error: R__a_c.sql: has the name of R__a c.sql: give one of them another name"));
}

TEST_F(FlywayDirectory, DoesNotGoInCircles) {
  Write("a/V1__a.sql");
  std::filesystem::create_directory_symlink(path(), path() / "a" / "back");
  EXPECT_THAT(Problems(),
              ElementsAre("error: a/back: is a link to a folder, which is not looked into: put the "
                          "folder itself here"));
}

TEST_F(FlywayDirectory, HeedsTheSettingsOfAScript) {
  Write("V1__a.sql", "VACUUM;");
  Write("V1__a.sql.conf", "# VACUUM refuses one\r\nexecuteInTransaction = false\r\nencoding=UTF-8\r\n");
  Write("V2__b.sql", "SELECT '${x}';");
  Write("V2__b.sql.conf", "placeholderReplacement=false\nexecuteInTransaction=true");
  Write("V3__c.sql");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  EXPECT_TRUE(directory.migrations[0].up->no_transaction);
  EXPECT_FALSE(directory.migrations[1].up->no_transaction);
  EXPECT_FALSE(directory.migrations[2].up->no_transaction);
}

TEST_F(FlywayDirectory, RefusesSettingsThatItCannotHeed) {
  Write("V1__a.sql");
  Write("V1__a.sql.conf", "\nexecuteInTransaction=no\nshouldExecute=false\nexecuteInTransaction: false\n");
  Write("V2__b.sql.conf", "");
  EXPECT_THAT(
      Problems(),
      ElementsAre("error: V1__a.sql.conf:4:1: is no setting: write KEY = VALUE",
                  "error: V1__a.sql.conf:2:1: executeInTransaction has to be true or false",
                  "error: V1__a.sql.conf:3:1: the setting shouldExecute is not heeded here: known are "
                  "executeInTransaction, placeholderReplacement and encoding",
                  "warning: V2__b.sql.conf: is no migration"));
}

TEST_F(FlywayDirectory, RefusesPlaceholders) {
  Write("V1__a.sql", "CREATE TABLE ${schema}.a ();\nSELECT 'é ${b\n}';\n");
  EXPECT_THAT(
      Problems(),
      ElementsAre(
          "error: V1__a.sql:1:14: ${schema} is a placeholder of Flyway's, which is not filled in here: "
          "write its value, or placeholderReplacement=false into V1__a.sql.conf if it is none",
          "error: V1__a.sql:2:11: ${b is a placeholder of Flyway's, which is not filled in here: write "
          "its value, or placeholderReplacement=false into V1__a.sql.conf if it is none"));
}

TEST_F(FlywayDirectory, PassesOverABaselineThatIsNotNeeded) {
  Write("B2__all.sql");
  Write("V1__a.sql");
  Write("V2__b.sql");
  EXPECT_THAT(Problems(), ElementsAre("warning: B2__all.sql: is a baseline, which is not run: the versioned "
                                      "migrations come to the same"));
}

TEST_F(FlywayDirectory, RefusesABaselineThatNothingReplaces) {
  Write("B2__all.sql");
  Write("V3__c.sql");
  EXPECT_THAT(
      Problems(),
      ElementsAre("error: B2__all.sql: is a baseline, which is not run here, and the migrations that it "
                  "stands for are gone: make it a versioned one (V…), and record it where it is "
                  "applied already with `lockstep baseline`"));
}

TEST_F(FlywayDirectory, SaysWhyAFileIsNoMigration) {
  const struct {
    const char* name;
    const char* problem;
  } cases[] = {
      {"V1_a.sql",
       "error: V1_a.sql: is no migration as its name is none of V1.2__TITLE.sql, U1.2__TITLE.sql or "
       "R__TITLE.sql: rename it"},
      {"V1.x__a.sql",
       "error: V1.x__a.sql: is no migration as its name is none of V1.2__TITLE.sql, U1.2__TITLE.sql or "
       "R__TITLE.sql: rename it"},
      {"R1__a.sql",
       "error: R1__a.sql: is no migration as its name is none of V1.2__TITLE.sql, U1.2__TITLE.sql or "
       "R__TITLE.sql: rename it"},
      {"R_a.sql",
       "error: R_a.sql: is no migration as its name is none of V1.2__TITLE.sql, U1.2__TITLE.sql or "
       "R__TITLE.sql: rename it"},
      {"v1__a.SQL",
       "error: v1__a.SQL: is no migration as its name is not in Flyway's case: rename it to V1__a.sql"},
      {"U1__a.sql",
       "error: U1__a.sql: reverts a migration that is not there: add the file that it reverts, or remove "
       "this "
       "one"},
      {"V1__A.java",
       "error: V1__A.java: is a migration that is no SQL, which cannot be run here: write it as SQL"},
      {"afterMigrate__grants.sql",
       "error: afterMigrate__grants.sql: is a callback of Flyway's, which would not be run here: put what it "
       "does into a migration, and move it elsewhere"},
      {"V1__a.sql.bak", "warning: V1__a.sql.bak: is no migration"},
      {"restore.sql", "warning: restore.sql: is no migration"},
      {"View.sql", "warning: View.sql: is no migration"},
      {"README.md", "warning: README.md: is no migration"},
  };
  for (const auto& [name, problem] : cases) EXPECT_THAT(ProblemsOf(name, "SELECT 1;"), ElementsAre(problem));
}

TEST_F(FlywayDirectory, NamesEveryFileThatCannotBeRead) {
  Write("V1__a.sql", "SELECT 'caf\xE9';");
  Write("R__b.sql", "\xFF\xFE");
  EXPECT_THAT(Problems(),
              ElementsAre("error: R__b.sql: is UTF-16 (byte order mark FF FE): save the file as UTF-8",
                          "error: V1__a.sql:1:12: invalid UTF-8 at byte 11 (0xE9): save the file as UTF-8"));
}

TEST(Flyway, ClaimsItsNames) {
  for (const char* name : {"V1__a.sql", "U1.2__a.sql", "R__a.sql", "B3__a.sql"})
    EXPECT_EQ(kFlyway.claim({.path = {}, .name = name}), Claim::kByName) << name;
  for (const char* name : {"1__a.sql", "View.sql", "V1__a.sql.conf", "R.sql", ".sql", ""})
    EXPECT_EQ(kFlyway.claim({.path = {}, .name = name}), Claim::kNone) << name;
}

}  // namespace
}  // namespace lockstep::source
