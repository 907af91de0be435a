// SPDX-License-Identifier: Apache-2.0
// lockstep status: versions and their states. Reads only; works on a standby.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "migrate/history.h"
#include "migrate/migration_status.h"
#include "migrate/mirror.h"
#include "sql/display_width.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

Json StatusJson(const migrate::MigrationStatus& status) {
  Json json = {{"version", status.Key()}, {"name", status.name}, {"state", migrate::StateName(status.state)}};
  if (status.state == migrate::MigrationState::kPartial) {
    json["direction"] = migrate::DirectionName(status.row->direction);
    json["statements_done"] = status.row->progress.statements_done;
    json["statements"] = status.row->progress.statements;
    json["in_doubt"] = status.row->state == migrate::RowState::kRunning;
  }
  if (status.row) {
    json["applied_at"] = status.row->applied_at;
    json["applied_by"] = status.row->applied_by;
    json["duration_ms"] = status.row->duration_ms;
    json["checksum"] = status.row->checksum;
  } else if (status.migration != nullptr && status.migration->up) {
    json["checksum"] = status.migration->up->checksum;
  }
  return json;
}

void WriteJson(std::span<const migrate::MigrationStatus> statuses,
               const std::optional<migrate::Mirror>& mirror, std::ostream& out) {
  Json migrations = Json::array();
  for (const auto& status : statuses) migrations.push_back(StatusJson(status));
  const Json document = {{"version", 1},
                         {"current", migrate::CurrentVersion(statuses)},
                         {"pending", migrate::PendingCount(statuses)},
                         {"kept_in_sync", mirror ? Json(mirror->table().Display()) : Json()},
                         {"migrations", std::move(migrations)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

// "partial (2 of 3)": so many statements of the file have taken effect.
std::string StateText(const migrate::MigrationStatus& status) {
  const std::string name(migrate::StateName(status.state));
  if (!status.version && status.state == migrate::MigrationState::kMissing) return name + " (no conflict)";
  if (status.state != migrate::MigrationState::kPartial) return name;
  const migrate::Progress& progress = status.row->progress;
  const bool up = status.row->direction == migrate::Direction::kUp;
  const size_t there = up ? progress.statements_done : progress.statements - progress.statements_done;
  return fmt::format("{} ({} of {})", name, there, progress.statements);
}

struct Line {
  std::string version;
  std::string name;
  std::string state;
  std::string applied_at;
};

void WriteTable(std::span<const migrate::MigrationStatus> statuses, std::ostream& out) {
  std::vector<Line> lines = {{"version", "name", "state", "applied at"}};
  for (const auto& status : statuses) {
    lines.push_back({status.version ? status.version->text() : "repeatable", sql::Printable(status.name),
                     StateText(status), status.row ? status.row->applied_at : ""});
  }
  const auto width = [&lines](std::string Line::*column) {
    size_t widest = 0;
    for (const Line& line : lines) widest = std::max(widest, sql::DisplayWidth(line.*column));
    return widest;
  };
  const auto cell = [](const std::string& text, size_t cell_width) {
    return text + std::string(cell_width - sql::DisplayWidth(text) + 2, ' ');
  };
  const size_t version_width = width(&Line::version);
  const size_t name_width = width(&Line::name);
  const size_t state_width = width(&Line::state);
  for (const Line& line : lines) {
    std::string text = cell(line.version, version_width) + cell(line.name, name_width) +
                       cell(line.state, state_width) + line.applied_at;
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  }
  out << fmt::format("current version {}, {} pending\n", migrate::CurrentVersion(statuses),
                     migrate::PendingCount(statuses));
}

ExitCode RunStatus(bool json, CommandContext& context) {
  const std::vector<source::Migration> migrations = LoadMigrations(context);
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  const auto rows =
      migrate::History(HistoryTable(context)).Read(connection).value_or(std::vector<migrate::HistoryRow>{});
  const auto statuses = migrate::Compare(migrations, rows);
  const auto mirror = migrate::Mirror::Find(rows);
  std::ostream& out = context.runtime().out;
  if (json) {
    WriteJson(statuses, mirror, out);
  } else {
    WriteTable(statuses, out);
    if (mirror) {
      out << fmt::format("golang-migrate's {} is kept in sync\n", sql::Printable(mirror->table().Display()));
    }
  }
  return ExitCode::kOk;
}

}  // namespace

void AddStatusCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("status", "Show versions and their states");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "one JSON document");
  command->callback([json, &context] { context.set_exit_code(RunStatus(*json, context)); });
}

}  // namespace lockstep::cmd
