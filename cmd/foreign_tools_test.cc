// SPDX-License-Identifier: Apache-2.0
// lockstep adopt, where the other tool itself has applied the migrations.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cmd/testing/foreign_tool_fixture.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class GolangMigrateAdoptTest : public GolangMigrateTest {
 protected:
  void SetUp() override {
    GolangMigrateTest::SetUp();
    Write("1_a.up.sql", "CREATE TABLE a (id int);");
    Write("1_a.down.sql", "DROP TABLE a;");
    Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);");
    Write("2_b.down.sql", "DROP INDEX CONCURRENTLY a_id;");
    Write("3_c.up.sql", "CREATE TABLE c (id int);");
    Write("3_c.down.sql", "DROP TABLE c;");
    Write("10_d.up.sql", "CREATE INDEX CONCURRENTLY c_id ON c (id);");
    Write("10_d.down.sql", "DROP INDEX CONCURRENTLY c_id;");
  }
  void FailAt3() const {
    Write("3_c.up.sql", "CREATE TABLE c (id int);\nSELECT 1 / 0;");
    EXPECT_EQ(StartTool({"up"}).Wait(), 1);
    EXPECT_THAT(TableRows("schema_migrations"), ElementsAre("(3,t)"));
    Write("3_c.up.sql", "CREATE TABLE c (id int);");
  }
};

TEST_F(GolangMigrateAdoptTest, IsTakenOver) {
  RunTool({"up", "2"});
  ExpectTakenOver("schema_migrations", {"1 a assumed", "2 b adopted"}, "pending: 3 c\npending: 10 d\n");
}

TEST_F(GolangMigrateAdoptTest, IsTakenOverAfterItHasReverted) {
  RunTool({"up"});
  RunTool({"down", "2"});
  ExpectTakenOver("schema_migrations", {"1 a assumed", "2 b adopted"}, "pending: 3 c\npending: 10 d\n");
}

TEST_F(GolangMigrateAdoptTest, LeavesARowDirtyThatIsExplainedAndTakenByForce) {
  FailAt3();
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kConflict);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("golang-migrate has left public.schema_migrations dirty at version 3"),
                             HasSubstr("`lockstep adopt --force` takes version 3 as applied"),
                             HasSubstr("golang-migrate's own `force`"), HasSubstr("nothing was changed\n")));
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  Connect().Execute("CREATE TABLE c (id int)");
  Succeed({"adopt", "--force"});
  EXPECT_THAT(HistoryRows(), ElementsAre("1 a assumed", "2 b assumed", "3 c adopted"));
  Succeed({"up"});
  Succeed({"check"});
  EXPECT_THAT(TableRows("schema_migrations"), ElementsAre("(3,t)"));
}

TEST_F(GolangMigrateAdoptTest, IsTakenOverOnceItsOwnForceHasCleanedTheRow) {
  FailAt3();
  RunTool({"force", "2"});
  ExpectTakenOver("schema_migrations", {"1 a assumed", "2 b adopted"}, "pending: 3 c\npending: 10 d\n");
}

class GooseTest : public ForeignToolTest {
 protected:
  GooseTest()
      : ForeignToolTest({.name = "goose",
                         .program = "goose",
                         .client = "go",
                         .options = {"-dir", "{dir}", "postgres", "{url}"}}) {}
  void SetUp() override {
    ForeignToolTest::SetUp();
    Write("00001_a.sql",
          "-- +goose Up\nCREATE TABLE a (id int);\n"
          "-- +goose StatementBegin\nDO $$ BEGIN PERFORM 1; END $$;\n-- +goose StatementEnd\n"
          "-- +goose Down\nDROP TABLE a;\n");
    Write("00002_b.sql",
          "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY a_id ON a (id);\n"
          "-- +goose Down\nDROP INDEX CONCURRENTLY a_id;\n");
    Write("00003_c.sql", "-- +goose Up\nCREATE TABLE c (id int);\n-- +goose Down\nDROP TABLE c;\n");
    Write("00010_d.sql",
          "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY c_id ON c (id);\n"
          "-- +goose Down\nDROP INDEX CONCURRENTLY c_id;\n");
  }
};

