// SPDX-License-Identifier: Apache-2.0
// lockstep version: the current version of the database.
#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "migrate/runner.h"

namespace lockstep::cmd {

namespace {

ExitCode RunVersion(bool json, CommandContext& context) {
  // Files play no part: works in a place that has none.
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  migrate::Runner runner(connection, {.history_table = HistoryTable(context)}, [](const migrate::Event&) {});
  const std::string current = migrate::CurrentVersion(runner.Status({}));
  if (json) {
    const nlohmann::ordered_json document = {{"version", 1}, {"current", current}};
    context.runtime().out << document.dump(2) << '\n';
  } else {
    context.runtime().out << current << '\n';
  }
  return ExitCode::kOk;
}

}  // namespace

void AddVersionCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("version", "Show the current version of the database, 0 when none");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "one JSON document");
  command->callback([json, &context] { context.set_exit_code(RunVersion(*json, context)); });
}

}  // namespace lockstep::cmd
