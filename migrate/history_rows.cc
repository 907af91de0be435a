// SPDX-License-Identifier: Apache-2.0
// Reads the history table.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "migrate/history.h"

namespace lockstep::migrate {

namespace {

constexpr std::array kKinds = {RowKind::kVersioned, RowKind::kRepeatable, RowKind::kBaseline,
                               RowKind::kAdopted,   RowKind::kAssumed,    RowKind::kMirror};

// A kind that a newer release has written counts as versioned: it is applied, which is what matters.
RowKind KindFromName(std::string_view name) {
  const auto* found =
      std::find_if(kKinds.begin(), kKinds.end(), [name](RowKind kind) { return RowKindName(kind) == name; });
  return found == kKinds.end() ? RowKind::kVersioned : *found;
}

RowState StateFromName(std::string_view name) {
  if (name == "applied") return RowState::kApplied;
  return name == "partial" ? RowState::kPartial : RowState::kRunning;
}

std::vector<std::string> Lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

HistoryRow RowFrom(const pg::Result& result, size_t row) {
  HistoryRow read;
  size_t column = 0;
  const auto text = [&] { return std::string(result.OptionalText(row, column++).value_or("")); };
  const auto number = [&] { return static_cast<size_t>(result.Int64(row, column++)); };
  read.version = text();
  read.kind = KindFromName(text());
  read.name = text();
  read.checksum = text();
  if (const auto down = result.OptionalText(row, column++)) read.down_checksum = *down;
  read.state = StateFromName(text());
  read.direction = text() == "down" ? Direction::kDown : Direction::kUp;
  read.progress.steps_done = number();
  read.progress.steps = number();
  read.progress.statements_done = number();
  read.progress.statements = number();
  read.progress.statement_hashes = Lines(text());
  read.intent = text();
  read.intent_facts = Lines(text());
  read.applied_at = text();
  read.applied_by = text();
  read.duration_ms = result.Int64(row, column++);
  return read;
}

// Fails with a division by zero where a column has a type that is not PostgreSQL's own: an implicit cast from
// it would run a function of whoever made the type.
std::string RequireBuiltInTypes(const pg::Connection& connection, const sql::QualifiedName& table) {
  return fmt::format(
      "SELECT 1 OPERATOR(pg_catalog./) (NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a "
      "JOIN pg_catalog.pg_type t ON t.oid OPERATOR(pg_catalog.=) a.atttypid "
      "JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace "
      "WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass({})::pg_catalog.oid "
      "AND n.nspname OPERATOR(pg_catalog.<>) 'pg_catalog'::pg_catalog.name))::pg_catalog.int4",
      connection.QuoteLiteral(table.Display()));
}

// Says which table it is about, and what to do.
pg::DatabaseError Explained(const pg::DatabaseError& error, const sql::QualifiedName& table) {
  constexpr std::string_view kUndefinedColumn = "42703";
  constexpr std::string_view kWrongObjectType = "42809";
  if (error.sqlstate() == kUndefinedColumn || error.sqlstate() == kWrongObjectType) {
    return {pg::Failure::kRefused,
            fmt::format("{} is not the table that Lockstep makes ({}): look at it, then drop it, or name "
                        "another table with history_table in lockstep.yaml",
                        table.Display(), error.message())};
  }
  if (!error.LacksPrivilege()) return error;
  pg::ServerMessage message = error.fields();
  message.message += fmt::format(
      "; the table {} cannot be read: grant USAGE on schema {} to the role that migrates, and SELECT on the "
      "table where it is there, or name a table in another schema with history_table in lockstep.yaml",
      table.Display(), sql::QuoteIdentifier(table.schema));
  return {error.failure(), std::move(message)};
}

}  // namespace

std::optional<pg::Result> QueryTable(pg::Connection& connection, std::string_view sql,
                                     const sql::QualifiedName& table, std::string_view why_not) {
  constexpr std::string_view kUndefinedTable = "42P01";
  constexpr std::string_view kUndefinedSchema = "3F000";
  constexpr std::string_view kFeatureNotSupported = "0A000";
  constexpr std::string_view kDivisionByZero = "22012";
  try {
    return connection.Execute(
        fmt::format("SET LOCAL row_security = off; {}; {}", RequireBuiltInTypes(connection, table), sql));
  } catch (const pg::DatabaseError& error) {
    if (error.sqlstate() == kUndefinedTable || error.sqlstate() == kUndefinedSchema) return std::nullopt;
    if (error.sqlstate() != kFeatureNotSupported && error.sqlstate() != kDivisionByZero) throw;
    throw pg::DatabaseError(pg::Failure::kRefused, fmt::format("{} {}", table.Display(), why_not));
  }
}

std::optional<pg::Result> QueryOwnTable(pg::Connection& connection, std::string_view sql,
                                        const sql::QualifiedName& table) {
  try {
    return QueryTable(
        connection, sql, table,
        "is not the table that Lockstep makes: somebody has put something in its place that could do "
        "anything in the name of who reads it, so it was not read; look at it, then drop it, or name "
        "another table with history_table in lockstep.yaml");
  } catch (const pg::DatabaseError& error) {
    throw Explained(error, table);
  }
}

std::optional<std::vector<HistoryRow>> History::Read(pg::Connection& connection) const {
  // All rows: TABLESAMPLE is refused for a view, whose functions would run as us.
  const std::string sql = fmt::format(
      "SELECT version, kind, name, checksum, down_checksum, state, direction, coalesce(steps_done, 0), "
      "coalesce(steps, 0), coalesce(statements_done, 0), coalesce(statements, 0), "
      "pg_catalog.array_to_string(statement_hashes, E'\\n'), intent, "
      "pg_catalog.array_to_string(intent_facts, E'\\n'), "
      "pg_catalog.to_char(pg_catalog.timezone('UTC', applied_at), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
      "applied_by, "
      "coalesce(duration_ms, 0) FROM {} TABLESAMPLE pg_catalog.system (100)",
      history_sql_);
  const auto result = QueryOwnTable(connection, sql, table_);
  if (!result) return std::nullopt;
  std::vector<HistoryRow> rows;
  rows.reserve(result->rows());
  for (size_t row = 0; row < result->rows(); ++row) rows.push_back(RowFrom(*result, row));
  return rows;
}

}  // namespace lockstep::migrate
