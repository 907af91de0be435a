// SPDX-License-Identifier: Apache-2.0
// lockstep repair: tells the history what somebody has found out by looking.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cmd/amend_command.h"
#include "cmd/commands.h"
#include "cmd/version_argument.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

using migrate::AmendmentKind;

struct RepairOption {
  const char* name;
  AmendmentKind kind;
  const char* description;
};

constexpr RepairOption kRepairOptions[] = {
    {"--accept", AmendmentKind::kAccept, "a changed file: what it says now is what was applied"},
    {"--mark", AmendmentKind::kMark, "it is applied, by whatever means: record it, and run nothing"},
    {"--forget", AmendmentKind::kForget, "it is not applied: remove it from the history, and revert nothing"},
    {"--done", AmendmentKind::kDone, "its statement in doubt was carried out"},
    {"--not-done", AmendmentKind::kNotDone, "its statement in doubt was not carried out"},
};

struct RepairOptions {
  RunOptions run = {};
  std::vector<migrate::AmendmentRequest> requests = {};
};

// A version, or what `status --json` calls a repeatable migration.
std::string KeyFrom(std::string_view option, const std::string& text) {
  return text.starts_with("R__") ? text : ParseVersion(option, text).Canonical();
}

ExitCode RunRepair(const RepairOptions& options, CommandContext& context) {
  if (options.requests.empty())
    throw UsageError(
        "repair: say what to repair, as in: lockstep repair --accept 12; `lockstep check` names what is "
        "wrong, and what to say");
  return AmendHistory(context, options.run, [&](std::span<const migrate::MigrationStatus> statuses) {
    return migrate::PlanRepair(statuses, options.requests);
  });
}

}  // namespace

void AddRepairCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("repair", "Tell the history, after looking, what it cannot know; runs nothing");
  auto options = std::make_shared<RepairOptions>();
  for (const RepairOption& option : kRepairOptions) {
    const auto add = [options, option](const std::vector<std::string>& versions) {
      for (const std::string& version : versions)
        options->requests.push_back({option.kind, KeyFrom(option.name, version)});
    };
    command->add_option_function<std::vector<std::string>>(option.name, add, option.description)
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("VERSION,…");
  }
  AddLockOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunRepair(*options, context)); });
}

}  // namespace lockstep::cmd
