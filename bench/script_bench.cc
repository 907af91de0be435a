// SPDX-License-Identifier: Apache-2.0
// What reading, splitting and parsing real migrations cost, beside PostgreSQL's bare parser.
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "sql/parse_tree.h"
#include "sql/script.h"
#include "sql/source_file.h"
#include "sql/splitter.h"
#include "sql/testing/corpus.h"

namespace lockstep::sql {
namespace {

const std::vector<SourceFile>& Files() {
  static const std::vector<SourceFile> files = ReadCorpus();
  return files;
}

// Runs `work` on every file, and counts bytes.
template <typename Work>
void ForEachFile(benchmark::State& state, Work work) {
  int64_t bytes = 0;
  for (const SourceFile& file : Files()) bytes += static_cast<int64_t>(file.text().size());
  for ([[maybe_unused]] auto _ : state) {
    for (const SourceFile& file : Files()) work(file);
  }
  state.SetBytesProcessed(bytes * static_cast<int64_t>(state.iterations()));
}

void BareParse(benchmark::State& state) {
  ForEachFile(state, [](const SourceFile& file) {
    benchmark::DoNotOptimize(ParseTree::Parse(std::string(file.text().substr(file.body_begin()))).ok());
  });
}

void ParseScript(benchmark::State& state) {
  ForEachFile(state, [](const SourceFile& file) {
    benchmark::DoNotOptimize(Script::Parse(file).statements().size());
  });
}

void Split(benchmark::State& state) {
  ForEachFile(state, [](const SourceFile& file) {
    size_t pieces = 0;
    Splitter splitter([&pieces](const Piece&) { ++pieces; });
    splitter.Feed(file.text());
    splitter.Finish();
    benchmark::DoNotOptimize(pieces);
  });
}

void BuildSourceFile(benchmark::State& state) {
  ForEachFile(state, [](const SourceFile& file) {
    benchmark::DoNotOptimize(SourceFile::FromText("bench.sql", std::string(file.text())).body_begin());
  });
}

BENCHMARK(BuildSourceFile)->Unit(benchmark::kMillisecond);
BENCHMARK(Split)->Unit(benchmark::kMillisecond);
BENCHMARK(BareParse)->Unit(benchmark::kMillisecond);
BENCHMARK(ParseScript)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lockstep::sql

BENCHMARK_MAIN();
