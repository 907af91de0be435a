// SPDX-License-Identifier: Apache-2.0
// lockstep adopt, on tables as other tools have made them (testdata/adopt).
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>

#include "cmd/testing/command_fixture.h"
#include "pg/testing/server_directory.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class AdoptTest : public CommandTest {
 protected:
  void MakeTableOf(std::string_view tool) const {
    const auto path =
        std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "testdata" / "adopt" / fmt::format("{}.sql", tool);
    Connect().Execute(pg::ReadFile(path));
  }
  void WritePairs(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names) {
      Write(fmt::format("{}.up.sql", name), fmt::format("CREATE TABLE t{} ();", name.substr(0, 1)));
      Write(fmt::format("{}.down.sql", name), fmt::format("DROP TABLE t{};", name.substr(0, 1)));
    }
  }
  std::vector<std::string> HistoryRows() const {
    return Column("SELECT version || ' ' || name || ' ' || kind FROM lockstep_history ORDER BY version");
  }
};

struct ToolCase {
  std::string tool;
  std::string table;
  std::map<std::string, std::string> files;
  std::vector<std::string> history;
  std::string first_applied_at;  // in UTC; empty: when it was adopted
  std::string pending;
};

class AdoptToolTest : public AdoptTest, public ::testing::WithParamInterface<ToolCase> {};

TEST_P(AdoptToolTest, TakesOverWhatItsTableKnowsAndChangesNothingOfIt) {
  const ToolCase& test = GetParam();
  MakeTableOf(test.tool);
  for (const auto& [name, text] : test.files) Write(name, text);
  const std::string all_rows = fmt::format("SELECT t::text FROM {} t ORDER BY 1", test.table);
  const auto before = Column(all_rows);
  const Ran dry = Run({"adopt", "--dry-run"});
  EXPECT_EQ(dry.code, ExitCode::kOk) << dry.err;
  EXPECT_THAT(dry.out,
              HasSubstr(fmt::format("\nwould record {} versions of {}'s {}; 1 pending: `lockstep status`\n",
                                    test.history.size(), test.tool, test.table)));
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_EQ(HistoryRows(), test.history);
  EXPECT_EQ(Column(all_rows), before);
  if (!test.first_applied_at.empty()) {
    EXPECT_EQ(Value("SELECT timezone('UTC', applied_at) FROM lockstep_history ORDER BY version LIMIT 1"),
              test.first_applied_at);
  }
  EXPECT_EQ(Run({"check"}).out, fmt::format("pending: {}\n", test.pending));
  EXPECT_THAT(Run({"adopt"}).out, StartsWith("nothing to record: "));
  const Ran up = Run({"up"});
  EXPECT_EQ(up.code, ExitCode::kOk) << up.err;
}

