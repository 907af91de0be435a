// SPDX-License-Identifier: Apache-2.0
// lockstep goto: brings the database to a version, up or down.
#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "cmd/commands.h"
#include "cmd/run_command.h"
#include "cmd/version_argument.h"

namespace lockstep::cmd {

namespace {

struct GotoOptions {
  RunOptions run = {};
  std::string version = {};
};

ExitCode RunGoto(const GotoOptions& options, CommandContext& context) {
  std::optional<source::Version> target;
  if (options.version != "0") target = ParseVersion("goto", options.version);
  return RunMigrations(context, options.run,
                       [&target](migrate::Runner& runner, std::span<const source::Migration> migrations) {
                         if (target) RequireFile(*target, migrations);
                         return runner.Goto(migrations, target);
                       });
}

}  // namespace

void AddGotoCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("goto", "Go up or down to a version");
  auto options = std::make_shared<GotoOptions>();
  command->add_option("VERSION", options->version, "the last one that is to be applied; 0: none")->required();
  AddRunOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunGoto(*options, context)); });
}

}  // namespace lockstep::cmd
