// SPDX-License-Identifier: Apache-2.0
#include "source/goose.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/checksum.h"
#include "source/testing/format_test.h"
#include "sql/excerpt.h"
#include "sql/script.h"

namespace lockstep::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class GooseDirectory : public FormatTest {
 protected:
  GooseDirectory() : FormatTest("goose") {}
};

TEST_F(GooseDirectory, TakesTheSectionsOfAFile) {
  Write("2_b.sql", "-- +goose Up\nCREATE TABLE b ();\n-- +goose Down\nDROP TABLE b;\n");
  Write("00001_a.sql", "-- licence\n\n-- +goose up\nSELECT 1;");
  ASSERT_THAT(Problems(), IsEmpty());
  EXPECT_THAT(Migrations(), ElementsAre("00001 a", "2 b"));
  const Directory directory = Read();
  EXPECT_EQ(directory.migrations[0].up->file.body(), "SELECT 1;");
  EXPECT_FALSE(directory.migrations[0].down);
  const Migration& b = directory.migrations[1];
  EXPECT_EQ(b.up->path, path() / "2_b.sql");
  EXPECT_EQ(b.up->file.body(), "CREATE TABLE b ();\n");
  EXPECT_EQ(b.up->checksum, Checksum("CREATE TABLE b ();\n"));
  EXPECT_EQ(b.down->file.body(), "DROP TABLE b;\n");
  EXPECT_EQ(b.down->checksum, Checksum("DROP TABLE b;\n"));
  EXPECT_EQ(b.down->file.PositionOf(b.down->file.body_begin()).line, 4u);
  EXPECT_FALSE(b.up->no_transaction);
}

TEST_F(GooseDirectory, HasNoTransactionForBothParts) {
  for (const char* file :
       {"-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
        "-- +goose Up\n--+goose no transaction\nSELECT 1;\n-- +goose Down\nSELECT 2;\n",
        "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose NO TRANSACTION\nSELECT 2;\n"}) {
    Write("1_a.sql", file);
    const Directory directory = Read();
    ASSERT_EQ(directory.migrations.size(), 1u) << file;
    EXPECT_TRUE(directory.migrations[0].up->no_transaction) << file;
    EXPECT_TRUE(directory.migrations[0].down->no_transaction) << file;
  }
}

TEST_F(GooseDirectory, TakesByteOrderMarksAndCarriageReturns) {
  Write("1_a.sql", "\xEF\xBB\xBF-- +goose Up\r\nSELECT 1;\r\n-- +goose Down\r\nSELECT 2;\r\n");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  EXPECT_EQ(directory.migrations[0].up->file.body(), "SELECT 1;\r\n");
  EXPECT_EQ(directory.migrations[0].up->checksum, Checksum("SELECT 1;\n"));
  EXPECT_EQ(directory.format, "goose");
}

TEST_F(GooseDirectory, PutsVariablesInWhereItIsTold) {
  environment_ = {{"OWNER", "somebody_with_a_long_name"}};
  Write("1_a.sql",
        "-- +goose Up\nSELECT '$OWNER';\n-- +goose ENVSUB ON\n-- $GONE\nALTER TABLE a OWNER TO $OWNER;\n\n"
        "SELECT '${LATER:-x}';\n-- +goose ENVSUB OFF\nSELECT '$OWNER', $$ $1 $$;\n-- +goose Down\nSELECT "
        "'$OWNER';\n");
  ASSERT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  const Migration& migration = directory.migrations[0];
  EXPECT_EQ(
      migration.up->file.body(),
      "SELECT '$OWNER';\n-- +goose ENVSUB ON\n-- $GONE\nALTER TABLE a OWNER TO somebody_with_a_long_name;\n\n"
      "SELECT 'x';\n-- +goose ENVSUB OFF\nSELECT '$OWNER', $$ $1 $$;\n");
  EXPECT_EQ(migration.down->file.body(), "SELECT '$OWNER';\n");
  EXPECT_EQ(
      sql::ExcerptOf(migration.up->file, {migration.up->file.Line(5).begin, migration.up->file.Line(5).end})
          .line,
      "ALTER TABLE a OWNER TO $OWNER;");
  EXPECT_EQ(migration.down->file.PositionOf(migration.down->file.body_begin()).line, 11u);
}

