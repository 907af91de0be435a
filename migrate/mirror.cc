// SPDX-License-Identifier: Apache-2.0
#include "migrate/mirror.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "migrate/adoption.h"
#include "migrate/crc32.h"
#include "source/version.h"
#include "sql/printable.h"

namespace lockstep::migrate {

namespace {

constexpr std::string_view kKey = "golang-migrate";

// golang-migrate's versions are 64 bits wide; it could not hold longer ones, nor read the files that have
// them.
constexpr size_t kMostDigits = 19;

bool IsMirrored(const HistoryRow& row) {
  return !row.version.empty() && row.version.size() <= kMostDigits &&
         row.version.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

struct Mirror::Row {
  std::string version;
  bool dirty = false;

  bool operator==(const Row&) const = default;
  std::string Display() const { return version + (dirty ? " (dirty)" : ""); }
};

// What SyncCommands() would write.
std::optional<Mirror::Row> Mirror::Expected(std::span<const HistoryRow> rows) {
  std::optional<source::Version> highest;
  bool dirty = false;
  for (const HistoryRow& row : rows) {
    if (!IsMirrored(row)) continue;
    const auto version = *source::Version::Parse(row.version);
    if (!highest || *highest < version) highest = version;
    dirty = dirty || row.state != RowState::kApplied;
  }
  return highest ? std::optional(Row{highest->Canonical(), dirty}) : std::nullopt;
}

std::string Mirror::NextCommand(const std::optional<Row>& theirs, const std::optional<Row>& ours) {
  if (theirs && theirs->dirty)
    return "look what of it is in the database, mend it, and say so with golang-migrate's own `force`; after "
           "that, "
           "run `lockstep adopt`";
  const bool is_ahead =
      theirs && (!ours || *source::Version::Parse(ours->version) < *source::Version::Parse(theirs->version));
  if (is_ahead) return "`lockstep adopt` takes over what it has applied";
  return fmt::format("have the history forget what it has reverted: `lockstep repair --forget {}`",
                     ours->version);
}

int64_t GolangMigrateLockId(std::string_view database, const sql::QualifiedName& table) {
  constexpr uint32_t kSalt = 1'486'364'155;
  std::string names = table.schema;
  names += '\0';
  names += table.name;
  names += '\0';
  names += database;
  Crc32 crc;
  crc.Add(names);
  return static_cast<int64_t>(crc.value() * kSalt);
}

std::optional<Mirror> Mirror::Find(std::span<const HistoryRow> rows) {
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const HistoryRow& item) { return item.kind == RowKind::kMirror; });
  return row == rows.end() ? std::nullopt : std::optional(Mirror(sql::QualifiedName::Parse(row->name)));
}

std::vector<int64_t> Mirror::LockIds(std::string_view database) const {
  return {GolangMigrateLockId(fmt::format("/{}", database), table_), GolangMigrateLockId(database, table_)};
}

HistoryEntry Mirror::Entry() const {
  return {.version = std::string(kKey), .kind = RowKind::kMirror, .name = table_.Display()};
}

std::vector<Command> Mirror::SyncCommands(const History& history) const {
  return {
      {.sql = fmt::format("DELETE FROM {}", table_.Display())},
      {.sql = fmt::format("INSERT INTO {} (version, dirty) SELECT pg_catalog.max(version::pg_catalog.int8), "
                          "pg_catalog.bool_or(state OPERATOR(pg_catalog.<>) 'applied') FROM {} "
                          "WHERE version OPERATOR(pg_catalog.~) '^[0-9]{{1,{}}}$' "
                          "HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 0",
                          table_.Display(), history.table().Display(), kMostDigits)}};
}

void Mirror::RequireTable(pg::Connection& connection) const {
  const auto tables = FindForeignTables(connection, table_);
  if (tables.size() != 1 || tables.front().tool != ForeignTool::kGolangMigrate) {
    throw pg::DatabaseError(
        pg::Failure::kRefused,
        fmt::format(
            "golang-migrate's table {}, which is kept in sync, is gone, or is not golang-migrate's any more: "
            "bring it back, or give it up: `lockstep adopt --end-sync`",
            table_.Display()));
  }
  History::RequireTrustworthy(
      connection, {table_},
      "give it another owner (ALTER TABLE … OWNER TO), or give it up: `lockstep adopt --end-sync`");
}

std::optional<Mirror::Row> Mirror::ReadRow(pg::Connection& connection) const {
  const auto result = QueryTable(
      connection,
      fmt::format("SELECT version::pg_catalog.text, dirty FROM {} TABLESAMPLE pg_catalog.system (100)",
                  table_.Display()),
      table_, "is not as golang-migrate makes it; give it up: `lockstep adopt --end-sync`");
  if (!result || result->rows() == 0) return std::nullopt;
  return Row{std::string(result->Text(0, 0)), result->Bool(0, 1)};
}

std::optional<Conflict> Mirror::FindDifference(pg::Connection& connection,
                                               std::span<const HistoryRow> rows) const {
  RequireTable(connection);
  const std::optional<Row> theirs = ReadRow(connection);
  const std::optional<Row> ours = Expected(rows);
  if (theirs == ours) return std::nullopt;
  return Conflict{
      theirs ? theirs->version : "0",
      fmt::format("golang-migrate was used since: its table {} says {}, and the history says {}\n  {}",
                  sql::Printable(table_.Display()), theirs ? theirs->Display() : "nothing",
                  ours ? ours->Display() : "nothing", NextCommand(theirs, ours))};
}

std::optional<Conflict> Mirror::FindWhatItLacks(pg::Connection& connection,
                                                std::span<const HistoryRow> rows) const {
  const std::optional<Row> ours = Expected(rows);
  if (!ours) return std::nullopt;
  const std::optional<Row> theirs = ReadRow(connection);
  const bool is_behind =
      !theirs || *source::Version::Parse(theirs->version) < *source::Version::Parse(ours->version);
  if (!is_behind) return std::nullopt;
  return Conflict{
      ours->version,
      fmt::format("golang-migrate's {} says {}, and is made to say {}, as the history does\n  if "
                  "golang-migrate has reverted what is above {}, have the history forget it first: "
                  "`lockstep repair --forget {}`",
                  sql::Printable(table_.Display()), theirs ? theirs->Display() : "nothing", ours->Display(),
                  theirs ? theirs->version : "0", ours->version)};
}

}  // namespace lockstep::migrate
