// SPDX-License-Identifier: Apache-2.0
// What a plan would do, told to people and as JSON: files, steps, statements, locks.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "lint/effect_summary.h"
#include "migrate/runner.h"
#include "model/steps.h"
#include "sql/source_file.h"

namespace lockstep::cmd {

struct PlannedStatement {
  size_t number = 0;
  sql::Position position;
  std::string text;  // its first line
  lint::EffectSummary effect;
};

struct PlannedStep {
  bool transactional = true;
  std::vector<PlannedStatement> statements = {};
};

struct PlannedMigration {
  const source::Migration* migration = nullptr;
  size_t statements_done = 0;  // by an earlier run
  std::vector<PlannedStep> steps = {};
};

struct PlanDescription {
  std::vector<PlannedMigration> migrations = {};
  std::vector<migrate::Conflict> conflicts = {};
  std::vector<migrate::Conflict> warnings = {};
  std::vector<migrate::Obstacle> obstacles = {};
};

// Replays the whole directory, so that the effects are those on the schema that the planned files will meet.
PlanDescription DescribePlan(std::span<const source::Migration> migrations,
                             std::span<const migrate::MigrationStatus> statuses, const migrate::Plan& plan,
                             int pg_version);

void WritePlanText(const PlanDescription& plan, std::ostream& out);
void WritePlanProblems(const PlanDescription& plan, std::ostream& err);
void WritePlanJson(const PlanDescription& plan, std::ostream& out);

}  // namespace lockstep::cmd
