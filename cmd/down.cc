// SPDX-License-Identifier: Apache-2.0
// lockstep down: reverts the last migrations.
#include <CLI/CLI.hpp>
#include <limits>
#include <memory>
#include <string>

#include "cmd/commands.h"
#include "cmd/count.h"
#include "cmd/run_command.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

struct DownOptions {
  RunOptions run = {};
  std::optional<size_t> count = {};
  bool all = false;
  bool yes = false;
};

// --all asks a person at a terminal; without one, --yes has to say it.
bool IsConfirmed(const DownOptions& options, Runtime& runtime) {
  if (!options.all || options.yes) return true;
  runtime.err << "revert all migrations of this database? [y/N] " << std::flush;
  std::string answer;
  std::getline(runtime.in, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

ExitCode RunDown(const DownOptions& options, CommandContext& context) {
  if (options.all && options.count) throw UsageError("down: give either N or --all");
  if (!IsConfirmed(options, context.runtime()))
    throw UsageError("down --all: not confirmed; --yes answers the question");
  const size_t count = options.all ? std::numeric_limits<size_t>::max() : options.count.value_or(1);
  return RunMigrations(context, options.run,
                       [count](migrate::Runner& runner, std::span<const source::Migration> migrations) {
                         return runner.Down(migrations, count);
                       });
}

}  // namespace

void AddDownCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("down", "Revert the last migrations");
  auto options = std::make_shared<DownOptions>();
  AddCountOption(*command, "N", options->count, "revert the last N (default: 1)");
  command->add_flag("--all", options->all, "revert all of them");
  command->add_flag("--yes", options->yes, "do not ask");
  AddRunOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunDown(*options, context)); });
}

}  // namespace lockstep::cmd
