// SPDX-License-Identifier: Apache-2.0
// Whether linting takes time in proportion to what there is to lint: each shape of input at 1x, 2x and 4x,
// and what the growth fits (BigO). Not among them is what PostgreSQL itself looks through one by
// one: the labels of an enum, and the names t_a_idx, t_a_idx1, … until one is free.
#include <cstdint>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "sql/source_file.h"

namespace lockstep {
namespace {

void Lint(const std::vector<sql::SourceFile>& files) {
  lint::Linter linter({.history_is_complete = true}, rules::AllRules());
  std::vector<lint::FileReport> reports;
  reports.reserve(files.size());
  for (const sql::SourceFile& file : files) reports.push_back(linter.Lint(file, model::Runner::kLockstep));
  std::ostringstream out;
  lint::WriteHuman(reports, out, {});
  benchmark::DoNotOptimize(out.str().size());
}

struct Shape {
  std::string_view name;
  std::string setup;                              // an earlier file
  std::function<std::string(int64_t)> statement;  // the one of that number
};

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes = {
      {"new_tables", "",
       [](int64_t i) {
         return fmt::format("CREATE TABLE t{} (id bigint PRIMARY KEY, a int REFERENCES t{}, b text UNIQUE);",
                            i, i > 0 ? i - 1 : 0);
       }},
      {"rows", "CREATE TABLE t (id bigint PRIMARY KEY, a text);",
       [](int64_t i) { return fmt::format("INSERT INTO t VALUES ({}, 'x');", i); }},
      {"updates", "CREATE TABLE t (id bigint PRIMARY KEY, a text);",
       [](int64_t i) { return fmt::format("UPDATE t SET a = '{}';", i); }},
      {"constraints", "CREATE TABLE t (id bigint PRIMARY KEY, a int);",
       [](int64_t i) { return fmt::format("ALTER TABLE t ADD CONSTRAINT c{0} CHECK (a <> {0});", i); }},
      {"concurrent_indexes", "CREATE TABLE t (id bigint PRIMARY KEY, a int);",
       [](int64_t i) { return fmt::format("CREATE INDEX CONCURRENTLY i{} ON t (a);", i); }},
      {"columns_come_and_go", "CREATE TABLE t (id bigint PRIMARY KEY, a int);",
       [](int64_t i) {
         return fmt::format("ALTER TABLE t ADD COLUMN c{0} int; ALTER TABLE t DROP COLUMN c{0};", i);
       }},
      {"partitions", "CREATE TABLE t (id bigint, a int) PARTITION BY RANGE (id);",
       [](int64_t i) {
         return fmt::format("CREATE TABLE t{0} PARTITION OF t FOR VALUES FROM ({0}) TO ({1});", i, i + 1);
       }},
      {"views", "CREATE TABLE v0 (id bigint, a int);",
       [](int64_t i) { return fmt::format("CREATE VIEW v{} AS SELECT * FROM v0;", i + 1); }},
      {"blocks", "CREATE TABLE t (id bigint PRIMARY KEY, a int);",
       [](int64_t i) { return fmt::format("DO $$ BEGIN UPDATE t SET a = {}; END $$;", i); }},
      {"calls",
       "CREATE TABLE t (a int); CREATE FUNCTION f(n int) RETURNS void LANGUAGE sql AS 'UPDATE t SET a = n';",
       [](int64_t i) { return fmt::format("SELECT f({});", i); }},
      {"transactions", "CREATE TABLE t (a int);",
       [](int64_t i) { return fmt::format("BEGIN; CREATE INDEX i{} ON t (a); COMMIT;", i); }},
      {"directives", "CREATE TABLE t (a int);",
       [](int64_t i) {
         return fmt::format(
             "-- lockstep: ignore=MIG001 reason=\"the table is small\"\nCREATE INDEX i{} ON t (a);", i);
       }},
      {"renames", "CREATE TABLE t0 (a int);",
       [](int64_t i) { return fmt::format("ALTER TABLE t{} RENAME TO t{};", i, i + 1); }},
      {"syntax_errors", "", [](int64_t i) { return fmt::format("CREATE TABEL t{} (a int);", i); }},
  };
  return shapes;
}

// `range` statements in one file.
void OneFile(benchmark::State& state, const Shape& shape) {
  std::string text;
  for (int64_t i = 0; i < state.range(); ++i) text += shape.statement(i) + "\n";
  const std::vector<sql::SourceFile> files = {
      sql::SourceFile::FromText("0001_setup.up.sql", shape.setup),
      sql::SourceFile::FromText("0002_change.up.sql", std::move(text))};
  for ([[maybe_unused]] auto _ : state) Lint(files);
  state.SetComplexityN(state.range());
  state.SetItemsProcessed(state.range() * static_cast<int64_t>(state.iterations()));
}

// `range` files of one statement.
void ManyFiles(benchmark::State& state, const Shape& shape) {
  std::vector<sql::SourceFile> files = {sql::SourceFile::FromText("00000_setup.up.sql", shape.setup)};
  for (int64_t i = 0; i < state.range(); ++i)
    files.push_back(sql::SourceFile::FromText(fmt::format("{:05}_change.up.sql", i + 1), shape.statement(i)));
  for ([[maybe_unused]] auto _ : state) Lint(files);
  state.SetComplexityN(state.range());
  state.SetItemsProcessed(state.range() * static_cast<int64_t>(state.iterations()));
}

}  // namespace
}  // namespace lockstep

int main(int argc, char** argv) {
  for (const lockstep::Shape& shape : lockstep::Shapes()) {
    const auto add = [&](std::string_view name, auto* run, int64_t smallest) {
      benchmark::RegisterBenchmark(fmt::format("{}/{}", name, shape.name).c_str(),
                                   [run, &shape](benchmark::State& state) { run(state, shape); })
          ->Arg(smallest)
          ->Arg(2 * smallest)
          ->Arg(4 * smallest)
          ->Unit(benchmark::kMillisecond)
          ->Complexity();
    };
    add("OneFile", lockstep::OneFile, 25'000);
    add("ManyFiles", lockstep::ManyFiles, 2'500);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
