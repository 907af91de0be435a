// SPDX-License-Identifier: Apache-2.0
// What up, down, goto, redo, and in part repair and baseline share: options, connection, runner, report, exit
// code.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "cmd/command.h"
#include "migrate/runner.h"

namespace lockstep::cmd {

struct RunOptions {
  bool json = false;
  std::optional<std::chrono::milliseconds> wait = {};  // for the server
  std::optional<std::chrono::milliseconds> lock_wait = {};
  std::optional<std::chrono::milliseconds> table_lock_budget = {};
  std::optional<size_t> retries = {};
  std::optional<std::chrono::milliseconds> concurrently_timeout = {};
  bool allow_pooler = false;
  bool out_of_order = false;
};

void AddRunOptions(CLI::App& command, RunOptions& options);
// Those of them that also who runs nothing has use for.
void AddLockOptions(CLI::App& command, RunOptions& options);

using RunFunction =
    std::function<migrate::RunReport(migrate::Runner& runner, std::span<const source::Migration> migrations)>;

ExitCode RunMigrations(CommandContext& context, const RunOptions& options, const RunFunction& run);

// By options, configuration, defaults; without what belongs to a session.
migrate::RunnerOptions MakeRunnerOptions(CommandContext& context, const RunOptions& options);

// A session that migrations can run on, and how they are to: by options, configuration, defaults.
struct RunSession {
  pg::Connection connection;
  migrate::RunnerOptions options;
};

// Throws DatabaseError. `context` and `interrupt` have to outlive it.
RunSession OpenRunSession(CommandContext& context, const RunOptions& options, pg::Interrupt& interrupt);

// What the configuration says of up, for commands that only look.
migrate::UpPolicy UpPolicyOf(CommandContext& context, bool out_of_order = false);

}  // namespace lockstep::cmd
