// SPDX-License-Identifier: Apache-2.0
#include "cmd/plan_file.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "sql/error.h"
#include "sql/source_file.h"
#include "tool_version.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormatVersion = 1;

Json MigrationJson(const migrate::ApprovedMigration& migration) {
  Json steps = Json::array();
  for (const migrate::ApprovedStep& step : migration.steps) {
    steps.push_back({{"transactional", step.transactional}, {"first", step.first}, {"last", step.last}});
  }
  return {{"version", migration.version},
          {"name", migration.name},
          {"checksum", migration.checksum},
          {"steps", std::move(steps)}};
}

migrate::ApprovedMigration MigrationFrom(const Json& json) {
  migrate::ApprovedMigration migration{
      .version = json.at("version"), .name = json.at("name"), .checksum = json.at("checksum")};
  for (const Json& step : json.at("steps")) {
    migration.steps.push_back(
        {.transactional = step.at("transactional"), .first = step.at("first"), .last = step.at("last")});
  }
  return migration;
}

migrate::ApprovedPlan PlanFrom(const Json& json) {
  migrate::ApprovedPlan plan{.direction = migrate::Direction::kUp,
                             .out_of_order = json.at("out_of_order"),
                             .database_state = json.at("database_state")};
  for (const Json& migration : json.at("migrations")) plan.migrations.push_back(MigrationFrom(migration));
  return plan;
}

}  // namespace

void WritePlanFile(const std::filesystem::path& path, const migrate::ApprovedPlan& plan) {
  Json migrations = Json::array();
  for (const migrate::ApprovedMigration& migration : plan.migrations)
    migrations.push_back(MigrationJson(migration));
  const Json document = {{"version", kFormatVersion},
                         {"tool", {{"name", "lockstep"}, {"version", kToolVersion}}},
                         {"direction", migrate::DirectionName(plan.direction)},
                         {"out_of_order", plan.out_of_order},
                         {"database_state", plan.database_state},
                         {"migrations", std::move(migrations)}};
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << document.dump(2) << '\n';
  file.flush();
  if (!file) throw FileError(fmt::format("{}: cannot be written", path.string()));
}

migrate::ApprovedPlan ReadPlanFile(const std::filesystem::path& path) {
  const sql::SourceFile file = sql::SourceFile::Read(path);
  const auto fail = [&](std::string_view why) {
    return FileError(fmt::format("{}: is no plan that `lockstep plan --save` wrote: {}", path.string(), why));
  };
  try {
    const Json json = Json::parse(file.text());
    if (json.at("version") != kFormatVersion || json.at("direction") != "up")
      throw fail("it is of another version of Lockstep");
    return PlanFrom(json);
  } catch (const Json::exception& error) {
    throw fail(error.what());
  }
}

}  // namespace lockstep::cmd