INSTANTIATE_TEST_SUITE_P(
    Adopt, AdoptToolTest,
    ::testing::Values(
        ToolCase{"golang-migrate",
                 "public.schema_migrations",
                 {{"1_a.up.sql", "SELECT 1;"}, {"2_b.up.sql", "SELECT 2;"}, {"3_c.up.sql", "SELECT 3;"}},
                 {"1 a assumed", "2 b adopted"},
                 "",
                 "3 c"},
        ToolCase{"goose",
                 "public.goose_db_version",
                 {{"1_a.sql", "-- +goose Up\nSELECT 1;\n"},
                  {"2_b.sql", "-- +goose Up\nSELECT 2;\n"},
                  {"10_c.sql", "-- +goose Up\nSELECT 3;\n"}},
                 {"1 a adopted", "2 b adopted"},
                 "2026-11-26 15:35:08.015861",
                 "10 c"},
        ToolCase{"dbmate",
                 "public.schema_migrations",
                 {{"20240101000000_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n"},
                  {"20240102000000_b.sql", "-- migrate:up\nSELECT 2;\n-- migrate:down\n"},
                  {"20240103000000_c.sql", "-- migrate:up\nSELECT 3;\n-- migrate:down\n"}},
                 {"20240101000000 a adopted", "20240102000000 b adopted"},
                 "",
                 "20240103000000 c"},
        ToolCase{"sqlx",
                 "public._sqlx_migrations",
                 {{"1_a.sql", "SELECT 1;"}, {"2_b.sql", "SELECT 2;"}, {"3_c.sql", "SELECT 3;"}},
                 {"1 a adopted", "2 b adopted"},
                 "2024-01-02 03:04:05",
                 "3 c"},
        ToolCase{"flyway",
                 "public.flyway_schema_history",
                 {{"V1__a.sql", "CREATE TABLE a (id int);"},
                  {"V1.1__b.sql", "CREATE TABLE b (id int);"},
                  {"V2__c.sql", "SELECT 3;"}},
                 {"1 a adopted", "1.1 b adopted"},
                 "2026-11-26 15:45:40.100861",
                 "2 c"},
        ToolCase{
            "tern",
            "public.schema_version",
            {{"001_a.up.sql", "SELECT 1;"}, {"002_b.up.sql", "SELECT 2;"}, {"003_c.up.sql", "SELECT 3;"}},
            {"1 a assumed", "2 b adopted"},
            "",
            "003 c"},
        ToolCase{"refinery",
                 "public.refinery_schema_history",
                 {{"V1__a.sql", "SELECT 1;"}, {"V2__b.sql", "SELECT 2;"}, {"V3__c.sql", "SELECT 3;"}},
                 {"1 a adopted", "2 b adopted"},
                 "2024-01-02 03:04:05.123457",
                 "3 c"},
        ToolCase{"node-pg-migrate",
                 "public.pgmigrations",
                 {{"1700000000000_a.up.sql", "SELECT 1;"},
                  {"1700000001000_b.up.sql", "SELECT 2;"},
                  {"1700000002000_c.up.sql", "SELECT 3;"}},
                 {"1700000000000 a adopted", "1700000001000 b adopted"},
                 "2026-11-26 15:41:42.48602",
                 "1700000002000 c"}),
    [](const auto& instance) {
      std::string name = instance.param.tool;
      std::erase(name, '-');
      return name;
    });

TEST_F(AdoptTest, ExplainsADirtyTableAndTakesItOnlyByForce) {
  MakeTableOf("golang-migrate");
  Connect().Execute("UPDATE schema_migrations SET dirty = true");
  WritePairs({"1_a", "2_b"});
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kConflict);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("golang-migrate has left public.schema_migrations dirty at version 2"),
                             HasSubstr("`lockstep adopt --force`"), HasSubstr("nothing was changed\n")));
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  EXPECT_EQ(Run({"adopt", "--force"}).code, ExitCode::kOk);
  EXPECT_THAT(HistoryRows(), ElementsAre("1 a assumed", "2 b adopted"));
  EXPECT_EQ(Value("SELECT dirty FROM schema_migrations"), "t");
}

