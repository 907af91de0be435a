// SPDX-License-Identifier: Apache-2.0
// lockstep log: every attempt there was, oldest first. Reads only; works on a standby.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "cmd/count.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "migrate/log_rows.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

struct LogOptions {
  bool json = false;
  std::optional<size_t> limit = {};
};

Json RowJson(const migrate::LogRow& row) {
  const auto optional = [](const std::optional<std::string>& text) { return text ? Json(*text) : Json(); };
  return {{"id", row.id},
          {"at", row.at},
          {"version", row.version},
          {"name", row.name},
          {"direction", row.direction},
          {"outcome", row.outcome},
          {"checksum", row.checksum},
          {"duration_ms", row.duration_ms},
          {"sqlstate", optional(row.sqlstate)},
          {"message", optional(row.message)},
          {"sql", optional(row.sql)},
          {"session_user", row.session_user},
          {"role", row.role},
          {"host", row.host},
          {"tool_version", row.tool_version}};
}

void WriteJson(const std::vector<migrate::LogRow>& rows, std::ostream& out) {
  Json entries = Json::array();
  for (const migrate::LogRow& row : rows) entries.push_back(RowJson(row));
  const Json document = {{"version", 1}, {"entries", std::move(entries)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string LineFor(const migrate::LogRow& row) {
  std::string line =
      fmt::format("{}  {} {} {} {} ({}) by {}", row.at, row.version, row.name, row.direction, row.outcome,
                  FormatDuration(migrate::Milliseconds(row.duration_ms)), row.session_user);
  if (row.role != row.session_user) line += fmt::format(" as {}", row.role);
  if (!row.host.empty()) line += fmt::format(" on {}", row.host);
  if (row.sqlstate)
    line += fmt::format(": {} {}", *row.sqlstate, row.message.value_or(""));
  else if (row.message)
    line += fmt::format(": {}", *row.message);
  return line;
}

ExitCode RunLog(const LogOptions& options, CommandContext& context) {
  // Files play no part: works in a place that has none.
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  const auto rows = migrate::ReadLog(connection, migrate::History(HistoryTable(context)), options.limit);
  std::ostream& out = context.runtime().out;
  if (options.json) {
    WriteJson(rows, out);
  } else {
    for (const migrate::LogRow& row : rows) out << sql::Printable(LineFor(row)) << '\n';
  }
  return ExitCode::kOk;
}

}  // namespace

void AddLogCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("log", "Show every attempt there was, oldest first");
  auto options = std::make_shared<LogOptions>();
  AddCountOption(*command, "N", options->limit, "show the last N only (default: all)");
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &context] { context.set_exit_code(RunLog(*options, context)); });
}

}  // namespace lockstep::cmd
