// SPDX-License-Identifier: Apache-2.0
// Reads the history table.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "migrate/history.h"

namespace lockstep::migrate {

namespace {

constexpr std::array kKinds = {RowKind::kVersioned, RowKind::kRepeatable, RowKind::kBaseline,
                               RowKind::kAdopted, RowKind::kAssumed};

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

}  // namespace

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
  try {
    const pg::Result result = connection.Query(sql);
    std::vector<HistoryRow> rows;
    rows.reserve(result.rows());
    for (size_t row = 0; row < result.rows(); ++row) rows.push_back(RowFrom(result, row));
    return rows;
  } catch (const pg::DatabaseError& error) {
    constexpr std::string_view kUndefinedTable = "42P01";
    constexpr std::string_view kUndefinedSchema = "3F000";
    if (error.sqlstate() == kUndefinedTable || error.sqlstate() == kUndefinedSchema) return std::nullopt;
    throw;
  }
}

}  // namespace lockstep::migrate
