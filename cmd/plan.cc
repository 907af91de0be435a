// SPDX-License-Identifier: Apache-2.0
// lockstep plan: what `up` would do: files, steps, statements, locks. Touches nothing.
#include "cmd/plan.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cmd/commands.h"
#include "cmd/count.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "cmd/messages.h"
#include "cmd/plan_description.h"
#include "cmd/plan_file.h"
#include "cmd/run_command.h"
#include "cmd/version_argument.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

// As psql reads it, but for the values of $1, $2, …, which stand in comments below the statement.
void WriteListings(const std::vector<migrate::Listing>& listings, std::ostream& out) {
  for (const migrate::Listing& listing : listings) {
    out << "-- " << listing.title << '\n';
    for (const migrate::Command& command : listing.commands) {
      out << PrintableLines(command.sql) << ";\n";
      for (size_t i = 0; i < command.parameters.size(); ++i) {
        const pg::Parameter& value = command.parameters[i];
        out << fmt::format("--   ${} = {}\n", i + 1,
                           value ? sql::Printable(fmt::format("'{}'", *value)) : "NULL");
      }
    }
    out << '\n';
  }
  if (listings.empty()) out << "-- nothing to apply\n";
}

struct PlanOptions {
  PlanRequest request = {};
  std::string to = {};
};

ExitCode RunPlan(const PlanOptions& options, CommandContext& context) {
  PlanRequest request = options.request;
  if (!options.to.empty()) request.target.to = ParseVersion("--to", options.to);
  return ShowPlan(context, request);
}

}  // namespace

ExitCode ShowPlan(CommandContext& context, const PlanRequest& request) {
  constexpr int kVersionFactor = 10'000;
  const std::vector<source::Migration> migrations = LoadMigrations(context);
  if (request.target.to) RequireFile(*request.target.to, migrations);
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  migrate::Runner runner(connection, MakeRunnerOptions(context, {}), [](const migrate::Event&) {});
  const auto statuses = runner.Status(migrations);
  const migrate::Plan plan =
      migrate::PlanUp(statuses, request.target, 0, UpPolicyOf(context, request.out_of_order));
  const PlanDescription description =
      DescribePlan(migrations, statuses, plan, connection.server_version() / kVersionFactor);
  const bool is_runnable = description.conflicts.empty() && description.obstacles.empty();
  if (request.json) {
    WritePlanJson(description, context.runtime().out);
  } else if (request.sql) {
    if (is_runnable) WriteListings(runner.List(plan, statuses), context.runtime().out);
    WritePlanProblems(description, context.runtime().err);
  } else {
    WritePlanText(description, context.runtime().out);
    WritePlanProblems(description, context.runtime().err);
  }
  if (!description.conflicts.empty()) return ExitCode::kConflict;
  if (!description.obstacles.empty()) return ExitCode::kUsage;
  if (!request.save.empty()) {
    WritePlanFile(context.runtime().working_directory / request.save,
                  migrate::Approve(plan, statuses, request.out_of_order));
  }
  return ExitCode::kOk;
}

void AddPlanCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("plan", "Show what up would do, with the locks it would take");
  auto options = std::make_shared<PlanOptions>();
  AddCountOption(*command, "N", options->request.target.limit, "the next N only (default: all)");
  command->add_option("--to", options->to, "those up to this version")->type_name("VERSION");
  command->add_flag("--out-of-order", options->request.out_of_order,
                    "late ones too: those below a version that is applied");
  command->add_option("--save", options->request.save, "write it to this file, for `up --plan`")
      ->type_name("FILE");
  CLI::Option* json = command->add_flag("--json", options->request.json, "one JSON document");
  command
      ->add_flag("--sql", options->request.sql, "the statements that would be sent, the history's included")
      ->excludes(json);
  command->callback([options, &context] { context.set_exit_code(RunPlan(*options, context)); });
}

}  // namespace lockstep::cmd
