// SPDX-License-Identifier: Apache-2.0
// Whatever the text: it is split, parsed, replayed, linted, reported in every format, and planned for our
// runner. As in testdata/lint, "-- migration:" ends an earlier migration; the next one ends the part that is
// linted, and what follows is the down part. The last byte chooses the version and the runner.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "model/locks_report.h"
#include "model/replay.h"
#include "model/steps.h"
#include "rules/all_rules.h"
#include "sql/error.h"
#include "sql/script.h"
#include "sql/source_file.h"

namespace lockstep {
namespace {

constexpr std::string_view kSeparator = "-- migration:\n";

// Up to the separator; the rest is left in `text`.
std::string TakePart(std::string_view& text) {
  const size_t end = text.find(kSeparator);
  std::string part(text.substr(0, end));
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + kSeparator.size());
  return part;
}

void LintAndReport(std::string_view text, int pg_version, model::Runner runner) {
  const bool has_history = text.find(kSeparator) != std::string_view::npos;
  const std::string earlier = has_history ? TakePart(text) : std::string();
  const std::vector<sql::SourceFile> files = {sql::SourceFile::FromText("1_earlier.up.sql", earlier),
                                              sql::SourceFile::FromText("2_change.up.sql", TakePart(text)),
                                              sql::SourceFile::FromText("2_change.down.sql", TakePart(text))};
  lint::Linter linter({.pg_version = pg_version, .history_is_complete = has_history}, rules::AllRules());
  linter.ReplaySilently(files[0], runner);
  std::vector<lint::FileReport> reports;
  reports.push_back(linter.Lint(files[1], runner));
  reports.push_back(linter.LintDown(files[2], runner, true));
  for (const lint::ReportFormat& format : lint::AllReportFormats()) {
    std::ostringstream out;
    format.write(reports, out, {});
  }
  const sql::Script script = sql::Script::Parse(files[1]);
  model::PlanSteps(script);
  model::Replay replay({.pg_version = pg_version});
  model::ReportLocks(replay.Run(script, runner));
}

}  // namespace
}  // namespace lockstep

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const int pg_version = 14 + data[size - 1] % 5;
  const auto runner = static_cast<lockstep::model::Runner>(data[size - 1] / 5 % 7);
  try {
    lockstep::LintAndReport(text.substr(0, size - 1), pg_version, runner);
  } catch (const lockstep::FileError&) {
    // Not UTF-8, or with a NUL: said so.
  }
  return 0;
}
