// SPDX-License-Identifier: Apache-2.0
// lockstep redo: reverts the newest migration and applies it again, as its author wants it while writing it.
#include <CLI/CLI.hpp>
#include <memory>

#include "cmd/commands.h"
#include "cmd/run_command.h"

namespace lockstep::cmd {

void AddRedoCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("redo", "Revert the last migration and apply it again");
  auto options = std::make_shared<RunOptions>();
  AddRunOptions(*command, *options);
  command->callback([options, &context] {
    context.set_exit_code(RunMigrations(
        context, *options, [](migrate::Runner& runner, std::span<const source::Migration> migrations) {
          return runner.Redo(migrations);
        }));
  });
}

}  // namespace lockstep::cmd
