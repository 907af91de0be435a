// SPDX-License-Identifier: Apache-2.0
// lockstep plan: what `up` would do: files, transactions, statements, locks. Touches nothing.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/database_connection.h"
#include "cmd/messages.h"
#include "lint/effect_summary.h"
#include "migrate/runner.h"
#include "model/replay.h"
#include "model/steps.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

struct PlannedStatement {
  size_t number = 0;
  sql::Position position;
  std::string text;  // its first line
  lint::EffectSummary effect;
};

struct PlannedMigration {
  const source::Migration* migration = nullptr;
  bool transactional = true;
  std::vector<PlannedStatement> statements = {};
};

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

PlannedMigration Describe(const source::Migration& migration, const model::FileRecord& record) {
  PlannedMigration planned{.migration = &migration};
  const model::StepPlan steps = model::PlanSteps(*record.script);
  for (const model::Step& step : steps.steps) {
    planned.transactional = step.kind == model::StepKind::kTransaction;
    for (const size_t index : step.statements) {
      const model::StatementRecord& statement = record.statements[index];
      const sql::SourceFile& file = record.script->file();
      planned.statements.push_back({.number = statement.statement->number,
                                    .position = file.PositionOf(statement.statement->span.begin),
                                    .text = FirstLine(file.Text(statement.statement->span)),
                                    .effect = lint::Summarise(record, statement, nullptr)});
    }
  }
  return planned;
}

// Replays the whole directory, so that the effects are those on the schema that the pending files will meet.
std::vector<PlannedMigration> Describe(std::span<const source::Migration> migrations,
                                       const migrate::Plan& plan, int pg_version) {
  model::Replay replay({.pg_version = pg_version, .history_is_complete = true});
  std::vector<PlannedMigration> result;
  for (const source::Migration& migration : migrations) {
    if (!migration.up) continue;
    const sql::Script script = sql::Script::Parse(migration.up->file);
    const model::FileRecord record = replay.Run(script, model::Runner::kLockstep);
    const bool is_planned =
        std::find(plan.migrations.begin(), plan.migrations.end(), &migration) != plan.migrations.end();
    if (is_planned) result.push_back(Describe(migration, record));
  }
  return result;
}

Json StatementJson(const PlannedStatement& statement) {
  Json locks = Json::array();
  for (const auto& lock : statement.effect.locks)
    locks.push_back({{"relation", lock.relation}, {"mode", lock.mode}});
  return {{"statement", statement.number},       {"line", statement.position.line},
          {"column", statement.position.column}, {"sql", statement.text},
          {"locks", std::move(locks)},           {"work", statement.effect.work}};
}

void WriteJson(const std::vector<PlannedMigration>& planned, const migrate::Plan& plan,
               const std::vector<migrate::Obstacle>& obstacles, std::ostream& out) {
  Json migrations = Json::array();
  for (const PlannedMigration& item : planned) {
    Json statements = Json::array();
    for (const PlannedStatement& statement : item.statements) statements.push_back(StatementJson(statement));
    migrations.push_back({{"version", item.migration->Key()},
                          {"name", item.migration->name},
                          {"file", item.migration->up->path.string()},
                          {"transactional", item.transactional},
                          {"statements", std::move(statements)}});
  }
  Json problems = Json::array();
  for (const migrate::Conflict& conflict : plan.conflicts)
    problems.push_back({{"version", conflict.version}, {"message", conflict.message}});
  for (const migrate::Obstacle& obstacle : obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    problems.push_back({{"file", obstacle.file->name()},
                        {"line", position.line},
                        {"column", position.column},
                        {"message", obstacle.message}});
  }
  const Json document = {
      {"version", 1}, {"migrations", std::move(migrations)}, {"problems", std::move(problems)}};
  out << document.dump(2) << '\n';
}

void WriteText(const std::vector<PlannedMigration>& planned, Runtime& runtime) {
  std::ostream& out = runtime.out;
  for (const PlannedMigration& item : planned) {
    out << fmt::format("{} {}  ({}, {})\n", item.migration->version->text(), item.migration->name,
                       item.migration->up->path.string(),
                       item.transactional ? "one transaction" : "outside of a transaction");
    for (const PlannedStatement& statement : item.statements) {
      out << fmt::format("  {:>4}: {}\n", statement.position.line, statement.text);
      for (const auto& lock : statement.effect.locks)
        out << fmt::format("        {} on {}\n", lock.sql_mode, lock.relation);
      for (const auto& work : statement.effect.work) out << fmt::format("        {}\n", work);
    }
  }
  if (planned.empty()) out << "nothing to apply\n";
}

void WriteProblems(const migrate::Plan& plan, const std::vector<migrate::Obstacle>& obstacles,
                   std::ostream& err) {
  for (const migrate::Conflict& conflict : plan.conflicts) WriteError(err, conflict.message);
  for (const migrate::Obstacle& obstacle : obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    err << fmt::format("{}:{}:{}: error: {}\n", obstacle.file->name(), position.line, position.column,
                       obstacle.message);
  }
}

ExitCode RunPlan(bool json, CommandContext& context) {
  const source::Directory directory = LoadMigrations(context);
  pg::Connection connection = OpenDatabase(context, {.access = Access::kRead});
  migrate::Runner runner(connection, {.history_table = HistoryTable(context)}, [](const migrate::Event&) {});
  const auto statuses = runner.Status(directory.migrations);
  const migrate::Plan plan = migrate::PlanUp(statuses, std::nullopt, std::nullopt);
  const auto obstacles = migrate::FindObstacles(plan);
  constexpr int kVersionFactor = 10'000;
  const auto planned = Describe(directory.migrations, plan, connection.server_version() / kVersionFactor);
  if (json) {
    WriteJson(planned, plan, obstacles, context.runtime().out);
  } else {
    WriteText(planned, context.runtime());
    WriteProblems(plan, obstacles, context.runtime().err);
  }
  if (!plan.conflicts.empty()) return ExitCode::kConflict;
  return obstacles.empty() ? ExitCode::kOk : ExitCode::kUsage;
}

}  // namespace

void AddPlanCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("plan", "Show what up would do, with the locks it would take");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "one JSON document");
  command->callback([json, &context] { context.set_exit_code(RunPlan(*json, context)); });
}

}  // namespace lockstep::cmd
