// SPDX-License-Identifier: Apache-2.0
#include "migrate/adoption.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "migrate/advisory_lock.h"
#include "migrate/catalog_query.h"
#include "migrate/session_state.h"
#include "migrate/step_runner.h"
#include "pg/transaction.h"
#include "sql/error.h"
#include "sql/printable.h"
#include "sql/script.h"

namespace lockstep::migrate {

namespace {

// "version bigint", a line each.
std::vector<ForeignColumn> ColumnsFrom(std::string_view lines) {
  std::vector<ForeignColumn> columns;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    const size_t space = std::min(line.find(' '), line.size());
    columns.push_back(
        {std::string(line.substr(0, space)), std::string(line.substr(std::min(space + 1, line.size())))});
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return columns;
}

ForeignTable ChooseTable(pg::Connection& connection, const std::optional<sql::QualifiedName>& name) {
  const std::vector<ForeignTable> tables = FindForeignTables(connection, name);
  if (tables.size() == 1) return tables.front();
  if (!tables.empty()) {
    std::vector<std::string> found;
    for (const ForeignTable& table : tables) found.push_back(table.Display());
    throw UsageError(
        fmt::format("adopt: there are several tables of other tools: {}; say which one: `lockstep adopt "
                    "--table {}`",
                    fmt::join(found, ", "), sql::Printable(tables.front().name.Display())));
  }
  if (name) {
    throw UsageError(fmt::format(
        "adopt --table {}: there is no table of that name that one of these tools has made: {}; `lockstep "
        "baseline V` records all versions up to V as applied",
        sql::Printable(name->Display()), ForeignToolNames()));
  }
  throw UsageError(fmt::format(
      "adopt: there is no table of another tool in this database, by the columns that {} give it; where "
      "it has one column and another name than the usual: `lockstep adopt --table NAME`; `lockstep "
      "baseline V` records all versions up to V as applied",
      ForeignToolNames()));
}

ForeignHistory ReadTable(pg::Connection& connection, const ForeignTable& table) {
  const auto result =
      QueryTable(connection, ForeignRowsSql(table.tool, table.name.Display()), table.name,
                 "is not as the tool makes it: it could do anything in the name of who reads it, so "
                 "it was not read; look at it, then name the right one: `lockstep adopt --table NAME`");
  if (!result) throw UsageError(fmt::format("adopt: {} is gone", table.Display()));
  std::vector<ForeignRow> rows;
  for (size_t row = 0; row < result->rows(); ++row) {
    const auto text = [&](size_t column) {
      return std::string(result->OptionalText(row, column).value_or(""));
    };
    const auto version = result->OptionalText(row, 0);
    rows.push_back({.version = version ? std::optional(std::string(*version)) : std::nullopt,
                    .name = text(1),
                    .is_finished = result->Bool(row, 2),
                    .applied_at = text(3),
                    .applied_by = text(4),
                    .duration_ms = std::max<int64_t>(0, result->Int64(row, 5)),
                    .type = text(6),
                    .checksum = text(7)});
  }
  return ReadForeignHistory(table.tool, rows);
}

HistoryEntry EntryFor(const Adopted& adopted) {
  HistoryEntry entry{.version = adopted.version.Canonical(), .kind = adopted.kind, .name = adopted.name};
  if (adopted.migration == nullptr || !adopted.migration->up) return entry;
  entry.checksum = adopted.migration->up->checksum;
  if (adopted.migration->down) entry.down_checksum = adopted.migration->down->checksum;
  entry.statements = sql::Script::Parse(adopted.migration->up->file).statements().size();
  return entry;
}

void Send(pg::Connection& connection, const Command& command) {
  connection.Query(command.sql, command.parameters);
}

// What is written to has to be trusted as our own tables are.
void BeginSync(pg::Connection& connection, const History& history, const Mirror& mirror) {
  History::RequireTrustworthy(
      connection, {mirror.table()},
      "give it another owner (ALTER TABLE … OWNER TO), or adopt without --keep-in-sync");
  Send(connection, history.RecordAdopted(mirror.Entry(), {}, {}, 0));
  Send(connection, history.Log(mirror.Entry(), "sync begun", 0, {}, {}));
}

void Record(pg::Connection& connection, const History& history, const AdoptionPlan& plan,
            const ForeignTable& table) {
  for (const Adopted& adopted : plan.adopted) {
    const HistoryEntry entry = EntryFor(adopted);
    const ForeignMigration& origin = adopted.origin;
    for (const Command& command :
         {history.RecordAdopted(entry, origin.applied_at, origin.applied_by, origin.duration_ms),
          history.Log(entry, RowKindName(adopted.kind), 0, {}, "from " + table.Display())}) {
      Send(connection, command);
    }
  }
}

Outcome OutcomeOf(const AdoptionPlan& plan) {
  if (!plan.refusals.empty()) return Outcome::kConflict;
  return plan.adopted.empty() ? Outcome::kNothingToDo : Outcome::kDone;
}

// Says in the report what adopting would do; the result is what is kept in sync already.
std::optional<Mirror> Look(pg::Connection& connection, const History& history,
                           std::span<const source::Migration> migrations, const AdoptionRequest& request,
                           AdoptionReport& report) {
  const auto rows = history.Read(connection).value_or(std::vector<HistoryRow>{});
  auto mirror = Mirror::Find(rows);
  if (request.keep_in_sync && mirror && mirror->table() != report.table.name) {
    throw UsageError(
        fmt::format("adopt --keep-in-sync: {} is kept in sync already: end that first: `lockstep adopt "
                    "--end-sync`",
                    sql::Printable(mirror->table().Display())));
  }
  report.plan = PlanAdoption(Compare(migrations, rows), report.table, ReadTable(connection, report.table),
                             request.force);
  report.outcome = OutcomeOf(report.plan);
  report.begins_sync = request.keep_in_sync && !mirror && report.outcome != Outcome::kConflict;
  if (!report.begins_sync) return mirror;
  report.outcome = Outcome::kDone;
  if (auto lacks = Mirror(report.table.name).FindWhatItLacks(connection, rows))
    report.plan.warnings.push_back(*std::move(lacks));
  return mirror;
}

}  // namespace

std::vector<ForeignTable> FindForeignTables(pg::Connection& connection,
                                            const std::optional<sql::QualifiedName>& name) {
  const pg::Result result = CatalogQuery(
      connection,
      "SELECT n.nspname, c.relname, string_agg(a.attname || ' ' || format_type(a.atttypid, NULL), E'\\n') "
      "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
      "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
      "WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_|^information_schema$' "
      "GROUP BY n.nspname, c.relname HAVING bool_or(a.attname IN ('version', 'version_id', 'run_on')) "
      "AND count(*) <= 10 ORDER BY n.nspname, c.relname");
  std::vector<ForeignTable> tables;
  for (size_t row = 0; row < result.rows(); ++row) {
    sql::QualifiedName found{.schema = std::string(result.Text(row, 0)),
                             .name = std::string(result.Text(row, 1))};
    const bool is_named =
        name && name->name == found.name && (name->schema.empty() || name->schema == found.schema);
    if (name && !is_named) continue;
    if (const auto tool = RecognizeTable(found.name, ColumnsFrom(result.Text(row, 2)), is_named))
      tables.push_back({*tool, std::move(found)});
  }
  return tables;
}

AdoptionReport Adopt(pg::Connection& connection, const RunnerOptions& options, const Observer& observer,
                     std::span<const source::Migration> migrations, const AdoptionRequest& request) {
  const History history(options.history_table);
  AdoptionReport report{.table = ChooseTable(connection, request.table)};
  const bool is_golang_migrates = report.table.tool == ForeignTool::kGolangMigrate;
  if (request.keep_in_sync && !is_golang_migrates) {
    throw UsageError(
        fmt::format("adopt --keep-in-sync: only golang-migrate's table can be kept in sync, and this is "
                    "{}: `lockstep adopt` takes it over",
                    report.table.Display()));
  }
  if (request.dry_run) {
    Look(connection, history, migrations, request, report);
    return report;
  }
  if (options.before_writing) options.before_writing(connection);
  const std::string database = Identify(connection).database;
  AdvisoryLock lock(connection, history.AdvisoryKey(database));
  if (is_golang_migrates) lock.AddOthers(Mirror(report.table.name).LockIds(database));
  if (!lock.Acquire(options.lock_wait, options.interrupt, observer)) {
    const bool is_interrupted = options.interrupt != nullptr && options.interrupt->raised();
    report.outcome = is_interrupted ? Outcome::kInterrupted : Outcome::kLockTimeout;
    report.holder = lock.FindHolder();
    return report;
  }
  for (const Command& command : EnterSession(SettingsFor(options))) Send(connection, command);
  pg::Transaction transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE");
  history.Prepare(connection);
  auto mirror = Look(connection, history, migrations, request, report);
  if (report.outcome != Outcome::kDone) return report;
  Record(connection, history, report.plan, report.table);
  if (report.begins_sync) {
    mirror.emplace(report.table.name);
    BeginSync(connection, history, *mirror);
  }
  if (mirror) {
    for (const Command& command : mirror->SyncCommands(history)) Send(connection, command);
  }
  transaction.Commit();
  return report;
}

EndSyncReport EndSync(pg::Connection& connection, const RunnerOptions& options, const Observer& observer) {
  const History history(options.history_table);
  if (options.before_writing) options.before_writing(connection);
  AdvisoryLock lock(connection, history.AdvisoryKey(connection));
  if (!lock.Acquire(options.lock_wait, options.interrupt, observer)) {
    const bool is_interrupted = options.interrupt != nullptr && options.interrupt->raised();
    return {.outcome = is_interrupted ? Outcome::kInterrupted : Outcome::kLockTimeout,
            .holder = lock.FindHolder()};
  }
  const auto mirror = Mirror::Find(history.Read(connection).value_or(std::vector<HistoryRow>{}));
  if (!mirror) return {.outcome = Outcome::kNothingToDo};
  for (const Command& command : EnterSession(SettingsFor(options))) Send(connection, command);
  pg::Transaction transaction(connection, "BEGIN READ WRITE");
  Send(connection, history.RecordReverted(mirror->Entry()));
  Send(connection, history.Log(mirror->Entry(), "sync ended", 0, {}, {}));
  transaction.Commit();
  return {.table = mirror->table()};
}

}  // namespace lockstep::migrate
