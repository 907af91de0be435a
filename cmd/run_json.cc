// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cmd/database_access.h"
#include "cmd/run_observers.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

// The server's texts are UTF-8 unless the database is SQL_ASCII, and paths are any bytes: a stray one must
// not end the run.
void WriteLine(const Json& json, std::ostream& out) {
  out << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
}

Json ErrorJson(const migrate::SqlError& error) {
  Json json = {{"sqlstate", error.message.sqlstate}, {"message", error.message.message}};
  if (!error.message.detail.empty()) json["detail"] = error.message.detail;
  if (!error.message.hint.empty()) json["hint"] = error.message.hint;
  if (error.file == nullptr) return json;
  const sql::Position position = error.file->PositionOf(error.offset.value_or(error.statement.begin));
  json["file"] = error.file->name();
  json["line"] = position.line;
  json["column"] = position.column;
  return json;
}

Json HolderJson(const migrate::LockHolder& holder) {
  Json json = {{"pid", holder.pid},     {"application", holder.application},
               {"user", holder.user},   {"client", holder.client},
               {"state", holder.state}, {"since", holder.since}};
  if (!holder.query.empty()) json["query"] = holder.query;
  if (!holder.prepared.empty()) json["prepared_transaction"] = holder.prepared;
  if (holder.is_hidden) json["hidden"] = true;
  return json;
}

Json HoldersJson(const std::vector<migrate::LockHolder>& holders) {
  Json json = Json::array();
  for (const migrate::LockHolder& holder : holders) json.push_back(HolderJson(holder));
  return json;
}

Json EventJson(std::string_view name, const source::Migration& migration) {
  return {{"event", name}, {"version", migration.Key()}, {"name", migration.name}};
}

class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  void operator()(const migrate::LockWaiting& event) const {
    Json json = {{"event", "lock_waiting"}, {"waited_ms", event.waited.count()}};
    if (event.holder) json["holder"] = HolderJson(*event.holder);
    Write(json);
  }
  void operator()(const migrate::LockAcquired& event) const {
    Write({{"event", "lock_acquired"}, {"waited_ms", event.waited.count()}});
  }
  void operator()(const migrate::MigrationStarted& event) const {
    Json json = EventJson("migration_started", event.migration);
    json["direction"] = migrate::DirectionName(event.direction);
    json["statements"] = event.statements;
    json["statements_done"] = event.statements_done;
    Write(json);
  }
  void operator()(const migrate::StatementFinished& event) const {
    const sql::Position position = event.file.PositionOf(event.statement.begin);
    Json json = EventJson("statement_finished", event.migration);
    json["statement"] = event.number;
    json["file"] = event.file.name();
    json["line"] = position.line;
    json["column"] = position.column;
    json["command"] = event.command_tag;
    json["duration_ms"] = event.duration.count();
    Write(json);
  }
  void operator()(const migrate::Notice& event) const {
    Json json = {
        {"event", "notice"}, {"severity", event.message.severity}, {"message", event.message.message}};
    if (event.migration != nullptr) json["version"] = event.migration->Key();
    Write(json);
  }
  void operator()(const migrate::Retry& event) const {
    Json json = EventJson("retry", event.migration);
    json["attempt"] = event.attempt;
    json["attempts"] = event.attempts;
    json["delay_ms"] = event.delay.count();
    json["error"] = ErrorJson(event.error);
    json["blockers"] = HoldersJson(event.blockers);
    Write(json);
  }
  void operator()(const migrate::WatcherRefused& event) const {
    Write({{"event", "notice"},
           {"severity", "WARNING"},
           {"message", "no second session can be had: " + event.reason}});
  }
  void operator()(const migrate::BuildProgress& event) const {
    Json json = EventJson("progress", event.migration);
    json["phase"] = event.phase;
    json["done"] = event.done;
    json["total"] = event.total;
    if (event.waits_for_pid != 0) json["waits_for_pid"] = event.waits_for_pid;
    Write(json);
  }
  void operator()(const migrate::MigrationFinished& event) const {
    Json json = EventJson("migration_finished", event.migration);
    json["direction"] = migrate::DirectionName(event.direction);
    json["duration_ms"] = event.duration.count();
    Write(json);
  }
  void operator()(const migrate::MigrationFailed& event) const {
    Json json = EventJson("migration_failed", event.migration);
    json["direction"] = migrate::DirectionName(event.direction);
    json["rolled_back"] = event.aftermath == migrate::Aftermath::kUntouched && !event.may_have_committed;
    json["in_doubt"] = event.aftermath == migrate::Aftermath::kInDoubt;
    json["statements_done"] = event.statements_done;
    json["error"] = ErrorJson(event.error);
    if (!event.blockers.empty()) json["blockers"] = HoldersJson(event.blockers);
    Write(json);
  }

 private:
  void Write(const Json& json) const { WriteLine(json, out_); }

  std::ostream& out_;
};

std::string_view OutcomeName(migrate::Outcome outcome) {
  switch (outcome) {
    case migrate::Outcome::kDone:
      return "done";
    case migrate::Outcome::kNothingToDo:
      return "nothing_to_do";
    case migrate::Outcome::kConflict:
      return "conflict";
    case migrate::Outcome::kUnrunnable:
      return "unrunnable";
    case migrate::Outcome::kFailed:
      return "failed";
    case migrate::Outcome::kLockTimeout:
      return "lock_timeout";
    case migrate::Outcome::kConnectionLost:
      return "connection_lost";
    case migrate::Outcome::kInterrupted:
      return "interrupted";
    case migrate::Outcome::kDenied:
      return "denied";
    case migrate::Outcome::kRejected:
      return "rejected";
  }
  return {};
}

}  // namespace

migrate::Observer JsonObserver(Runtime& runtime) {
  return [writer = JsonWriter(runtime.out)](const migrate::Event& event) { std::visit(writer, event); };
}

void WriteJsonError(const pg::DatabaseError& error, Runtime& runtime) {
  WriteLine({{"event", "error"}, {"message", FormatDatabaseError(error)}}, runtime.out);
}

void WriteJsonReport(const migrate::RunReport& report, Runtime& runtime) {
  const auto write = [&runtime](const Json& json) { WriteLine(json, runtime.out); };
  for (const migrate::Conflict& warning : report.warnings) {
    write({{"event", "warning"}, {"version", warning.version}, {"message", warning.message}});
  }
  for (const migrate::Conflict& conflict : report.conflicts) {
    write({{"event", "error"}, {"version", conflict.version}, {"message", conflict.message}});
  }
  for (const migrate::Obstacle& obstacle : report.obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    write({{"event", "error"},
           {"message", obstacle.message},
           {"file", obstacle.file->name()},
           {"line", position.line},
           {"column", position.column}});
  }
  Json finished = {{"event", "finished"},
                   {"outcome", OutcomeName(report.outcome)},
                   {"direction", migrate::DirectionName(report.direction)},
                   {"finished", report.finished},
                   {"remaining", report.remaining},
                   {"duration_ms", report.duration.count()}};
  if (report.lost) {
    finished["error"] = report.lost->message;
    finished["version"] = report.lost->version;
    finished["state"] = report.lost->is_known ? migrate::StateName(report.lost->state) : "unknown";
  }
  if (report.holder) finished["holder"] = HolderJson(*report.holder);
  write(finished);
}

}  // namespace lockstep::cmd
