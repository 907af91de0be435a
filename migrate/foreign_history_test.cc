// SPDX-License-Identifier: Apache-2.0
// Other tools' tables: which columns are whose, and what their rows say.
#include "migrate/foreign_history.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <set>

namespace lockstep::migrate {
namespace {

using enum ForeignTool;

constexpr std::string_view kVarchar = "character varying";
constexpr std::string_view kTimestamp = "timestamp without time zone";

struct ShapeCase {
  std::string name;
  std::string table;
  std::vector<std::pair<std::string_view, std::string_view>> columns;
  std::optional<ForeignTool> tool;
  bool is_named = false;
};

class Shapes : public ::testing::TestWithParam<ShapeCase> {};

TEST_P(Shapes, TellTheTool) {
  std::vector<ForeignColumn> columns;
  for (const auto& [name, type] : GetParam().columns)
    columns.push_back({std::string(name), std::string(type)});
  EXPECT_EQ(RecognizeTable(GetParam().table, columns, GetParam().is_named), GetParam().tool);
}

INSTANTIATE_TEST_SUITE_P(
    RecognizeTable, Shapes,
    ::testing::Values(
        ShapeCase{"GolangMigrate", "any", {{"version", "bigint"}, {"dirty", "boolean"}}, kGolangMigrate},
        ShapeCase{
            "Goose",
            "any",
            {{"id", "integer"}, {"version_id", "bigint"}, {"is_applied", "boolean"}, {"tstamp", kTimestamp}},
            kGoose},
        ShapeCase{"DbmateByItsName", "schema_migrations", {{"version", kVarchar}}, kDbmate},
        ShapeCase{"DbmateNotByItsColumnAlone", "releases", {{"version", kVarchar}}, std::nullopt},
        ShapeCase{"DbmateWhereSomebodySaysSo", "releases", {{"version", kVarchar}}, kDbmate, true},
        ShapeCase{"Sqlx",
                  "_sqlx_migrations",
                  {{"version", "bigint"},
                   {"description", "text"},
                   {"installed_on", "timestamp with time zone"},
                   {"success", "boolean"},
                   {"checksum", "bytea"},
                   {"execution_time", "bigint"}},
                  kSqlx},
        ShapeCase{"FlywayInAnotherOrder",
                  "any",
                  {{"success", "boolean"},
                   {"installed_rank", "integer"},
                   {"version", kVarchar},
                   {"description", kVarchar},
                   {"type", kVarchar},
                   {"script", kVarchar},
                   {"checksum", "integer"},
                   {"installed_by", kVarchar},
                   {"installed_on", kTimestamp},
                   {"execution_time", "integer"}},
                  kFlyway},
        ShapeCase{"TernByItsName", "schema_version", {{"version", "integer"}}, kTern},
        ShapeCase{"TernNotByItsColumnAlone", "settings", {{"version", "integer"}}, std::nullopt},
        ShapeCase{
            "Refinery",
            "any",
            {{"version", "integer"}, {"name", kVarchar}, {"applied_on", kVarchar}, {"checksum", kVarchar}},
            kRefinery},
        ShapeCase{
            "RefineryOfLongVersions",
            "any",
            {{"version", "bigint"}, {"name", kVarchar}, {"applied_on", kVarchar}, {"checksum", kVarchar}},
            kRefinery},
        ShapeCase{"NodePgMigrate",
                  "any",
                  {{"id", "integer"}, {"name", kVarchar}, {"run_on", kTimestamp}},
                  kNodePgMigrate},
        ShapeCase{"NoneWithAColumnMore",
                  "schema_migrations",
                  {{"version", "bigint"}, {"dirty", "boolean"}, {"note", "text"}},
                  std::nullopt},
        ShapeCase{"NoneOfAnotherType",
                  "schema_migrations",
                  {{"version", "text"}, {"dirty", "boolean"}},
                  std::nullopt,
                  true},
        ShapeCase{"NoneOfNoColumns", "schema_migrations", {}, std::nullopt, true}),
    [](const auto& instance) { return instance.param.name; });

struct RowsCase {
  std::string name;
  ForeignTool tool;
  std::vector<ForeignRow> rows;
  std::vector<std::string> applied;
  std::string assumed_below = {};
  std::vector<std::string> unfinished = {};
  std::vector<std::string> without_version = {};
};

class Rows : public ::testing::TestWithParam<RowsCase> {};

TEST_P(Rows, SayWhatIsApplied) {
  const ForeignHistory history = ReadForeignHistory(GetParam().tool, GetParam().rows);
  std::vector<std::string> applied;
  for (const ForeignMigration& migration : history.applied) applied.push_back(migration.version.Canonical());
  EXPECT_EQ(applied, GetParam().applied);
  EXPECT_EQ(history.assumed_below ? history.assumed_below->Canonical() : "", GetParam().assumed_below);
  EXPECT_EQ(history.unfinished, GetParam().unfinished);
  EXPECT_EQ(history.without_version, GetParam().without_version);
}

ForeignRow Row(std::string_view version, bool is_finished = true) {
  return {.version = std::string(version), .is_finished = is_finished};
}

ForeignRow Typed(std::optional<std::string> version, std::string_view type, bool is_finished = true) {
  return {.version = std::move(version), .name = "x", .is_finished = is_finished, .type = std::string(type)};
}

ForeignRow Named(std::string_view name) { return {.version = std::nullopt, .name = std::string(name)}; }

INSTANTIATE_TEST_SUITE_P(
    ReadForeignHistory, Rows,
    ::testing::Values(
        RowsCase{"GolangMigrateEmpty", kGolangMigrate, {}, {}},
        RowsCase{
            "GolangMigrate", kGolangMigrate, {Row("20240826120919")}, {"20240826120919"}, "20240826120919"},
        RowsCase{"GolangMigrateDirty", kGolangMigrate, {Row("3", false)}, {"3"}, "3", {"3"}},
        RowsCase{"GolangMigrateDirtyBelowTheFirst", kGolangMigrate, {Row("-1", false)}, {}, "", {"-1"}},
        RowsCase{"GolangMigrateVersionZero", kGolangMigrate, {Row("0")}, {"0"}, "0"},
        RowsCase{"Goose", kGoose, {Row("0"), Row("2"), Row("1")}, {"1", "2"}},
        RowsCase{"GooseNewestRowWins",
                 kGoose,
                 {Row("1"), Row("2"), Row("2", false), Row("1", false), Row("1")},
                 {"1"}},
        RowsCase{"Dbmate", kDbmate, {Row("010"), Row("9"), Row("x")}, {"9", "10"}, "", {}, {"x"}},
        RowsCase{"Sqlx", kSqlx, {Row("1"), Row("2", false)}, {"1", "2"}, "", {"2"}},
        RowsCase{"Flyway",
                 kFlyway,
                 {Typed(std::nullopt, "SCHEMA"), Typed("1", "SQL"), Typed("17.1", "JDBC"), Typed("17", "SQL"),
                  Typed(std::nullopt, "SQL")},
                 {"1", "17", "17.1"}},
        RowsCase{"FlywayUndone",
                 kFlyway,
                 {Typed("1", "SQL"), Typed("2", "SQL"), Typed("2", "UNDO_SQL"), Typed("1", "DELETE")},
                 {}},
        RowsCase{"FlywayUndoneAndDoneAgain",
                 kFlyway,
                 {Typed("2", "SQL"), Typed("2", "UNDO_SQL"), Typed("2", "SQL")},
                 {"2"}},
        RowsCase{
            "FlywayFailed", kFlyway, {Typed("1", "SQL"), Typed("2", "SQL", false)}, {"1", "2"}, "", {"2"}},
        RowsCase{"FlywayBaseline", kFlyway, {Typed("5", "BASELINE"), Typed("6", "SQL")}, {"5", "6"}, "5"},
        RowsCase{"TernAtTheStart", kTern, {Row("0")}, {}}, RowsCase{"Tern", kTern, {Row("7")}, {"7"}, "7"},
        RowsCase{"Refinery", kRefinery, {Row("1"), Row("2")}, {"1", "2"}},
        RowsCase{"NodePgMigrate",
                 kNodePgMigrate,
                 {Named("1700000000000_add-users"), Named("1700000001000-b"), Named("setup")},
                 {"1700000000000", "1700000001000"},
                 "",
                 {},
                 {"setup"}}),
    [](const auto& instance) { return instance.param.name; });

TEST(ReadForeignHistory, KeepsWhatIsKnownOfEach) {
  const std::vector<ForeignRow> rows = {{.version = "1",
                                         .name = "users",
                                         .applied_at = "2024-01-02T03:04:05Z",
                                         .applied_by = "app",
                                         .duration_ms = 12,
                                         .type = "SQL"}};
  const ForeignHistory history = ReadForeignHistory(kFlyway, rows);
  ASSERT_EQ(history.applied.size(), 1U);
  EXPECT_EQ(history.applied[0].name, "users");
  EXPECT_EQ(history.applied[0].applied_at, "2024-01-02T03:04:05Z");
  EXPECT_EQ(history.applied[0].applied_by, "app");
  EXPECT_EQ(history.applied[0].duration_ms, 12);
}

TEST(ReadForeignHistory, TakesTheNameBehindTheVersion) {
  const std::vector<ForeignRow> rows = {Named("1700000000000_add-users")};
  EXPECT_EQ(ReadForeignHistory(kNodePgMigrate, rows).applied.at(0).name, "add-users");
}

}  // namespace
}  // namespace lockstep::migrate
