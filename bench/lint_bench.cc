// SPDX-License-Identifier: Apache-2.0
// Linting the corpus beside the repository, beside PostgreSQL's bare parser on the same text in the same run:
// all of it, as `lockstep lint ../shared/corpus/*` does, and its migrations alone, without the schema dumps.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "source/directory.h"
#include "sql/parse_tree.h"
#include "sql/source_file.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;

using Clock = std::chrono::steady_clock;

struct Input {
  std::vector<source::Directory> directories = {};
  std::vector<sql::SourceFile> loose = {};  // of no directory
};

void ReadFolder(const fs::path& folder, Input& input) {
  source::Directory directory = source::ReadDirectory(folder);
  if (!directory.migrations.empty()) {
    input.directories.push_back(std::move(directory));
    return;
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".sql") input.loose.push_back(sql::SourceFile::Read(entry.path()));
  }
}

const Input& Corpus() {
  static const Input corpus = [] {
    const fs::path path = fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus";
    Input result;
    if (!fs::is_directory(path)) return result;
    for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
      if (entry.is_directory()) ReadFolder(entry.path(), result);
    }
    return result;
  }();
  return corpus;
}

template <typename Visit>
void ForEachFile(const Input& input, const Visit& visit) {
  for (const source::Directory& directory : input.directories) {
    for (const std::vector<source::Migration>* list : {&directory.migrations, &directory.repeatables}) {
      for (const source::Migration& migration : *list) {
        if (migration.up) visit(migration.up->file);
        if (migration.down) visit(migration.down->file);
      }
    }
  }
  for (const sql::SourceFile& file : input.loose) visit(file);
}

double Seconds(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void ParseAll(const Input& input) {
  ForEachFile(input, [](const sql::SourceFile& file) {
    benchmark::DoNotOptimize(sql::ParseTree::Parse(std::string(file.body())).ok());
  });
}

// Split, parse, replay, rules, directives; down parts are checked for what would stop them.
void LintMigration(lint::Linter& linter, const source::Migration& migration, model::Runner runner,
                   std::vector<lint::FileReport>& reports) {
  if (const auto& up = migration.up) reports.push_back(linter.Lint(up->file, runner, up->no_transaction));
  if (const auto& down = migration.down)
    reports.push_back(linter.LintDown(down->file, runner, false, down->no_transaction));
}

// With the report of all findings, as of `lockstep lint --format compact`.
void LintAll(const Input& input) {
  std::ofstream out("/dev/null");
  for (const source::Directory& directory : input.directories) {
    const model::Runner runner = *model::RunnerFromName(source::FormatNamed(directory.format).runner);
    lint::Linter linter({.history_is_complete = true, .wants_effects = false}, rules::AllRules());
    std::vector<lint::FileReport> reports;
    for (const source::Migration& migration : directory.migrations)
      LintMigration(linter, migration, runner, reports);
    for (const source::Migration& repeatable : directory.repeatables)
      LintMigration(linter, repeatable, runner, reports);
    lint::WriteCompact(reports, out, {});
  }
  for (const sql::SourceFile& file : input.loose) {
    lint::Linter linter({.wants_effects = false}, rules::AllRules());
    const std::vector<lint::FileReport> reports = {linter.Lint(file, model::Runner::kPsql)};
    lint::WriteCompact(reports, out, {});
  }
}

// Both in turn, so that whatever else the machine does hits both.
void Lint(benchmark::State& state, const Input& input) {
  double bytes = 0;
  ForEachFile(input, [&](const sql::SourceFile& file) { bytes += static_cast<double>(file.body().size()); });
  if (bytes == 0) return state.SkipWithError("there is no corpus beside the repository");
  double parse_seconds = 0;
  double lint_seconds = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Clock::time_point began = Clock::now();
    ParseAll(input);
    parse_seconds += Seconds(began);
    const Clock::time_point lint_began = Clock::now();
    LintAll(input);
    const double seconds = Seconds(lint_began);
    lint_seconds += seconds;
    state.SetIterationTime(seconds);
  }
  const auto megabytes = bytes / 1e6 * static_cast<double>(state.iterations());
  state.counters["MB_per_second"] = megabytes / lint_seconds;
  state.counters["ratio_to_bare_parser"] = lint_seconds / parse_seconds;
}

void LintCorpus(benchmark::State& state) { Lint(state, Corpus()); }
BENCHMARK(LintCorpus)->Unit(benchmark::kMillisecond)->UseManualTime();

void LintMigrations(benchmark::State& state) { Lint(state, {.directories = Corpus().directories}); }
BENCHMARK(LintMigrations)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace
}  // namespace lockstep

BENCHMARK_MAIN();
