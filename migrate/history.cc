// SPDX-License-Identifier: Apache-2.0
#include "migrate/history.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "source/checksum.h"
#include "sql/error.h"
#include "tool_version.h"

namespace lockstep::migrate {

namespace {

constexpr std::string_view kDefaultTable = "lockstep_history";
constexpr std::string_view kUndefinedTable = "42P01";
constexpr std::string_view kUndefinedSchema = "3F000";

// Reads one part of a dotted name off the front: "quoted" or plain (folded to lowercase, as SQL does).
std::string TakePart(std::string_view& text) {
  std::string part;
  if (text.starts_with('"')) {
    size_t i = 1;
    for (; i < text.size(); ++i) {
      if (text[i] != '"') {
        part += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        part += text[i++];
      } else {
        break;
      }
    }
    text.remove_prefix(std::min(text.size(), i + 1));
    return part;
  }
  size_t i = 0;
  for (; i < text.size() && text[i] != '.'; ++i) {
    part += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
  }
  text.remove_prefix(i);
  return part;
}

sql::QualifiedName ParseTableName(std::string_view text) {
  const std::string_view whole = text;
  sql::QualifiedName name;
  name.name = TakePart(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    name.schema = std::move(name.name);
    name.name = TakePart(text);
  } else {
    name.schema = "public";
  }
  if (!text.empty() || name.name.empty() || name.schema.empty()) {
    throw UsageError(fmt::format("history_table \"{}\" is no table's name: write schema.table", whole));
  }
  return name;
}

// The server's own clock: when the row is sent with the migration, nobody else knows yet how long that takes.
constexpr std::string_view kSinceTransactionBegan =
    "(extract(epoch FROM clock_timestamp() - transaction_timestamp()) * 1000)::bigint";

pg::Parameter OrNull(std::optional<int64_t> number) {
  return number ? pg::Parameter(std::to_string(*number)) : pg::Parameter();
}

std::string HostName() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

}  // namespace

std::string_view DirectionName(Direction direction) { return direction == Direction::kUp ? "up" : "down"; }

History::History(std::string_view table)
    : table_(ParseTableName(table)),
      log_{.schema = table_.schema,
           .name = table_.name == kDefaultTable ? std::string("lockstep_log") : table_.name + "_log"},
      history_sql_(table_.Display()),
      log_sql_(log_.Display()) {}

int64_t History::AdvisoryKey(std::string_view database) const {
  const std::string hash = source::Checksum(fmt::format("lockstep\n{}\n{}", database, history_sql_));
  return static_cast<int64_t>(std::stoull(hash.substr(0, 16), nullptr, 16));
}

std::optional<std::vector<HistoryRow>> History::Read(pg::Connection& connection) const {
  const std::string sql = fmt::format(
      "SELECT version, name, checksum, state, direction, coalesce(intent, ''), "
      "coalesce(to_char(applied_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), ''), applied_by, "
      "coalesce(duration_ms, 0) FROM {}",
      history_sql_);
  try {
    const pg::Result result = connection.Query(sql);
    std::vector<HistoryRow> rows;
    rows.reserve(result.rows());
    for (size_t i = 0; i < result.rows(); ++i) {
      rows.push_back({.version = std::string(result.Text(i, 0)),
                      .name = std::string(result.Text(i, 1)),
                      .checksum = std::string(result.Text(i, 2)),
                      .state = result.Text(i, 3) == "applied" ? RowState::kApplied : RowState::kInDoubt,
                      .direction = result.Text(i, 4) == "up" ? Direction::kUp : Direction::kDown,
                      .intent = std::string(result.Text(i, 5)),
                      .applied_at = std::string(result.Text(i, 6)),
                      .applied_by = std::string(result.Text(i, 7)),
                      .duration_ms = result.Int64(i, 8)});
    }
    return rows;
  } catch (const pg::DatabaseError& error) {
    if (error.sqlstate() == kUndefinedTable || error.sqlstate() == kUndefinedSchema) return std::nullopt;
    throw;
  }
}

void History::Create(pg::Connection& connection) const {
  try {
    CreateTables(connection);
  } catch (const pg::DatabaseError& error) {
    if (!error.LacksPrivilege() && error.sqlstate() != kUndefinedSchema) throw;
    pg::ServerMessage message = error.fields();
    message.message += fmt::format(
        "; the tables {} and {} cannot be made: grant CREATE on schema {} to the role that migrates, or name "
        "a "
        "table in another schema with history_table in lockstep.yaml",
        history_sql_, log_sql_, sql::QuoteIdentifier(table_.schema));
    throw pg::DatabaseError(error.failure(), std::move(message));
  }
}

void History::CreateTables(pg::Connection& connection) const {
  connection.Execute(
      fmt::format("CREATE TABLE IF NOT EXISTS {0} ("
                  "version text PRIMARY KEY, "
                  "kind text NOT NULL DEFAULT 'versioned' "
                  "CHECK (kind IN ('versioned', 'repeatable', 'baseline', 'adopted', 'assumed')), "
                  "name text NOT NULL, "
                  "checksum text NOT NULL, "
                  "down_checksum text, "
                  "state text NOT NULL CHECK (state IN ('applied', 'partial', 'running')), "
                  "direction text NOT NULL CHECK (direction IN ('up', 'down')), "
                  "steps_done integer, steps integer, statements_done integer, statements integer, "
                  "statement_hashes text[], "
                  "intent text, "
                  "transaction_id xid8, "
                  "applied_at timestamptz NOT NULL DEFAULT clock_timestamp(), "
                  "applied_by text NOT NULL DEFAULT session_user, "
                  "role text NOT NULL DEFAULT current_user, "
                  "host text NOT NULL, "
                  "duration_ms bigint, "
                  "tool_version text NOT NULL); "
                  "CREATE TABLE IF NOT EXISTS {1} ("
                  "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
                  "at timestamptz NOT NULL DEFAULT clock_timestamp(), "
                  "version text NOT NULL, "
                  "name text NOT NULL, "
                  "direction text NOT NULL, "
                  "outcome text NOT NULL, "
                  "checksum text NOT NULL, "
                  "duration_ms bigint, "
                  "sqlstate text, "
                  "message text, "
                  "session_user_name text NOT NULL DEFAULT session_user, "
                  "role text NOT NULL DEFAULT current_user, "
                  "host text NOT NULL, "
                  "tool_version text NOT NULL)",
                  history_sql_, log_sql_));
}

Command History::RecordApplied(const HistoryEntry& entry, std::optional<int64_t> duration_ms) const {
  // A row is there already where an intent was recorded.
  return {
      .sql = fmt::format(
          "INSERT INTO {} (version, name, checksum, down_checksum, state, direction, statements_done, "
          "statements, "
          "transaction_id, host, duration_ms, tool_version) "
          "VALUES ($1, $2, $3, $4, 'applied', 'up', $5, $5, pg_current_xact_id(), $6, coalesce($7, {}), $8) "
          "ON CONFLICT (version) DO UPDATE SET state = 'applied', direction = 'up', intent = NULL, "
          "checksum = excluded.checksum, down_checksum = excluded.down_checksum, "
          "statements_done = excluded.statements_done, transaction_id = excluded.transaction_id, "
          "applied_at = clock_timestamp(), duration_ms = excluded.duration_ms",
          history_sql_, kSinceTransactionBegan),
      .parameters = {entry.version, entry.name, entry.checksum, entry.down_checksum,
                     std::to_string(entry.statements), HostName(), OrNull(duration_ms),
                     std::string(kToolVersion)}};
}

Command History::RecordReverted(const HistoryEntry& entry) const {
  return {.sql = fmt::format("DELETE FROM {} WHERE version = $1", history_sql_),
          .parameters = {entry.version}};
}

Command History::Log(const HistoryEntry& entry, std::string_view outcome, std::optional<int64_t> duration_ms,
                     std::string_view sqlstate, std::string_view message) const {
  const auto or_null = [](std::string_view text) {
    return text.empty() ? pg::Parameter() : pg::Parameter(std::string(text));
  };
  return {.sql = fmt::format("INSERT INTO {} (version, name, direction, outcome, checksum, duration_ms, "
                             "sqlstate, message, host, "
                             "tool_version) VALUES ($1, $2, $3, $4, $5, coalesce($6, {}), $7, $8, $9, $10)",
                             log_sql_, kSinceTransactionBegan),
          .parameters = {entry.version, entry.name, std::string(DirectionName(entry.direction)),
                         std::string(outcome), entry.checksum, OrNull(duration_ms), or_null(sqlstate),
                         or_null(message), HostName(), std::string(kToolVersion)}};
}

Command History::RecordIntent(const HistoryEntry& entry, std::string_view statement) const {
  return {.sql = fmt::format(
              "INSERT INTO {} (version, name, checksum, down_checksum, state, direction, statements_done, "
              "statements, intent, host, tool_version) "
              "VALUES ($1, $2, $3, $4, 'running', $5, 0, $6, $7, $8, $9) "
              "ON CONFLICT (version) DO UPDATE SET state = 'running', direction = excluded.direction, "
              "intent = excluded.intent",
              history_sql_),
          .parameters = {entry.version, entry.name, entry.checksum, entry.down_checksum,
                         std::string(DirectionName(entry.direction)), std::to_string(entry.statements),
                         std::string(statement), HostName(), std::string(kToolVersion)}};
}

Command History::ForgetIntent(const HistoryEntry& entry) const {
  // A down that was not done leaves the migration applied; an up that was not done leaves nothing.
  if (entry.direction == Direction::kUp) return RecordReverted(entry);
  return {.sql = fmt::format(
              "UPDATE {} SET state = 'applied', direction = 'up', intent = NULL WHERE version = $1",
              history_sql_),
          .parameters = {entry.version}};
}

}  // namespace lockstep::migrate
