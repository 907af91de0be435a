// SPDX-License-Identifier: Apache-2.0
#include "cmd/run_command.h"

#include <CLI/CLI.hpp>

#include "cmd/count.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "cmd/duration.h"
#include "cmd/messages.h"
#include "cmd/run_observers.h"
#include "cmd/signals.h"
#include "pg/pooler.h"
#include "pg/session_timeouts.h"
#include "pg/writable.h"

namespace lockstep::cmd {

namespace {

// A standby refuses in its own time as well; a transaction pooler would not, and hand our lock to others.
void RequireOwnSession(pg::Connection& connection, const pg::ConnectionString& database, bool allow_pooler,
                       std::ostream& err) {
  pg::RequireWritable(connection);
  if (allow_pooler) return;
  const pg::PoolerVerdict verdict = pg::FindPooler(connection, database);
  if (verdict.pooling == pg::Pooling::kTransaction) throw pg::PoolerRefused(verdict);
  if (verdict.pooling == pg::Pooling::kPossible) WriteWarning(err, verdict.message);
}

ExitCode ExitCodeFor(migrate::Outcome outcome) {
  switch (outcome) {
    case migrate::Outcome::kDone:
    case migrate::Outcome::kNothingToDo:
      return ExitCode::kOk;
    case migrate::Outcome::kConflict:
      return ExitCode::kConflict;
    case migrate::Outcome::kUnrunnable:
      return ExitCode::kUsage;
    case migrate::Outcome::kFailed:
      return ExitCode::kFailed;
    case migrate::Outcome::kLockTimeout:
      return ExitCode::kLockTimeout;
    case migrate::Outcome::kConnectionLost:
      return ExitCode::kUnreachable;
    case migrate::Outcome::kInterrupted:
      return ExitCode::kInterrupted;
    case migrate::Outcome::kDenied:
      return ExitCode::kRefused;
    case migrate::Outcome::kRejected:
      return ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

}  // namespace

migrate::RunnerOptions MakeRunnerOptions(CommandContext& context, const RunOptions& options) {
  const UpConfig& config = context.config().up;
  migrate::RunnerOptions result{.history_table = HistoryTable(context)};
  result.lock_wait = options.lock_wait.value_or(config.lock_wait.value_or(result.lock_wait));
  result.table_lock_budget =
      options.table_lock_budget.value_or(config.table_lock_budget.value_or(result.table_lock_budget));
  result.retries = options.retries.value_or(result.retries);
  result.statement_timeout = config.statement_timeout.value_or(result.statement_timeout);
  result.concurrently_timeout = options.concurrently_timeout.value_or(result.concurrently_timeout);
  // Through a transaction pooler they would stay with the backend, and end other clients' sessions.
  if (!options.allow_pooler) result.session_setup = pg::SessionTimeoutsSql();
  result.policy = UpPolicyOf(context, options.out_of_order);
  result.deny_down = context.config().down == "deny";
  result.log_sql = context.config().log_sql.value_or(false);
  return result;
}

RunSession OpenRunSession(CommandContext& context, const RunOptions& options, pg::Interrupt& interrupt) {
  const pg::ConnectionString database = ChooseDatabase(context, &interrupt);
  const ConnectOptions connect{.access = Access::kWrite,
                               .wait = options.wait.value_or(std::chrono::milliseconds(0)),
                               .interrupt = &interrupt};
  RunSession session{.connection = OpenDatabase(context, database, connect),
                     .options = MakeRunnerOptions(context, options)};
  session.options.interrupt = &interrupt;
  session.options.before_writing = [&context, database,
                                    allow_pooler = options.allow_pooler](pg::Connection& connection) {
    RequireOwnSession(connection, database, allow_pooler, context.runtime().err);
  };
  session.options.connect = [&context, database] {
    return OpenDatabase(context, database, {.access = Access::kWrite});
  };
  return session;
}

migrate::UpPolicy UpPolicyOf(CommandContext& context, bool out_of_order) {
  const std::string ahead = context.config().up.ahead.value_or("warn");
  return {.out_of_order = out_of_order,
          .ahead = ahead == "error"    ? migrate::Ahead::kError
                   : ahead == "ignore" ? migrate::Ahead::kIgnore
                                       : migrate::Ahead::kWarn};
}

void AddLockOptions(CLI::App& command, RunOptions& options) {
  AddDurationOption(command, "--lock-wait", options.lock_wait,
                    "how long to wait for another run, without progress by it (default: 60s)");
  command.add_flag("--allow-pooler", options.allow_pooler,
                   "run through a transaction pooler all the same: nothing keeps two runs apart then");
}

void AddRunOptions(CLI::App& command, RunOptions& options) {
  command.add_flag("--json", options.json, "one JSON object a line on standard output");
  AddLockOptions(command, options);
  AddDurationOption(command, "--table-lock-budget", options.table_lock_budget,
                    "how long to wait for a table's lock, each attempt (default: 5s)");
  AddCountOption(command, "--retries", options.retries,
                 "attempts after the first that got no table lock (default: 10)")
      ->type_name("N");
  AddDurationOption(command, "--concurrently-timeout", options.concurrently_timeout,
                    "how long an index may be built or dropped CONCURRENTLY (default: no limit)");
}

ExitCode RunMigrations(CommandContext& context, const RunOptions& options, const RunFunction& run) {
  SignalGuard signals;
  const RunStyle style{.quiet = context.global().quiet, .verbose = context.global().verbose};
  const migrate::Observer observer =
      options.json ? JsonObserver(context.runtime()) : TextObserver(context.runtime(), style);
  const std::vector<source::Migration> migrations = LoadMigrations(context);
  try {
    RunSession session = OpenRunSession(context, options, signals.interrupt());
    migrate::Runner runner(session.connection, std::move(session.options), observer);
    const migrate::RunReport report = run(runner, migrations);
    if (options.json) {
      WriteJsonReport(report, context.runtime());
    } else {
      WriteTextReport(report, context.runtime(), style);
    }
    const ExitCode code = ExitCodeFor(report.outcome);
    return code == ExitCode::kInterrupted ? signals.exit_code().value_or(code) : code;
  } catch (const pg::DatabaseError& error) {
    // An interrupted wait for the connection, say.
    if (const auto code = signals.exit_code()) return *code;
    if (options.json) WriteJsonError(error, context.runtime());
    throw;
  }
}

}  // namespace lockstep::cmd