TEST_F(GooseTest, IsTakenOver) {
  RunTool({"up-to", "2"});
  ExpectTakenOver("goose_db_version", {"1 a adopted", "2 b adopted"}, "pending: 00003 c\npending: 00010 d\n");
}

TEST_F(GooseTest, IsTakenOverAfterItHasReverted) {
  RunTool({"up"});
  RunTool({"down-to", "2"});
  ExpectTakenOver("goose_db_version", {"1 a adopted", "2 b adopted"}, "pending: 00003 c\npending: 00010 d\n");
}

TEST_F(GooseTest, IsTakenOverFromATableOfAnotherName) {
  Connect().Execute("CREATE SCHEMA ops");
  RunTool({"up-to", "2", "-table", "ops.done"});
  ExpectTakenOver("ops.done", {"1 a adopted", "2 b adopted"}, "pending: 00003 c\npending: 00010 d\n");
}

TEST_F(GooseTest, IsTakenOverWithItsTimesWhichHaveNoZone) {
  Connect().Execute(fmt::format("ALTER DATABASE {} SET timezone = 'Asia/Tokyo'", database().name()));
  RunTool({"up-to", "2"});
  Succeed({"adopt"});
  EXPECT_EQ(Column("SELECT applied_at FROM lockstep_history ORDER BY version"),
            Column("SELECT timezone('Asia/Tokyo', tstamp) FROM goose_db_version WHERE version_id > 0 "
                   "ORDER BY version_id"));
}

class DbmateTest : public ForeignToolTest {
 protected:
  DbmateTest()
      : ForeignToolTest({.name = "dbmate",
                         .program = "dbmate",
                         .client = "npm",
                         .options = {"--url", "{url}", "--migrations-dir", "{dir}", "--no-dump-schema"}}) {}
  void SetUp() override {
    ForeignToolTest::SetUp();
    Write("20240101000000_a.sql",
          "-- migrate:up\nCREATE TABLE a (id int);\n-- migrate:down\nDROP TABLE a;\n");
    Write("20240102000000_b.sql",
          "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY a_id ON a (id);\n"
          "-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY a_id;\n");
  }
  void WriteTheRest() const {
    Write("20240103000000_c.sql",
          "-- migrate:up\nCREATE TABLE c (id int);\n-- migrate:down\nDROP TABLE c;\n");
    Write("20240104000000_d.sql",
          "-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY c_id ON c (id);\n"
          "-- migrate:down transaction:false\nDROP INDEX CONCURRENTLY c_id;\n");
  }
  void ExpectTakenOver() const {
    ForeignToolTest::ExpectTakenOver("schema_migrations",
                                     {"20240101000000 a adopted", "20240102000000 b adopted"},
                                     "pending: 20240103000000 c\npending: 20240104000000 d\n");
  }
};

TEST_F(DbmateTest, IsTakenOver) {
  RunTool({"migrate"});
  WriteTheRest();
  ExpectTakenOver();
}

TEST_F(DbmateTest, IsTakenOverFromATableOfAnotherNameWhichHasToBeSaid) {
  RunTool({"--migrations-table", "ops.done", "migrate"});
  EXPECT_EQ(Run({"adopt"}).code, ExitCode::kUsage);
  Succeed({"adopt", "--table", "ops.done"});
  EXPECT_THAT(HistoryRows(), ElementsAre("20240101000000 a adopted", "20240102000000 b adopted"));
}

TEST_F(DbmateTest, IsTakenOverAfterItHasReverted) {
  WriteTheRest();
  RunTool({"migrate"});
  RunTool({"rollback"});
  RunTool({"rollback"});
  ExpectTakenOver();
}

}  // namespace
}  // namespace lockstep::cmd
