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
    "(pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) "
    "pg_catalog.transaction_timestamp()) OPERATOR(pg_catalog.*) 1000.0)::pg_catalog.int8";

pg::Parameter OrNull(std::optional<int64_t> number) {
  return number ? pg::Parameter(std::to_string(*number)) : pg::Parameter();
}

pg::Parameter OrNull(std::string_view text) {
  return text.empty() ? pg::Parameter() : pg::Parameter(std::string(text));
}

// As an array's input has it: https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
pg::Parameter ArrayOrNull(const std::vector<std::string>& elements) {
  if (elements.empty()) return std::nullopt;
  std::string literal = "{";
  for (const std::string& element : elements) {
    literal += literal.size() == 1 ? "\"" : ",\"";
    for (const char c : element) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + "}";
}

std::string HostName() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

}  // namespace

std::string_view DirectionName(Direction direction) { return direction == Direction::kUp ? "up" : "down"; }

std::string_view RowKindName(RowKind kind) {
  switch (kind) {
    case RowKind::kVersioned:
      return "versioned";
    case RowKind::kRepeatable:
      return "repeatable";
    case RowKind::kBaseline:
      return "baseline";
    case RowKind::kAdopted:
      return "adopted";
    case RowKind::kAssumed:
      return "assumed";
    case RowKind::kMirror:
      return "mirror";
  }
  return {};
}

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

int64_t History::AdvisoryKey(pg::Connection& connection) const {
  return AdvisoryKey(connection.Query("SELECT pg_catalog.current_database()").Text(0, 0));
}

void History::Prepare(pg::Connection& connection) const {
  try {
    CreateTables(connection);
  } catch (const pg::DatabaseError& error) {
    if (error.failure() != pg::Failure::kStatement) throw;
    constexpr std::string_view kUndefinedSchema = "3F000";
    const bool has_no_schema = error.sqlstate() == kUndefinedSchema;
    const std::string schema = sql::QuoteIdentifier(table_.schema);
    pg::ServerMessage message = error.fields();
    message.message += fmt::format("; the tables {} and {} cannot be made", history_sql_, log_sql_);
    if (has_no_schema)
      message.message += fmt::format(
          ": create schema {}, or name a table in another one with history_table in "
          "lockstep.yaml",
          schema);
    if (error.LacksPrivilege())
      message.message += fmt::format(
          ": grant CREATE on schema {} to the role that migrates, or name a table in "
          "another schema with history_table in lockstep.yaml",
          schema);
    throw pg::DatabaseError(has_no_schema ? pg::Failure::kRefused : error.failure(), std::move(message));
  }
  RequireTrustworthy(
      connection, {table_, log_},
      "drop it or give it another owner (ALTER TABLE … OWNER TO), or name a table in another schema "
      "with history_table in lockstep.yaml");
}

void History::CreateTables(pg::Connection& connection) const {
  if (const auto sql = CreationSql(connection)) connection.Execute(*sql);
}

std::optional<std::string> History::CreationSql(pg::Connection& connection) const {
  // Where they are there, a role that may not make any has nothing to be told.
  const pg::Result both = connection.Query(
      fmt::format("SELECT pg_catalog.to_regclass({}) IS NOT NULL AND pg_catalog.to_regclass({}) IS NOT NULL",
                  connection.QuoteLiteral(history_sql_), connection.QuoteLiteral(log_sql_)));
  if (both.Bool(0, 0)) return std::nullopt;
  return fmt::format(
      "CREATE TABLE IF NOT EXISTS {0} ("
      "version pg_catalog.text PRIMARY KEY, "
      "kind pg_catalog.text NOT NULL DEFAULT 'versioned', "
      "name pg_catalog.text NOT NULL, "
      "checksum pg_catalog.text NOT NULL, "
      "down_checksum pg_catalog.text, "
      "state pg_catalog.text NOT NULL, "
      "direction pg_catalog.text NOT NULL, "
      "steps_done pg_catalog.int4, steps pg_catalog.int4, "
      "statements_done pg_catalog.int4, statements pg_catalog.int4, "
      "statement_hashes pg_catalog.text[], "
      "intent pg_catalog.text, "
      "intent_facts pg_catalog.text[], "
      "transaction_id pg_catalog.xid8, "
      "applied_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(), "
      "applied_by pg_catalog.text NOT NULL DEFAULT session_user, "
      "role pg_catalog.text NOT NULL DEFAULT current_user, "
      "host pg_catalog.text NOT NULL, "
      "duration_ms pg_catalog.int8, "
      "tool_version pg_catalog.text NOT NULL); "
      "CREATE TABLE IF NOT EXISTS {1} ("
      "id pg_catalog.int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
      "at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(), "
      "version pg_catalog.text NOT NULL, "
      "name pg_catalog.text NOT NULL, "
      "direction pg_catalog.text NOT NULL, "
      "outcome pg_catalog.text NOT NULL, "
      "checksum pg_catalog.text NOT NULL, "
      "duration_ms pg_catalog.int8, "
      "sqlstate pg_catalog.text, "
      "message pg_catalog.text, "
      "sql pg_catalog.text, "
      "session_user_name pg_catalog.text NOT NULL DEFAULT session_user, "
      "role pg_catalog.text NOT NULL DEFAULT current_user, "
      "host pg_catalog.text NOT NULL, "
      "tool_version pg_catalog.text NOT NULL)",
      history_sql_, log_sql_);
}

