// SPDX-License-Identifier: Apache-2.0
// Linting real migrations, beside PostgreSQL's bare parser on the same text in the same run.
#include <chrono>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "sql/parse_tree.h"
#include "sql/source_file.h"
#include "sql/testing/corpus.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;

// One project's files, in the order in which they are replayed.
using Projects = std::map<std::string, std::vector<sql::SourceFile>>;

std::string ProjectOf(const std::string& path) {
  const std::string marker = "/corpus/";
  const size_t begin = path.find(marker) + marker.size();
  return path.substr(begin, path.find('/', begin) - begin);
}

const Projects& AllProjects() {
  static const Projects projects = [] {
    Projects result;
    for (sql::SourceFile& file : sql::ReadCorpus()) {
      const std::string project = ProjectOf(file.name());
      // Dumps to compare with are no migrations.
      if (project != "golden") result[project].push_back(std::move(file));
    }
    return result;
  }();
  return projects;
}

double Seconds(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void ParseAll() {
  for (const auto& [name, files] : AllProjects()) {
    for (const sql::SourceFile& file : files) {
      benchmark::DoNotOptimize(
          sql::ParseTree::Parse(std::string(file.text().substr(file.body_begin()))).ok());
    }
  }
}

bool IsDown(const sql::SourceFile& file) { return file.name().ends_with("down.sql"); }

// What `lockstep lint --format compact` does: split, parse, replay, rules, directives, and the report of all
// findings; down parts are checked for what would stop them.
void LintAll() {
  std::ofstream out("/dev/null");
  for (const auto& [name, files] : AllProjects()) {
    lint::Linter linter({.history_is_complete = true, .wants_effects = false}, rules::AllRules());
    std::vector<lint::FileReport> reports;
    reports.reserve(files.size());
    for (const sql::SourceFile& file : files) {
      reports.push_back(IsDown(file) ? linter.LintDown(file, model::Runner::kLockstep, false)
                                     : linter.Lint(file, model::Runner::kLockstep));
    }
    lint::WriteCompact(reports, out, {});
  }
}

// Both in turn, so that whatever else the machine does hits both.
void Lint(benchmark::State& state) {
  int64_t bytes = 0;
  for (const auto& [name, files] : AllProjects()) {
    for (const sql::SourceFile& file : files) bytes += static_cast<int64_t>(file.text().size());
  }
  double parse_seconds = 0;
  double lint_seconds = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Clock::time_point began = Clock::now();
    ParseAll();
    parse_seconds += Seconds(began);
    const Clock::time_point lint_began = Clock::now();
    LintAll();
    const double seconds = Seconds(lint_began);
    lint_seconds += seconds;
    state.SetIterationTime(seconds);
  }
  state.SetBytesProcessed(bytes * static_cast<int64_t>(state.iterations()));
  state.counters["ratio_to_bare_parser"] = lint_seconds / parse_seconds;
}

BENCHMARK(Lint)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
}  // namespace lockstep

BENCHMARK_MAIN();
