// SPDX-License-Identifier: Apache-2.0
// lockstep baseline: takes over a database that was made without Lockstep.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cmd/amend_command.h"
#include "cmd/commands.h"
#include "cmd/version_argument.h"

namespace lockstep::cmd {

namespace {

struct BaselineOptions {
  RunOptions run = {};
  std::string version = {};
};

ExitCode RunBaseline(const BaselineOptions& options, CommandContext& context) {
  const source::Version version = ParseVersion("baseline", options.version);
  return AmendHistory(context, options.run, [&](std::span<const migrate::MigrationStatus> statuses) {
    return migrate::PlanBaseline(statuses, version);
  });
}

}  // namespace

void AddBaselineCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("baseline", "Record versions as applied without running them");
  auto options = std::make_shared<BaselineOptions>();
  command
      ->add_option(
          "VERSION", options->version,
          "the last one that the database has already, by whatever means; all below are recorded too")
      ->required();
  AddLockOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunBaseline(*options, context)); });
}

}  // namespace lockstep::cmd
