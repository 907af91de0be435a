// SPDX-License-Identifier: Apache-2.0
// lockstep up: applies pending migrations, and starts a program when that is done.
#include <CLI/CLI.hpp>
#include <memory>

#include "cmd/commands.h"
#include "cmd/count.h"
#include "cmd/duration.h"
#include "cmd/lint_plan.h"
#include "cmd/plan.h"
#include "cmd/plan_file.h"
#include "cmd/run_command.h"
#include "cmd/version_argument.h"
#include "lint/report/report.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

struct UpOptions {
  RunOptions run = {};
  std::optional<size_t> limit = {};
  std::string to = {};
  std::string plan = {};
  bool dry_run = false;
  bool lint = false;
  bool or_continue = false;
};

migrate::UpTarget TargetOf(const UpOptions& options, CommandContext& context) {
  migrate::UpTarget target{.limit = options.limit};
  if (!options.to.empty()) target.to = ParseVersion("--to", options.to);
  if (!options.plan.empty()) {
    target.approved = ReadPlanFile(context.runtime().working_directory / options.plan);
    target.limit = target.approved->migrations.size();
  }
  return target;
}

// What stands behind --.
void ChooseProgram(const UpOptions& options, CommandContext& context) {
  ProgramToStart& program = context.program_to_start();
  if (options.or_continue && program.command.empty())
    throw UsageError("--or-continue: no program stands behind --, as in: lockstep up --or-continue -- CMD");
  if (program.command.empty() || options.dry_run) return;
  using When = ProgramToStart::When;
  program.when = options.or_continue ? When::kAlways : When::kAfterSuccess;
}

// Whether what is about to be applied has errors. All findings are shown.
bool IsRejectedByLint(const migrate::Plan& plan, std::span<const source::Migration> migrations,
                      int server_version, CommandContext& context) {
  constexpr int kVersionFactor = 10'000;
  Runtime& runtime = context.runtime();
  const auto reports = LintPlan(plan, migrations, server_version / kVersionFactor, context);
  const lint::Counts counts = lint::Count(reports);
  if (counts.errors + counts.warnings + counts.infos > 0) {
    lint::WriteHuman(reports, runtime.err,
                     {.color = context.ColorFor(runtime.err_is_terminal), .quiet = context.global().quiet});
  }
  return counts.errors > 0;
}

ExitCode RunUp(const UpOptions& options, CommandContext& context) {
  const migrate::UpTarget target = TargetOf(options, context);
  ChooseProgram(options, context);
  RunOptions run = options.run;
  if (target.approved) run.out_of_order = target.approved->out_of_order;
  if (options.dry_run) {
    return ShowPlan(context, {.target = target, .out_of_order = run.out_of_order, .json = run.json});
  }
  const bool is_linted = options.lint || context.config().up.lint.value_or(false);
  return RunMigrations(
      context, run, [&](migrate::Runner& runner, std::span<const source::Migration> migrations) {
        if (target.to) RequireFile(*target.to, migrations);
        if (is_linted) {
          const auto plan =
              migrate::PlanUp(runner.Status(migrations), target, 0, UpPolicyOf(context, run.out_of_order));
          if (IsRejectedByLint(plan, migrations, runner.server_version(), context)) {
            return migrate::RunReport{.outcome = migrate::Outcome::kRejected,
                                      .remaining = plan.migrations.size()};
          }
        }
        return runner.Up(migrations, target);
      });
}

}  // namespace

void AddUpCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("up", "Apply pending migrations");
  command->footer("[-- CMD ARGS...]");
  auto options = std::make_shared<UpOptions>();
  CLI::Option* limit = AddCountOption(*command, "N", options->limit, "apply the next N only (default: all)");
  CLI::Option* to =
      command->add_option("--to", options->to, "apply those up to this version")->type_name("VERSION");
  CLI::Option* out_of_order = command->add_flag("--out-of-order", options->run.out_of_order,
                                                "apply late ones too: those below a version that is applied");
  command
      ->add_option("--plan", options->plan, "run only if it is exactly what `plan --save` wrote to this file")
      ->type_name("FILE")
      ->excludes(limit)
      ->excludes(to)
      ->excludes(out_of_order);
  command->add_flag("--dry-run", options->dry_run,
                    "show what would be done, as plan does, and touch nothing");
  command->add_flag("--lint", options->lint, "lint them first, and run nothing when there are errors");
  AddDurationOption(*command, "--wait", options->run.wait,
                    "how long to wait until the server accepts connections (default: 0)");
  command->add_flag("--or-continue", options->or_continue,
                    "start CMD also when migrations failed, or could not be run");
  AddRunOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunUp(*options, context)); });
}

}  // namespace lockstep::cmd
