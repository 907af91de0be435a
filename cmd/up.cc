// SPDX-License-Identifier: Apache-2.0
// lockstep up: applies pending migrations, and starts a program when that is done.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cmd/commands.h"
#include "cmd/duration.h"
#include "cmd/run_command.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

struct UpOptions {
  RunOptions run = {};
  std::optional<size_t> limit = {};
  std::string to = {};
  bool or_continue = false;
};

ExitCode RunUp(const UpOptions& options, CommandContext& context) {
  migrate::UpTarget target{.limit = options.limit};
  if (!options.to.empty()) {
    target.to = source::Version::Parse(options.to);
    if (!target.to)
      throw UsageError(fmt::format("--to {}: not a version: digits, with dots between them", options.to));
  }
  ProgramToStart& program = context.program_to_start();
  if (options.or_continue && program.command.empty())
    throw UsageError("--or-continue: no program stands behind --, as in: lockstep up --or-continue -- CMD");
  if (!program.command.empty()) {
    using When = ProgramToStart::When;
    program.when = options.or_continue ? When::kAlways : When::kAfterSuccess;
  }
  return RunMigrations(context, options.run, migrate::Direction::kUp,
                       [&target](migrate::Runner& runner, std::span<const source::Migration> migrations) {
                         return runner.Up(migrations, target);
                       });
}

}  // namespace

void AddUpCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("up", "Apply pending migrations");
  command->footer("[-- CMD ARGS...]");
  auto options = std::make_shared<UpOptions>();
  command->add_option("N", options->limit, "apply the next N only (default: all)");
  command->add_option("--to", options->to, "apply those up to this version")->type_name("VERSION");
  AddDurationOption(*command, "--wait", options->run.wait,
                    "how long to wait until the server accepts connections (default: 0)");
  command->add_flag("--or-continue", options->or_continue,
                    "start CMD also when migrations failed, or could not be run");
  AddRunOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunUp(*options, context)); });
}

}  // namespace lockstep::cmd
