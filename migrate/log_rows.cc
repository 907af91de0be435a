// SPDX-License-Identifier: Apache-2.0
#include "migrate/log_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace lockstep::migrate {

namespace {

LogRow RowFrom(const pg::Result& result, size_t row) {
  size_t column = 0;
  const auto text = [&] { return std::string(result.Text(row, column++)); };
  const auto optional_text = [&]() -> std::optional<std::string> {
    const auto value = result.OptionalText(row, column++);
    return value ? std::optional(std::string(*value)) : std::nullopt;
  };
  LogRow read;
  read.id = result.Int64(row, column++);
  read.at = text();
  read.version = text();
  read.name = text();
  read.direction = text();
  read.outcome = text();
  read.checksum = text();
  read.duration_ms = result.Int64(row, column++);
  read.sqlstate = optional_text();
  read.message = optional_text();
  read.sql = optional_text();
  read.session_user = text();
  read.role = text();
  read.host = text();
  read.tool_version = text();
  return read;
}

}  // namespace

std::vector<LogRow> ReadLog(pg::Connection& connection, const History& history, std::optional<size_t> limit) {
  const std::string sql = fmt::format(
      "SELECT id, pg_catalog.to_char(pg_catalog.timezone('UTC', at), 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
      "version, name, direction, outcome, checksum, coalesce(duration_ms, 0), sqlstate, message, sql, "
      "session_user_name, role, host, tool_version FROM {} TABLESAMPLE pg_catalog.system (100) "
      "ORDER BY id DESC LIMIT {}",
      history.log_table().Display(), limit ? std::to_string(*limit) : "ALL");
  const auto result = QueryOwnTable(connection, sql, history.log_table());
  if (!result) return {};
  std::vector<LogRow> rows;
  rows.reserve(result->rows());
  for (size_t row = result->rows(); row > 0; --row) rows.push_back(RowFrom(*result, row - 1));
  return rows;
}

}  // namespace lockstep::migrate
