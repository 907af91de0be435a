// SPDX-License-Identifier: Apache-2.0
#include "migrate/foreign_history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace lockstep::migrate {

namespace {

constexpr std::string_view kVarchar = "character varying";
constexpr std::string_view kTimestamp = "timestamp without time zone";

struct ColumnShape {
  std::string_view name;
  std::string_view type;
  std::string_view other_type = {};  // of another release of the tool, or another setting
};

struct TableShape {
  ForeignTool tool;
  std::string_view tool_name;
  std::string_view table;  // unless configured
  std::vector<ColumnShape> columns;
};

// As the tools create them (testdata/adopt has tables that they have made).
const std::vector<TableShape>& Shapes() {
  static const std::vector<TableShape> shapes = {
      {ForeignTool::kGolangMigrate,
       "golang-migrate",
       "schema_migrations",
       {{"version", "bigint"}, {"dirty", "boolean"}}},
      {ForeignTool::kGoose,
       "goose",
       "goose_db_version",
       {{"id", "integer", "bigint"},
        {"version_id", "bigint"},
        {"is_applied", "boolean"},
        {"tstamp", kTimestamp}}},
      {ForeignTool::kDbmate, "dbmate", "schema_migrations", {{"version", kVarchar}}},
      {ForeignTool::kSqlx,
       "sqlx",
       "_sqlx_migrations",
       {{"version", "bigint"},
        {"description", "text"},
        {"installed_on", "timestamp with time zone"},
        {"success", "boolean"},
        {"checksum", "bytea"},
        {"execution_time", "bigint"}}},
      {ForeignTool::kFlyway,
       "flyway",
       "flyway_schema_history",
       {{"installed_rank", "integer"},
        {"version", kVarchar},
        {"description", kVarchar},
        {"type", kVarchar},
        {"script", kVarchar},
        {"checksum", "integer"},
        {"installed_by", kVarchar},
        {"installed_on", kTimestamp},
        {"execution_time", "integer"},
        {"success", "boolean"}}},
      {ForeignTool::kTern, "tern", "schema_version", {{"version", "integer"}}},
      {ForeignTool::kRefinery,
       "refinery",
       "refinery_schema_history",
       {{"version", "integer", "bigint"},
        {"name", kVarchar},
        {"applied_on", kVarchar},
        {"checksum", kVarchar}}},
      {ForeignTool::kNodePgMigrate,
       "node-pg-migrate",
       "pgmigrations",
       {{"id", "integer"}, {"name", kVarchar}, {"run_on", kTimestamp}}},
  };
  return shapes;
}

const TableShape& ShapeOf(ForeignTool tool) {
  return *std::find_if(Shapes().begin(), Shapes().end(),
                       [tool](const TableShape& shape) { return shape.tool == tool; });
}

bool HasShape(const TableShape& shape, std::span<const ForeignColumn> columns) {
  if (shape.columns.size() != columns.size()) return false;
  return std::all_of(shape.columns.begin(), shape.columns.end(), [&](const ColumnShape& expected) {
    return std::any_of(columns.begin(), columns.end(), [&](const ForeignColumn& column) {
      return column.name == expected.name &&
             (column.type == expected.type || column.type == expected.other_type);
    });
  });
}

// A time without its zone is the server's or the session's, which are one where nobody has set them apart.
std::string InUtc(std::string_view column) {
  return fmt::format(
      "pg_catalog.to_char(pg_catalog.timezone('UTC', {}::pg_catalog.timestamptz), "
      "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
      column);
}

// Digits at the beginning, and what follows the separator: "1700000000000_add-users".
ForeignRow SplitName(ForeignRow row) {
  const size_t digits = std::min(row.name.find_first_not_of("0123456789"), row.name.size());
  if (digits == 0) return row;
  row.version = row.name.substr(0, digits);
  row.name = row.name.substr(std::min(digits + 1, row.name.size()));
  return row;
}

class Reading {
 public:
  void Apply(const ForeignRow& row) {
    if (!row.version) return history_.without_version.push_back(row.name);
    const auto version = source::Version::Parse(*row.version);
    if (!version) return history_.without_version.push_back(*row.version);
    applied_.insert_or_assign(*version, ForeignMigration{.version = *version,
                                                         .name = row.name,
                                                         .applied_at = row.applied_at,
                                                         .applied_by = row.applied_by,
                                                         .duration_ms = row.duration_ms,
                                                         .checksum = row.checksum});
    if (!row.is_finished) NoteUnfinished(row);
  }

  void NoteUnfinished(const ForeignRow& row) {
    history_.unfinished.push_back(row.version.value_or(row.name));
  }

