// SPDX-License-Identifier: Apache-2.0
#include "source/dbmate.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/checksum.h"
#include "source/testing/format_test.h"

namespace lockstep::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DbmateDirectory : public FormatTest {
 protected:
  DbmateDirectory() : FormatTest("dbmate") {}
};

TEST_F(DbmateDirectory, TakesTheSectionsOfAFile) {
  Write("20240102030405_b.sql",
        "\xEF\xBB\xBF-- why\r\n--migrate:up\r\nSELECT 1;\r\n--   migrate:down\r\nSELECT 2;");
  Write("20240102030404a.sql",
        "-- migrate:up\nSELECT 1;\n-- migrate:down\n-- no way back: see below\nSELECT 2;\n");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("20240102030404 a", "20240102030405 b"));
  const Directory directory = Read();
  const Migration& b = directory.migrations[1];
  EXPECT_EQ(b.up->file.body(), "SELECT 1;\r\n");
  EXPECT_EQ(b.up->checksum, Checksum("SELECT 1;\n"));
  EXPECT_EQ(b.down->file.body(), "SELECT 2;");
  EXPECT_EQ(b.down->file.PositionOf(b.down->file.body_begin()).line, 5u);
}

TEST_F(DbmateDirectory, HasNoTransactionForTheSectionThatAsksForNone) {
  Write("1_a.sql",
        "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down transaction:true\nSELECT 2;\n");
  Write("2_b.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down   transaction:false\nSELECT 2;\n");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  EXPECT_TRUE(directory.migrations[0].up->no_transaction);
  EXPECT_FALSE(directory.migrations[0].down->no_transaction);
  EXPECT_FALSE(directory.migrations[1].up->no_transaction);
  EXPECT_TRUE(directory.migrations[1].down->no_transaction);
}

TEST_F(DbmateDirectory, SaysWhatIsWrongWithAFile) {
  const struct {
    const char* file;
    std::vector<std::string> problems;
  } cases[] = {
      {"", {"error: 1_a.sql: has no -- migrate:up: put it on the line above the SQL"}},
      {"SELECT 1;\nSELECT 2;\n-- migrate:up\n-- migrate:down\n",
       {"error: 1_a.sql:1:1: this stands before -- migrate:up, where dbmate takes comments only"}},
      {"-- migrate:up\nSELECT 1;\n",
       {"error: 1_a.sql: has no -- migrate:down, which dbmate insists on: put it at the end, even if nothing "
        "follows"}},
      {"-- migrate:down\nSELECT 1;\n-- migrate:up\n",
       {"error: 1_a.sql:1:1: -- migrate:down stands before -- migrate:up: put the up part first"}},
      {"-- migrate:up\nSELECT 1;\n-- migrate:down\n-- migrate:up\n-- migrate:down\n",
       {"error: 1_a.sql:4:1: a second -- migrate:up: a migration has one",
        "error: 1_a.sql:5:1: a second -- migrate:down: a migration has one"}},
      {"-- migrate:up\nSELECT 1;\n  -- migrate:down\n",
       {"error: 1_a.sql:3:1: an annotation has to stand at the very beginning of its line"}},
      {"-- migrate:Up\n-- migrate: down\n",
       {"error: 1_a.sql:1:1: \"-- migrate:Up\" is no annotation that dbmate knows: those are -- migrate:up "
        "and "
        "-- migrate:down",
        "error: 1_a.sql:2:1: \"-- migrate: down\" is no annotation that dbmate knows: those are -- "
        "migrate:up "
        "and -- migrate:down"}},
      {"-- migrate:up transaction:no\nSELECT 1;\n-- migrate:down transaction: false\n",
       {"error: 1_a.sql:1:15: \"transaction:no\" is no option that dbmate knows: the only one is "
        "transaction:false",
        "error: 1_a.sql:3:17: \"transaction:\" is no option that dbmate knows: the only one is "
        "transaction:false",
        "error: 1_a.sql:3:30: \"false\" is no option that dbmate knows: the only one is transaction:false"}},
      {"-- migrate:up\n\n-- migrate:down\n",
       {"warning: 1_a.sql:2:1: the up part has no statements",
        "warning: 1_a.sql:4:1: the down part has no statements"}},
  };
  for (const auto& [file, problems] : cases) {
    EXPECT_EQ(ProblemsOf("1_a.sql", file), problems) << file;
  }
}

TEST_F(DbmateDirectory, SaysWhyAFileIsNoMigration) {
  constexpr std::string_view kGood = "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
  EXPECT_THAT(ProblemsOf("a.sql", kGood),
              ElementsAre("error: a.sql: is no migration as its name has no version: rename it to "
                          "VERSION_TITLE.sql"));
  EXPECT_THAT(
      ProblemsOf("1_a.SQL", kGood),
      ElementsAre(
          "error: 1_a.SQL: is no migration as its name does not end in .sql, in lower case: rename it"));
  EXPECT_THAT(ProblemsOf("schema.sql", "SELECT 1;"), ElementsAre("warning: schema.sql: is no migration"));
}

TEST_F(DbmateDirectory, RefusesTwoFilesForOneVersion) {
  for (const char* name : {"1_b.sql", "01_a.sql"})
    Write(name, "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 1_b.sql: has the version of 01_a.sql: give one of them another version"));
}

TEST_F(DbmateDirectory, RefusesVersionsThatDbmateWouldOrderOtherwise) {
  for (const char* name : {"8_a.sql", "9_b.sql", "10_c.sql"})
    Write(name, "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 10_c.sql: dbmate goes by names and runs this before 9_b.sql, while "
                          "versions are numbers here: give both as many digits"));
}

TEST(Dbmate, ClaimsAnnotatedFiles) {
  EXPECT_EQ(kDbmate.claim({.path = {}, .name = "1_a.sql", .head = "-- x\n-- migrate:up\n"}),
            Claim::kByAnnotation);
  EXPECT_EQ(kDbmate.claim({.path = {}, .name = "1_a.sql", .head = "-- migrate:it\n"}), Claim::kNone);
}

}  // namespace
}  // namespace lockstep::source
