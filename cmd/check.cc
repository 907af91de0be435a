// SPDX-License-Identifier: Apache-2.0
// lockstep check: is the database up to date? For scripts and readiness probes. Reads only; works on a
// standby.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "cmd/duration.h"
#include "cmd/messages.h"
#include "cmd/run_command.h"
#include "cmd/signals.h"
#include "migrate/runner.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kBetweenLooks{250};

struct CheckOptions {
  bool json = false;
  std::optional<std::chrono::milliseconds> wait = {};
};

struct Findings {
  std::string current;
  std::vector<migrate::MigrationStatus> pending = {};
  std::vector<migrate::Conflict> conflicts = {};
  std::vector<migrate::Conflict> warnings = {};

  ExitCode code() const {
    if (!conflicts.empty()) return ExitCode::kConflict;
    return pending.empty() ? ExitCode::kOk : ExitCode::kPending;
  }
};

bool IsInDoubt(const migrate::MigrationStatus& status) {
  return status.row && status.row->state == migrate::RowState::kRunning;
}

Findings Look(migrate::Runner& runner, std::span<const source::Migration> migrations,
              const migrate::UpPolicy& policy) {
  const auto statuses = runner.Status(migrations);
  migrate::Plan plan = migrate::PlanUp(statuses, std::nullopt, std::nullopt, policy);
  // What looks like a statement that nobody knows the end of may be under way right now.
  const bool has_doubt = std::any_of(statuses.begin(), statuses.end(), IsInDoubt);
  if (has_doubt && runner.FindOtherRun()) {
    std::erase_if(plan.conflicts, [&](const migrate::Conflict& conflict) {
      return std::any_of(statuses.begin(), statuses.end(), [&](const migrate::MigrationStatus& status) {
        return IsInDoubt(status) && status.Key() == conflict.version;
      });
    });
  }
  if (auto difference = runner.FindDifference()) plan.conflicts.push_back(*std::move(difference));
  Findings findings{.current = migrate::CurrentVersion(statuses),
                    .conflicts = std::move(plan.conflicts),
                    .warnings = std::move(plan.warnings)};
  std::copy_if(statuses.begin(), statuses.end(), std::back_inserter(findings.pending), migrate::IsPending);
  return findings;
}

Findings LookOnce(std::span<const source::Migration> migrations, CommandContext& context,
                  pg::Interrupt& interrupt) {
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead, .interrupt = &interrupt});
  migrate::Runner runner(connection, {.history_table = HistoryTable(context)}, [](const migrate::Event&) {});
  return Look(runner, migrations, UpPolicyOf(context));
}

bool MayPass(const pg::DatabaseError& error) {
  return error.failure() == pg::Failure::kUnreachable || error.ConnectionLost();
}

// Looks again and again until the database is up to date, or the time is over. A connection for each look:
// who waits keeps none of the server's.
Findings LookUntil(Clock::time_point deadline, std::span<const source::Migration> migrations,
                   CommandContext& context, pg::Interrupt& interrupt) {
  while (true) {
    const bool is_last = Clock::now() >= deadline;
    try {
      Findings findings = LookOnce(migrations, context, interrupt);
      if (findings.code() == ExitCode::kOk || is_last || interrupt.raised()) return findings;
    } catch (const pg::DatabaseError& error) {
      if (!MayPass(error) || is_last || interrupt.raised()) throw;
    }
    interrupt.WaitFor(kBetweenLooks);
  }
}

Json ConflictsJson(const std::vector<migrate::Conflict>& conflicts) {
  Json json = Json::array();
  for (const auto& conflict : conflicts)
    json.push_back({{"version", conflict.version}, {"message", conflict.message}});
  return json;
}

void WriteJson(const Findings& findings, std::ostream& out) {
  Json pending = Json::array();
  for (const auto& status : findings.pending)
    pending.push_back({{"version", status.Key()}, {"name", status.name}});
  const ExitCode code = findings.code();
  const Json document = {{"version", 1},
                         {"result", code == ExitCode::kOk        ? "up_to_date"
                                    : code == ExitCode::kPending ? "pending"
                                                                 : "conflict"},
                         {"current", findings.current},
                         {"pending", std::move(pending)},
                         {"conflicts", ConflictsJson(findings.conflicts)},
                         {"warnings", ConflictsJson(findings.warnings)}};
  out << document.dump(2) << '\n';
}

void WriteText(const Findings& findings, Runtime& runtime) {
  for (const auto& warning : findings.warnings) WriteWarning(runtime.err, warning.message);
  for (const auto& conflict : findings.conflicts) WriteError(runtime.err, conflict.message);
  for (const auto& status : findings.pending) {
    runtime.out << fmt::format("pending: {}\n", LabelOf(status.version, status.name));
  }
  if (findings.code() == ExitCode::kOk)
    runtime.out << fmt::format("up to date at version {}\n", findings.current);
}

ExitCode RunCheck(const CheckOptions& options, CommandContext& context) {
  const Clock::time_point deadline = Clock::now() + options.wait.value_or(std::chrono::milliseconds(0));
  const std::vector<source::Migration> migrations = LoadMigrations(context);
  SignalGuard signals;
  try {
    const Findings findings = LookUntil(deadline, migrations, context, signals.interrupt());
    if (options.json) {
      WriteJson(findings, context.runtime().out);
    } else {
      WriteText(findings, context.runtime());
    }
    return signals.exit_code().value_or(findings.code());
  } catch (const pg::DatabaseError&) {
    if (const auto code = signals.exit_code()) return *code;
    throw;
  }
}

}  // namespace

void AddCheckCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("check", "Tell by the exit code whether the database is up to date");
  auto options = std::make_shared<CheckOptions>();
  command->add_flag("--json", options->json, "one JSON document");
  AddDurationOption(*command, "--wait", options->wait,
                    "look again until it is up to date, for so long (default: 0)");
  command->callback([options, &context] { context.set_exit_code(RunCheck(*options, context)); });
}

}  // namespace lockstep::cmd