  void Revert(const ForeignRow& row) {
    const auto version = source::Version::Parse(row.version.value_or(""));
    if (version) applied_.erase(*version);
    std::erase(history_.unfinished, row.version.value_or(""));
  }

  void AssumeBelow(const ForeignRow& row) {
    Apply(row);
    history_.assumed_below = source::Version::Parse(row.version.value_or(""));
  }

  ForeignHistory Finish() {
    for (auto& [version, migration] : applied_) history_.applied.push_back(std::move(migration));
    return std::move(history_);
  }

 private:
  ForeignHistory history_;
  std::map<source::Version, ForeignMigration> applied_;
};

void ReadFlywayRow(const ForeignRow& row, Reading& reading) {
  // A repeatable one, or the mark that a schema was created. Flyway's checksum of a repeatable one is not
  // ours to compare, and to run it once more is what it is made for.
  if (!row.version) return;
  if (row.type.starts_with("UNDO") || row.type == "DELETE") return reading.Revert(row);
  if (row.type.ends_with("BASELINE")) return reading.AssumeBelow(row);
  reading.Apply(row);
}

void ReadRow(ForeignTool tool, const ForeignRow& row, Reading& reading) {
  const bool is_none = row.version == "0" || row.version == "-1";  // no migration
  switch (tool) {
    case ForeignTool::kGolangMigrate:
      return is_none && !row.is_finished ? reading.NoteUnfinished(row) : reading.AssumeBelow(row);
    case ForeignTool::kTern:
      return is_none ? void() : reading.AssumeBelow(row);
    case ForeignTool::kGoose:
      if (is_none) return;  // its row 0 says that the table is there
      return row.is_finished ? reading.Apply(row) : reading.Revert(row);
    case ForeignTool::kFlyway:
      return ReadFlywayRow(row, reading);
    case ForeignTool::kNodePgMigrate:
      return reading.Apply(SplitName(row));
    case ForeignTool::kDbmate:
    case ForeignTool::kSqlx:
    case ForeignTool::kRefinery:
      return reading.Apply(row);
  }
}

}  // namespace

std::string_view ForeignToolName(ForeignTool tool) { return ShapeOf(tool).tool_name; }

std::string ForeignToolNames() {
  std::vector<std::string_view> names;
  for (const TableShape& shape : Shapes()) names.push_back(shape.tool_name);
  return fmt::format("{}", fmt::join(names, ", "));
}

std::optional<ForeignTool> RecognizeTable(std::string_view table, std::span<const ForeignColumn> columns,
                                          bool is_named) {
  for (const TableShape& shape : Shapes()) {
    if (!HasShape(shape, columns)) continue;
    if (columns.size() > 1 || is_named || table == shape.table) return shape.tool;
  }
  return std::nullopt;
}

std::string ForeignRowsSql(ForeignTool tool, std::string_view table) {
  const auto select = [table](std::string_view columns, std::string_view order) {
    return fmt::format("SELECT {} FROM {} TABLESAMPLE pg_catalog.system (100) ORDER BY {}", columns, table,
                       order);
  };
  switch (tool) {
    case ForeignTool::kGolangMigrate:
      return select("version::pg_catalog.text, '', NOT dirty, '', '', 0, '', ''", "version");
    case ForeignTool::kGoose:
      return select(
          fmt::format("version_id::pg_catalog.text, '', is_applied, {}, '', 0, '', ''", InUtc("tstamp")),
          "id");
    case ForeignTool::kDbmate:
    case ForeignTool::kTern:
      return select("version::pg_catalog.text, '', true, '', '', 0, '', ''", "version");
    case ForeignTool::kSqlx:
      return select(fmt::format("version::pg_catalog.text, description, success, {}, '', "
                                "execution_time OPERATOR(pg_catalog./) 1000000, '', "
                                "pg_catalog.encode(checksum, 'hex')",
                                InUtc("installed_on")),
                    "version");
    case ForeignTool::kFlyway:
      return select(fmt::format("version, description, success, {}, installed_by, execution_time, type, "
                                "checksum::pg_catalog.text",
                                InUtc("installed_on")),
                    "installed_rank");
    case ForeignTool::kRefinery:
      return select("version::pg_catalog.text, name, true, applied_on, '', 0, '', ''", "version");
    case ForeignTool::kNodePgMigrate:
      return select(fmt::format("NULL, name, true, {}, '', 0, '', ''", InUtc("run_on")), "id");
  }
  return {};
}

ForeignHistory ReadForeignHistory(ForeignTool tool, std::span<const ForeignRow> rows) {
  Reading reading;
  for (const ForeignRow& row : rows) ReadRow(tool, row, reading);
  return reading.Finish();
}

}  // namespace lockstep::migrate