void History::RequireTrustworthy(pg::Connection& connection, const std::vector<sql::QualifiedName>& tables,
                                 std::string_view advice) {
  std::string names;
  for (const sql::QualifiedName& table : tables) {
    names += fmt::format("{}pg_catalog.to_regclass({})", names.empty() ? "" : ", ",
                         connection.QuoteLiteral(table.Display()));
  }
  const pg::Result result = connection.Query(fmt::format(
      "SELECT c.oid::pg_catalog.regclass::pg_catalog.text, owner.rolname, c.relkind OPERATOR(pg_catalog.=) "
      "ANY ('{{r,p}}'::pg_catalog.\"char\"[]) "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_roles owner ON owner.oid OPERATOR(pg_catalog.=) "
      "c.relowner "
      "JOIN pg_catalog.pg_roles me ON me.rolname OPERATOR(pg_catalog.=) current_user "
      "WHERE c.oid OPERATOR(pg_catalog.=) ANY (ARRAY[{}]"
      "::pg_catalog.oid[]) "
      "AND NOT (c.relkind OPERATOR(pg_catalog.=) ANY ('{{r,p}}'::pg_catalog.\"char\"[]) AND ("
      "owner.rolsuper OR owner.rolname OPERATOR(pg_catalog.=) ANY (ARRAY[current_user, session_user]) "
      "OR owner.oid OPERATOR(pg_catalog.=) (SELECT d.datdba FROM pg_catalog.pg_database d "
      "WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()) "
      "OR (NOT me.rolsuper AND pg_catalog.pg_has_role(current_user, owner.oid, 'USAGE'))))",
      names));
  if (result.rows() == 0) return;
  const std::string_view why = result.Bool(0, 2) ? "belongs to" : "is no table, and belongs to";
  throw pg::DatabaseError(
      pg::Failure::kRefused,
      fmt::format("{} {} the role {}, who could have it do anything in the name of who migrates: nothing is "
                  "written to it; look at it, then {}",
                  result.Text(0, 0), why, sql::QuoteIdentifier(std::string(result.Text(0, 1))), advice));
}

Command History::Upsert(const HistoryEntry& entry, std::string_view state, const Progress& progress,
                        std::optional<std::string> intent, const std::vector<std::string>& facts,
                        std::optional<int64_t> duration_ms) const {
  // On the way down the row goes on telling what was applied.
  const std::string_view what_was_applied =
      entry.direction == Direction::kUp
          ? "kind = excluded.kind, name = excluded.name, checksum = excluded.checksum, "
            "down_checksum = excluded.down_checksum, applied_at = pg_catalog.clock_timestamp(), "
            "applied_by = session_user, role = current_user, host = excluded.host, "
            "duration_ms = excluded.duration_ms, tool_version = excluded.tool_version, "
          : "";
  return {.sql = fmt::format(
              "INSERT INTO {} (version, kind, name, checksum, down_checksum, state, direction, steps_done, "
              "steps, "
              "statements_done, statements, statement_hashes, intent, intent_facts, transaction_id, host, "
              "duration_ms, tool_version) "
              "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
              "pg_catalog.pg_current_xact_id(), $15, coalesce($16, {}), $17) "
              "ON CONFLICT (version) DO UPDATE SET {}state = excluded.state, direction = excluded.direction, "
              "steps_done = excluded.steps_done, steps = excluded.steps, "
              "statements_done = excluded.statements_done, statements = excluded.statements, "
              "statement_hashes = excluded.statement_hashes, intent = excluded.intent, "
              "intent_facts = excluded.intent_facts, transaction_id = excluded.transaction_id",
              history_sql_, kSinceTransactionBegan, what_was_applied),
          .parameters = {entry.version, std::string(RowKindName(entry.kind)), entry.name, entry.checksum,
                         entry.down_checksum, std::string(state), std::string(DirectionName(entry.direction)),
                         std::to_string(progress.steps_done), std::to_string(progress.steps),
                         std::to_string(progress.statements_done), std::to_string(progress.statements),
                         ArrayOrNull(progress.statement_hashes), std::move(intent), ArrayOrNull(facts),
                         HostName(), OrNull(duration_ms), std::string(kToolVersion)}};
}