TEST_F(GooseDirectory, HasTheChecksumOfTheTextWithoutValues) {
  Write("1_a.sql", "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '$OWNER';\n");
  environment_ = {{"OWNER", "a"}};
  const std::string checksum = Read().migrations[0].up->checksum;
  EXPECT_EQ(checksum, Checksum("-- +goose ENVSUB ON\nSELECT '$OWNER';\n"));
  environment_ = {{"OWNER", "b"}};
  EXPECT_EQ(Read().migrations[0].up->checksum, checksum);
  EXPECT_EQ(Read().migrations[0].up->file.body(), "-- +goose ENVSUB ON\nSELECT 'b';\n");
}

TEST_F(GooseDirectory, PutsVariablesIntoWhatLooksLikeACommentInAStatement) {
  environment_ = {{"X", "1"}};
  Write("1_a.sql",
        "-- +goose Up\n-- +goose ENVSUB ON\nSELECT '\n-- $X\n';\n-- $X\n-- +goose StatementBegin\n-- $X\n"
        "SELECT 1;\n-- $X\n-- +goose StatementEnd\n-- $X\n");
  EXPECT_EQ(Read().migrations[0].up->file.body(),
            "-- +goose ENVSUB ON\nSELECT '\n-- 1\n';\n-- $X\n-- +goose StatementBegin\n-- $X\n"
            "SELECT 1;\n-- 1\n-- +goose StatementEnd\n-- $X\n");
}

TEST_F(GooseDirectory, EndsTheStatementOfABlockWithItsBlock) {
  Write("1_a.sql",
        "-- +goose Up\n-- +goose StatementBegin\nSELECT 1\n\n-- one\n-- +goose StatementEnd\n"
        "-- +goose StatementBegin\nSELECT 2; -- two\n-- three\n-- +goose StatementEnd\n"
        "-- +goose StatementBegin\n-- +goose StatementEnd\n");
  EXPECT_THAT(Problems(), IsEmpty());
  const Directory directory = Read();
  const Part& up = *directory.migrations[0].up;
  EXPECT_EQ(up.file.body(),
            "-- +goose StatementBegin\nSELECT 1\n\n-- one\n; -- +goose StatementEnd\n"
            "-- +goose StatementBegin\nSELECT 2; -- two\n-- three\n-- +goose StatementEnd\n"
            "-- +goose StatementBegin\n-- +goose StatementEnd\n");
  const sql::Script script = sql::Script::Parse(up.file);
  EXPECT_FALSE(script.has_syntax_errors());
  EXPECT_EQ(script.statements().size(), 2u);
  EXPECT_EQ(up.checksum, Checksum("-- +goose StatementBegin\nSELECT 1\n\n-- one\n-- +goose StatementEnd\n"
                                  "-- +goose StatementBegin\nSELECT 2; -- two\n-- three\n"
                                  "-- +goose StatementEnd\n"
                                  "-- +goose StatementBegin\n-- +goose StatementEnd\n"));
}

TEST_F(GooseDirectory, SaysWhatIsWrongWithAFile) {
  const struct {
    const char* file;
    std::vector<std::string> problems;
  } cases[] = {
      {"", {"error: 1_a.sql: has no annotation -- +goose Up: put it on the line above the SQL"}},
      {"SELECT 1;\n-- +goose Up\n",
       {"error: 1_a.sql:1:1: this stands before -- +goose Up, where goose takes comments only"}},
      {"-- +goose Down\n-- +goose Up\n",
       {"error: 1_a.sql:1:1: -- +goose Down stands before -- +goose Up: put the up part first"}},
      {"-- +goose Up\n-- +goose Up\nSELECT 1;\n-- +goose Down\n-- +goose Down\n",
       {"error: 1_a.sql:2:1: a second -- +goose Up: a migration has one",
        "error: 1_a.sql:5:1: a second -- +goose Down: a migration has one"}},
      {"-- +goose Up\n  -- +goose StatementBegin\n",
       {"error: 1_a.sql:2:1: an annotation has to stand at the very beginning of its line"}},
      {"-- +goose Up\n-- +goose Dwon\n",
       {"error: 1_a.sql:2:1: \"-- +goose Dwon\" is no annotation that goose knows: those are Up, Down, "
        "StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF"}},
      {"-- +goose Up\n-- see +goose docs\n",
       {"error: 1_a.sql:2:1: \"-- see +goose docs\" is no annotation that goose knows: those are Up, Down, "
        "StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON and ENVSUB OFF"}},
      {"-- +goose Up\n-- +goose StatementEnd\n",
       {"error: 1_a.sql:2:1: no -- +goose StatementBegin stands before this StatementEnd"}},
      {"-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n",
       {"error: 1_a.sql:2:1: this block is never closed: put -- +goose StatementEnd behind its end"}},
      {"-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementBegin\n-- +goose StatementEnd\n",
       {"error: 1_a.sql:3:1: the block that begins in line 2 is not closed: put -- +goose StatementEnd "
        "before "
        "this line"}},
      {"-- +goose Up\n-- +goose StatementBegin\nSELECT 1;\n-- +goose Down\n",
       {"error: 1_a.sql:4:1: the block that begins in line 2 is not closed: put -- +goose StatementEnd "
        "before "
        "this line"}},
      {"-- +goose StatementBegin\n-- +goose Up\n",
       {"error: 1_a.sql:1:1: -- +goose StatementBegin stands before -- +goose Up"}},
      {"-- +goose Up\n-- +goose ENVSUB ON\nSELECT 'é$GONE', '$1';\nSELECT $GONE;\n",
       {"error: 1_a.sql:3:10: the variable GONE is not set (goose would put in nothing): set it, or write "
        "${GONE:-default}",
        "error: 1_a.sql:4:8: the variable GONE is not set (goose would put in nothing): set it, or write "
        "${GONE:-default}"}},
      {"-- +goose Up\n-- nothing\n-- +goose Down\n\n",
       {"warning: 1_a.sql:2:1: the up part has no statements",
        "warning: 1_a.sql:4:1: the down part has no statements"}},
  };
  for (const auto& [file, problems] : cases) {
    EXPECT_EQ(ProblemsOf("1_a.sql", file), problems) << file;
  }
}

