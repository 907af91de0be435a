// SPDX-License-Identifier: Apache-2.0
#include "cmd/plan_description.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cmd/database_access.h"
#include "cmd/messages.h"
#include "model/replay.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

// The first line of it; where something was put in for variables, the whole line as it is written.
std::string FirstLine(const sql::SourceFile& file, sql::Span span) {
  const std::string* written = file.LineAsWritten(file.PositionOf(span.begin).line);
  std::string_view text = written == nullptr ? file.Text(span) : *written;
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

PlannedStatement Describe(const model::FileRecord& record, const model::StatementRecord& statement) {
  const sql::SourceFile& file = record.script->file();
  const sql::Span span = statement.statement->span;
  return {.number = statement.statement->number,
          .position = file.PositionOf(span.begin),
          .text = FirstLine(file, span),
          .effect = lint::Summarise(record, statement, nullptr)};
}

PlannedMigration Describe(const source::Migration& migration, size_t done, const model::FileRecord& record) {
  PlannedMigration planned{.migration = &migration, .statements_done = done};
  const model::StepOptions options{.no_transaction = migration.up->no_transaction};
  for (const model::Step& step : model::StepsAfter(model::PlanSteps(*record.script, options).steps, done)) {
    PlannedStep described{.transactional = step.kind == model::StepKind::kTransaction};
    for (const size_t index : step.statements)
      described.statements.push_back(Describe(record, record.RecordOf(index)));
    planned.steps.push_back(std::move(described));
  }
  return planned;
}

size_t DoneOf(std::span<const migrate::MigrationStatus> statuses, const source::Migration& migration) {
  const auto found = std::find_if(statuses.begin(), statuses.end(), [&](const auto& status) {
    return status.migration == &migration && status.state == migrate::MigrationState::kPartial;
  });
  return found == statuses.end() ? 0 : found->row->progress.statements_done;
}

bool IsOneTransaction(const PlannedMigration& planned) {
  return planned.steps.empty() || (planned.steps.size() == 1 && planned.steps.front().transactional);
}

std::string HowItRuns(const PlannedMigration& planned) {
  if (planned.statements_done > 0) return fmt::format("goes on behind statement {}", planned.statements_done);
  if (IsOneTransaction(planned)) return "one transaction";
  if (planned.steps.size() == 1) return "outside of a transaction";
  return fmt::format("{} steps", planned.steps.size());
}

void WriteStatement(const PlannedStatement& statement, std::ostream& out) {
  out << fmt::format("  {:>4}: {}\n", statement.position.line, sql::Printable(statement.text));
  for (const auto& lock : statement.effect.locks)
    out << fmt::format("        {} on {}\n", lock.sql_mode, lock.relation);
  for (const auto& work : statement.effect.work) out << fmt::format("        {}\n", work);
}

Json StatementJson(const PlannedStatement& statement, size_t step) {
  Json locks = Json::array();
  for (const auto& lock : statement.effect.locks)
    locks.push_back({{"relation", lock.relation}, {"mode", lock.mode}});
  return {{"statement", statement.number},       {"step", step},          {"line", statement.position.line},
          {"column", statement.position.column}, {"sql", statement.text}, {"locks", std::move(locks)},
          {"work", statement.effect.work}};
}

Json MigrationJson(const PlannedMigration& planned) {
  Json statements = Json::array();
  Json steps = Json::array();
  for (const PlannedStep& step : planned.steps) {
    steps.push_back({{"step", steps.size() + 1}, {"transactional", step.transactional}});
    for (const PlannedStatement& statement : step.statements)
      statements.push_back(StatementJson(statement, steps.size()));
  }
  return {{"version", planned.migration->Key()},          {"name", planned.migration->name},
          {"file", planned.migration->up->path.string()}, {"transactional", IsOneTransaction(planned)},
          {"statements_done", planned.statements_done},   {"steps", std::move(steps)},
          {"statements", std::move(statements)}};
}

Json ConflictJson(const migrate::Conflict& conflict) {
  return {{"version", conflict.version}, {"message", conflict.message}};
}

}  // namespace

PlanDescription DescribePlan(std::span<const source::Migration> migrations,
                             std::span<const migrate::MigrationStatus> statuses, const migrate::Plan& plan,
                             int pg_version) {
  PlanDescription result{
      .conflicts = plan.conflicts, .warnings = plan.warnings, .obstacles = migrate::FindObstacles(plan)};
  model::Replay replay({.pg_version = pg_version, .history_is_complete = true});
  for (const source::Migration& migration : migrations) {
    if (!migration.up) continue;
    const sql::Script script = sql::Script::Parse(migration.up->file);
    const model::FileRecord record =
        replay.Run(script, model::Runner::kLockstep, migration.up->no_transaction);
    const bool is_planned =
        std::find(plan.migrations.begin(), plan.migrations.end(), &migration) != plan.migrations.end();
    if (is_planned) result.migrations.push_back(Describe(migration, DoneOf(statuses, migration), record));
  }
  return result;
}

void WritePlanText(const PlanDescription& plan, std::ostream& out) {
  for (const PlannedMigration& planned : plan.migrations) {
    out << LabelOf(planned.migration->version, planned.migration->name)
        << sql::Printable(fmt::format("  ({}, {})", planned.migration->up->path.string(), HowItRuns(planned)))
        << '\n';
    const bool has_several = planned.steps.size() > 1;
    for (size_t i = 0; i < planned.steps.size(); ++i) {
      const PlannedStep& step = planned.steps[i];
      if (has_several) {
        out << fmt::format("  step {}: {}\n", i + 1,
                           step.transactional ? "a transaction" : "alone, outside of a transaction");
      }
      for (const PlannedStatement& statement : step.statements) WriteStatement(statement, out);
    }
  }
  if (plan.migrations.empty() && plan.conflicts.empty()) out << "nothing to apply\n";
}

void WritePlanProblems(const PlanDescription& plan, std::ostream& err) {
  for (const migrate::Conflict& warning : plan.warnings) WriteWarning(err, warning.message);
  for (const migrate::Conflict& conflict : plan.conflicts) WriteError(err, conflict.message);
  for (const migrate::Obstacle& obstacle : plan.obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    err << sql::Printable(fmt::format("{}:{}:{}: error: {}", obstacle.file->name(), position.line,
                                      position.column, obstacle.message))
        << '\n';
  }
}

void WritePlanJson(const PlanDescription& plan, std::ostream& out) {
  Json migrations = Json::array();
  for (const PlannedMigration& planned : plan.migrations) migrations.push_back(MigrationJson(planned));
  Json problems = Json::array();
  for (const migrate::Conflict& conflict : plan.conflicts) problems.push_back(ConflictJson(conflict));
  for (const migrate::Obstacle& obstacle : plan.obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    problems.push_back({{"file", obstacle.file->name()},
                        {"line", position.line},
                        {"column", position.column},
                        {"message", obstacle.message}});
  }
  Json warnings = Json::array();
  for (const migrate::Conflict& warning : plan.warnings) warnings.push_back(ConflictJson(warning));
  const Json document = {{"version", 1},
                         {"migrations", std::move(migrations)},
                         {"problems", std::move(problems)},
                         {"warnings", std::move(warnings)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

}  // namespace lockstep::cmd