Command History::RecordApplied(const HistoryEntry& entry, std::optional<int64_t> duration_ms) const {
  HistoryEntry applied = entry;
  applied.direction = Direction::kUp;
  return Upsert(applied, "applied", {.statements_done = entry.statements, .statements = entry.statements},
                std::nullopt, {}, duration_ms);
}

Command History::RecordAdopted(const HistoryEntry& entry, std::string_view applied_at,
                               std::string_view applied_by, int64_t duration_ms) const {
  return {
      .sql =
          fmt::format("INSERT INTO {} (version, kind, name, checksum, down_checksum, state, direction, "
                      "statements_done, statements, applied_at, applied_by, host, duration_ms, tool_version) "
                      "VALUES ($1, $2, $3, $4, $5, 'applied', 'up', $6, $6, "
                      "coalesce($7, pg_catalog.clock_timestamp()), coalesce($8, session_user), $9, $10, $11)",
                      history_sql_),
      .parameters = {entry.version, std::string(RowKindName(entry.kind)), entry.name, entry.checksum,
                     entry.down_checksum, std::to_string(entry.statements), OrNull(applied_at),
                     OrNull(applied_by), HostName(), std::to_string(duration_ms), std::string(kToolVersion)}};
}

Command History::RecordChecksums(const HistoryEntry& entry) const {
  return {.sql = fmt::format("UPDATE {} SET checksum = $2, down_checksum = $3, name = $4 WHERE version "
                             "OPERATOR(pg_catalog.=) $1",
                             history_sql_),
          .parameters = {entry.version, entry.checksum, entry.down_checksum, entry.name}};
}

Command History::RecordReverted(const HistoryEntry& entry) const {
  return {.sql = fmt::format("DELETE FROM {} WHERE version OPERATOR(pg_catalog.=) $1", history_sql_),
          .parameters = {entry.version}};
}

Command History::RecordPartial(const HistoryEntry& entry, const Progress& progress) const {
  return Upsert(entry, "partial", progress, std::nullopt, {}, std::nullopt);
}

Command History::RecordIntent(const HistoryEntry& entry, const Progress& progress, std::string_view statement,
                              const std::vector<std::string>& facts) const {
  return Upsert(entry, "running", progress, std::string(statement), facts, std::nullopt);
}

Command History::ForgetIntent(const HistoryEntry& entry) const {
  // A down that was not done leaves the migration applied; an up that was not done leaves nothing.
  if (entry.direction == Direction::kUp) return RecordReverted(entry);
  return {.sql = fmt::format(
              "UPDATE {} SET state = 'applied', direction = 'up', steps_done = NULL, steps = NULL, "
              "statements_done = NULL, statements = NULL, statement_hashes = NULL, intent = NULL, "
              "intent_facts = NULL "
              "WHERE version OPERATOR(pg_catalog.=) $1",
              history_sql_),
          .parameters = {entry.version}};
}

Command History::Log(const HistoryEntry& entry, std::string_view outcome, std::optional<int64_t> duration_ms,
                     std::string_view sqlstate, std::string_view message) const {
  return {.sql = fmt::format("INSERT INTO {} (version, name, direction, outcome, checksum, duration_ms, "
                             "sqlstate, message, sql, host, tool_version) "
                             "VALUES ($1, $2, $3, $4, $5, coalesce($6, {}), $7, $8, $9, $10, $11)",
                             log_sql_, kSinceTransactionBegan),
          .parameters = {entry.version, entry.name, std::string(DirectionName(entry.direction)),
                         std::string(outcome), entry.checksum, OrNull(duration_ms), OrNull(sqlstate),
                         OrNull(message), entry.sql, HostName(), std::string(kToolVersion)}};
}

}  // namespace lockstep::migrate