TEST_F(AdoptTest, RefusesFilesChangedAfterTheToolAppliedThem) {
  MakeTableOf("flyway");
  Write("V1__a.sql", "CREATE TABLE a (id int);");
  Write("V1.1__b.sql", "CREATE TABLE b (id bigint);");
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kConflict);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("V1.1__b.sql was changed after flyway applied it"),
                             Not(HasSubstr("V1__a.sql was changed")), HasSubstr("`lockstep adopt --force`"),
                             HasSubstr("nothing was changed\n")));
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  EXPECT_EQ(Run({"adopt", "--force"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
}

TEST_F(AdoptTest, NamesWhatHasNoFileAndGoesOnWithoutIt) {
  MakeTableOf("goose");
  Write("2_b.sql", "-- +goose Up\nSELECT 2;\n");
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.err, HasSubstr("goose's public.goose_db_version has it, and there is no file of it"));
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
}

TEST_F(AdoptTest, AsksWhichOfSeveralTables) {
  MakeTableOf("goose");
  MakeTableOf("tern");
  Write("1_a.up.sql", "SELECT 1;");
  const Ran ran = Run({"adopt"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("goose's public.goose_db_version, tern's public.schema_version"),
                             HasSubstr("`lockstep adopt --table public.goose_db_version`")));
  EXPECT_EQ(Run({"adopt", "--table", "schema_version"}).code, ExitCode::kOk);
  EXPECT_THAT(HistoryRows(), ElementsAre("1 a assumed", "2  adopted"));
}

TEST_F(AdoptTest, SaysWhereItHasLookedInVain) {
  Connect().Execute("CREATE TABLE other (version text)");
  Write("1_a.up.sql", "SELECT 1;");
  const Ran none = Run({"adopt"});
  EXPECT_EQ(none.code, ExitCode::kUsage);
  EXPECT_THAT(none.err, AllOf(HasSubstr("there is no table of another tool in this database"),
                              HasSubstr("`lockstep baseline V`")));
  const Ran named = Run({"adopt", "--table", "public.other"});
  EXPECT_EQ(named.code, ExitCode::kUsage);
  EXPECT_THAT(named.err,
              HasSubstr("golang-migrate, goose, dbmate, sqlx, flyway, tern, refinery, node-pg-migrate"));
}

TEST_F(AdoptTest, ShowsBeforehandWhatWouldBeKeptInSync) {
  MakeTableOf("golang-migrate");
  WritePairs({"1_a", "2_b"});
  const Ran ran = Run({"adopt", "--dry-run", "--keep-in-sync"});
  EXPECT_THAT(ran.out, HasSubstr("golang-migrate's public.schema_migrations would be kept in sync"));
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
}

TEST_F(AdoptTest, WritesOneDocument) {
  MakeTableOf("golang-migrate");
  WritePairs({"1_a", "2_b", "3_c"});
  const Ran ran = Run({"adopt", "--json"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.err, IsEmpty());
  const Json document = ran.Document();
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("tool"), "golang-migrate");
  EXPECT_EQ(document.at("table"), "public.schema_migrations");
  EXPECT_EQ(document.at("pending"), 1);
  EXPECT_EQ(document.at("adopted").at(0).at("kind"), "assumed");
  EXPECT_EQ(document.at("adopted").at(1).at("version"), "2");
}

TEST_F(AdoptTest, WritesDownInTheLogWhereFrom) {
  MakeTableOf("golang-migrate");
  WritePairs({"1_a"});
  Run({"adopt"});
  EXPECT_THAT(Column("SELECT version || ' ' || outcome || ' ' || message FROM lockstep_log ORDER BY id"),
              ElementsAre("1 assumed from golang-migrate's public.schema_migrations",
                          "2 adopted from golang-migrate's public.schema_migrations"));
}

TEST_F(AdoptTest, ReadsNoViewThatTakesTheTablesPlace) {
  Connect().Execute("CREATE VIEW schema_migrations AS SELECT 1::bigint AS version, false AS dirty");
  Write("1_a.up.sql", "SELECT 1;");
  EXPECT_EQ(Run({"adopt"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"adopt", "--table", "schema_migrations"}).code, ExitCode::kUsage);
}

TEST_F(AdoptTest, LeavesTheAdoptedToBeRevertedAndAppliedAgain) {
  MakeTableOf("golang-migrate");
  Connect().Execute("CREATE TABLE t1 (); CREATE TABLE t2 ()");
  WritePairs({"1_a", "2_b"});
  Run({"adopt"});
  EXPECT_EQ(Run({"redo"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"down", "2"}).code, ExitCode::kOk);
  EXPECT_EQ(Value("SELECT to_regclass('t1')"), "null");
}

}  // namespace
}  // namespace lockstep::cmd
