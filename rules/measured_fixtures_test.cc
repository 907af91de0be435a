// SPDX-License-Identifier: Apache-2.0
// What `lockstep locks` says of each statement of testdata/lint, against what a server does with it. Prints
// how far they agree, and what could not be run.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "pg/testing/measurement.h"
#include "pg/testing/test_database.h"
#include "rules/testing/fixture.h"
#include "rules/testing/fixture_run.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

const fs::path& LintDirectory() {
  static const fs::path path = fs::path(LOCKSTEP_SOURCE_DIR) / "testdata" / "lint";
  return path;
}

std::vector<fs::path> FixturePaths() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(LintDirectory())) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// Each on a database of its own, side by side: most of the time is spent waiting.
FixtureOutcome RunAll(const std::vector<fs::path>& paths, const pg::TemporaryCluster& server) {
  const size_t workers = 2 * std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::future<FixtureOutcome>> running;
  for (size_t worker = 0; worker < workers; ++worker) {
    running.push_back(std::async(std::launch::async, [&, worker] {
      FixtureDatabase database(server, fmt::format("fixtures_{}", worker));
      FixtureOutcome outcome;
      for (size_t i = worker; i < paths.size(); i += workers)
        RunFixture(ReadFixture(paths[i]), paths[i].lexically_relative(LintDirectory()), database, outcome);
      return outcome;
    }));
  }
  FixtureOutcome all;
  for (auto& run : running) all.Add(run.get());
  return all;
}

void Print(const FixtureOutcome& outcome) {
  for (const auto& [field, tally] : outcome.fields)
    std::cout << fmt::format("  {:<14} {:>5} of {:>5}\n", field, tally.same, tally.all);
  for (const auto& [why, names] : outcome.not_run)
    std::cout << fmt::format("  not compared: {} ({}): {}\n", why, names.size(), fmt::join(names, " "));
}

class MeasuredFixtures : public pg::PostgresTest {};

TEST_F(MeasuredFixtures, AgreeWithTheServer) {
  const pg::TemporaryCluster server(pg::MeasuringClusterOptions());
  const FixtureOutcome outcome = RunAll(FixturePaths(), server);
  Print(outcome);
  const YAML::Node known = YAML::LoadFile(LintDirectory() / "known_disagreements.yaml");
  for (const auto& [fixture, differences] : outcome.disagreements) {
    EXPECT_TRUE(known[fixture].IsDefined()) << fixture << fmt::format("{}", fmt::join(differences, ""));
  }
  for (const auto& entry : known) {
    EXPECT_FALSE(entry.second.as<std::string>().empty());
    EXPECT_TRUE(outcome.disagreements.contains(entry.first.as<std::string>()))
        << entry.first << " agrees by now: take it out of known_disagreements.yaml";
  }
  // Most of what there is was compared.
  EXPECT_GT(outcome.fields.at("locks").all, 2000U);
}

}  // namespace
}  // namespace lockstep::rules