TEST_F(GooseDirectory, SaysWhyAFileIsNoMigration) {
  constexpr std::string_view kGood = "-- +goose Up\nSELECT 1;\n";
  EXPECT_THAT(
      ProblemsOf("1-a.sql", kGood),
      ElementsAre("error: 1-a.sql: is no migration as no underscore follows its version: rename it to "
                  "VERSION_TITLE.sql"));
  EXPECT_THAT(ProblemsOf("1_a.SQL", kGood),
              ElementsAre("error: 1_a.SQL: is no migration as its name does not end in .sql, in lower case: "
                          "rename it to 1_a.sql"));
  EXPECT_THAT(ProblemsOf("a.sql", kGood),
              ElementsAre("error: a.sql: is no migration as its name has no version: rename it to "
                          "VERSION_TITLE.sql"));
  EXPECT_THAT(ProblemsOf("1_a.go", "package migrations\n"),
              ElementsAre("error: 1_a.go: is a migration in Go, which cannot be run here: write it as SQL"));
  for (const char* name : {"1_a_test.go", "embed.go", "README.md", "schema.sql", "1_a.sql.bak"})
    EXPECT_THAT(ProblemsOf(name, "x"), ElementsAre("warning: " + std::string(name) + ": is no migration"));
}

TEST_F(GooseDirectory, RefusesTwoFilesForOneVersion) {
  Write("1_b.sql", "-- +goose Up\nSELECT 1;\n");
  Write("001_a.sql", "-- +goose Up\nSELECT 1;\n");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 1_b.sql: has the version of 001_a.sql: give one of them another version"));
}

TEST_F(GooseDirectory, NamesEveryFileThatCannotBeRead) {
  Write("1_a.sql", "-- +goose Up\nSELECT 'caf\xE9';");
  std::filesystem::create_directory(path() / "2_b.sql");
  EXPECT_THAT(Problems(),
              ElementsAre("error: 1_a.sql:2:12: invalid UTF-8 at byte 24 (0xE9): save the file as UTF-8",
                          "error: 2_b.sql: is a directory, not a file"));
}

TEST(Goose, ClaimsAnnotatedFilesAndGo) {
  EXPECT_EQ(kGoose.claim({.path = {}, .name = "1_a.sql", .head = "-- +goose Up\n"}), Claim::kByAnnotation);
  EXPECT_EQ(kGoose.claim({.path = {}, .name = "1_a.sql", .head = "\xEF\xBB\xBF-- +goose Up"}),
            Claim::kByAnnotation);
  EXPECT_EQ(kGoose.claim({.path = {}, .name = "1_a.sql", .head = "-- see +goose docs\n"}), Claim::kNone);
  EXPECT_EQ(kGoose.claim({.path = {}, .name = "1_a.sql"}), Claim::kNone);
  EXPECT_EQ(kGoose.claim({.path = {}, .name = "1_a.go"}), Claim::kByName);
}

}  // namespace
}  // namespace lockstep::source
