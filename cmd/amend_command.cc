// SPDX-License-Identifier: Apache-2.0
#include "cmd/amend_command.h"

#include <fmt/format.h>

#include "cmd/database_access.h"
#include "cmd/messages.h"
#include "cmd/run_observers.h"
#include "cmd/signals.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

std::string Describe(const migrate::Amendment& amendment) {
  const migrate::MigrationStatus& status = amendment.status;
  switch (amendment.kind) {
    case migrate::AmendmentKind::kAccept:
      return fmt::format("accepted: what its file says now is what was applied (checksum {}, was {})",
                         status.migration->up->checksum, status.row->checksum);
    case migrate::AmendmentKind::kMark:
      return "marked as applied";
    case migrate::AmendmentKind::kForget:
      return status.migration != nullptr ? "forgotten: its file is pending now" : "forgotten";
    case migrate::AmendmentKind::kDone:
      return fmt::format("taken as done: {}", status.row->intent);
    case migrate::AmendmentKind::kNotDone:
      return fmt::format("taken as not done: {}", status.row->intent);
    case migrate::AmendmentKind::kBaseline:
      return "recorded as applied";
  }
  return {};
}

ExitCode Report(const migrate::AmendmentReport& report, Runtime& runtime, const SignalGuard& signals) {
  for (const migrate::Conflict& refusal : report.refusals) WriteError(runtime.err, refusal.message);
  for (const migrate::Amendment& amendment : report.made) {
    const migrate::MigrationStatus& status = amendment.status;
    runtime.out << sql::Printable(fmt::format("{}: {}", migrate::LabelOf(status.version, status.name),
                                              Describe(amendment)))
                << '\n';
  }
  switch (report.outcome) {
    case migrate::Outcome::kNothingToDo:
      runtime.out << "nothing to record: the history has it already\n";
      return ExitCode::kOk;
    case migrate::Outcome::kConflict:
      runtime.err << "nothing was changed\n";
      return ExitCode::kUsage;
    case migrate::Outcome::kLockTimeout:
      WriteHolder(report.holder, runtime);
      return ExitCode::kLockTimeout;
    case migrate::Outcome::kInterrupted:
      return signals.exit_code().value_or(ExitCode::kInterrupted);
    case migrate::Outcome::kDone:
    case migrate::Outcome::kUnrunnable:
    case migrate::Outcome::kFailed:
    case migrate::Outcome::kConnectionLost:
    case migrate::Outcome::kDenied:
    case migrate::Outcome::kRejected:
      break;
  }
  return ExitCode::kOk;
}

}  // namespace

ExitCode AmendHistory(CommandContext& context, const RunOptions& options,
                      const migrate::AmendmentPlanner& planner) {
  SignalGuard signals;
  const std::vector<source::Migration> migrations = LoadMigrations(context);
  try {
    RunSession session = OpenRunSession(context, options, signals.interrupt());
    const RunStyle style{.quiet = context.global().quiet, .verbose = context.global().verbose};
    const auto report = migrate::Amend(session.connection, session.options,
                                       TextObserver(context.runtime(), style), migrations, planner);
    return Report(report, context.runtime(), signals);
  } catch (const pg::DatabaseError&) {
    if (const auto code = signals.exit_code()) return *code;
    throw;
  }
}

}  // namespace lockstep::cmd
