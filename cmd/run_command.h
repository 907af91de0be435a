// SPDX-License-Identifier: Apache-2.0
// What up and down share: options, connection, runner, report, exit code.
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
};

void AddRunOptions(CLI::App& command, RunOptions& options);

using RunFunction =
    std::function<migrate::RunReport(migrate::Runner& runner, std::span<const source::Migration> migrations)>;

ExitCode RunMigrations(CommandContext& context, const RunOptions& options, migrate::Direction direction,
                       const RunFunction& run);

}  // namespace lockstep::cmd
