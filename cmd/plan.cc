// SPDX-License-Identifier: Apache-2.0
// lockstep plan: what `up` would do: files, steps, statements, locks. Touches nothing.
#include "cmd/plan.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "cmd/plan_description.h"
#include "cmd/plan_file.h"
#include "cmd/run_command.h"
#include "cmd/version_argument.h"

namespace lockstep::cmd {

namespace {

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
  const source::Directory directory = LoadMigrations(context);
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  migrate::Runner runner(connection, {.history_table = HistoryTable(context)}, [](const migrate::Event&) {});
  const auto statuses = runner.Status(directory.migrations);
  const migrate::Plan plan =
      migrate::PlanUp(statuses, request.target, 0, UpPolicyOf(context, request.out_of_order));
  const PlanDescription description =
      DescribePlan(directory.migrations, statuses, plan, connection.server_version() / kVersionFactor);
  if (request.json) {
    WritePlanJson(description, context.runtime().out);
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
  command->add_option("N", options->request.target.limit, "the next N only (default: all)");
  command->add_option("--to", options->to, "those up to this version")->type_name("VERSION");
  command->add_flag("--out-of-order", options->request.out_of_order,
                    "late ones too: those below a version that is applied");
  command->add_option("--save", options->request.save, "write it to this file, for `up --plan`")
      ->type_name("FILE");
  command->add_flag("--json", options->request.json, "one JSON document");
  command->callback([options, &context] { context.set_exit_code(RunPlan(*options, context)); });
}

}  // namespace lockstep::cmd
