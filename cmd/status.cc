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
#include "migrate/runner.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

Json StatusJson(const migrate::MigrationStatus& status) {
  Json json = {{"version", status.version.Canonical()},
               {"name", status.name},
               {"state", migrate::StateName(status.state)}};
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

void WriteJson(std::span<const migrate::MigrationStatus> statuses, std::ostream& out) {
  Json migrations = Json::array();
  for (const auto& status : statuses) migrations.push_back(StatusJson(status));
  const Json document = {{"version", 1},
                         {"current", migrate::CurrentVersion(statuses)},
                         {"pending", migrate::PendingCount(statuses)},
                         {"migrations", std::move(migrations)}};
  out << document.dump(2) << '\n';
}

void WriteTable(std::span<const migrate::MigrationStatus> statuses, std::ostream& out) {
  size_t version_width = 7;
  size_t name_width = 4;
  for (const auto& status : statuses) {
    version_width = std::max(version_width, status.version.text().size());
    name_width = std::max(name_width, status.name.size());
  }
  const auto line = [&](std::string_view version, std::string_view name, std::string_view state,
                        std::string_view applied) {
    std::string text =
        fmt::format("{:<{}}  {:<{}}  {:<8}  {}", version, version_width, name, name_width, state, applied);
    text.erase(text.find_last_not_of(' ') + 1);
    out << text << '\n';
  };
  line("version", "name", "state", "applied at");
  for (const auto& status : statuses) {
    line(status.version.text(), status.name, migrate::StateName(status.state),
         status.row ? status.row->applied_at : "");
  }
  out << fmt::format("current version {}, {} pending\n", migrate::CurrentVersion(statuses),
                     migrate::PendingCount(statuses));
}

ExitCode RunStatus(bool json, CommandContext& context) {
  const source::Directory directory = LoadMigrations(context);
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  migrate::Runner runner(connection, {.history_table = HistoryTable(context)}, [](const migrate::Event&) {});
  const auto statuses = runner.Status(directory.migrations);
  if (json) {
    WriteJson(statuses, context.runtime().out);
  } else {
    WriteTable(statuses, context.runtime().out);
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
