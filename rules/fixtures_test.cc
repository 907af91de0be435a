// SPDX-License-Identifier: Apache-2.0
// Lints every file of testdata/lint and compares what is found with what the file expects.
#include <algorithm>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/effect_summary.h"
#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "rules/testing/fixture.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(LOCKSTEP_SOURCE_DIR) / "testdata/lint";

std::vector<fs::path> FixturePaths() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(kFolder)) {
    if (entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string TestName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.lexically_relative(kFolder).replace_extension().string();
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string Describe(size_t statement, std::string_view rule, lint::Severity severity, bool ignored) {
  return fmt::format("statement {}: {} {}", statement, rule,
                     ignored ? "ignored" : lint::SeverityName(severity));
}

std::vector<std::string> Expected(const Fixture& fixture) {
  std::vector<std::string> result;
  for (const Expectation& expectation : fixture.expectations) {
    for (const ExpectedFinding& finding : expectation.findings)
      result.push_back(Describe(expectation.statement, finding.rule, finding.severity, finding.ignored));
  }
  return result;
}

std::vector<std::string> Found(const lint::FileReport& report) {
  std::vector<std::string> result;
  for (const lint::Diagnostic& diagnostic : report.diagnostics)
    result.push_back(
        Describe(diagnostic.statement, diagnostic.rule, diagnostic.severity, diagnostic.ignored));
  return result;
}

std::string FieldOf(const lint::FileReport& report, const lint::Diagnostic& diagnostic,
                    std::string_view field) {
  if (field == "at") return std::string(report.file->Text(diagnostic.span));
  if (field == "help") return diagnostic.help;
  if (field == "effect") return lint::EffectText(diagnostic.effect);
  return diagnostic.message;
}

// The fields of that name of an expectation's findings.
std::vector<std::string> FieldsOf(const lint::FileReport& report, const Expectation& expectation,
                                  std::string_view field) {
  std::vector<std::string> result;
  for (const lint::Diagnostic& diagnostic : report.diagnostics) {
    const bool expected =
        std::any_of(expectation.findings.begin(), expectation.findings.end(),
                    [&](const ExpectedFinding& finding) { return finding.rule == diagnostic.rule; });
    if (expected && diagnostic.statement == expectation.statement)
      result.push_back(FieldOf(report, diagnostic, field));
  }
  return result;
}

class LintFixture : public testing::TestWithParam<fs::path> {};

TEST_P(LintFixture, ReportsWhatItExpectsAndNothingElse) {
  const Fixture fixture = ReadFixture(GetParam());
  lint::Linter linter(fixture.options, AllRules());
  for (const sql::SourceFile& file : fixture.history) linter.ReplaySilently(file, fixture.runner);
  const lint::FileReport report = linter.Lint(fixture.file.front(), fixture.runner);
  std::ostringstream text;
  lint::WriteCompact({&report, 1}, text, {});

  EXPECT_THAT(Found(report), testing::UnorderedElementsAreArray(Expected(fixture))) << text.str();
  for (const Expectation& expectation : fixture.expectations) {
    for (const ExpectedText& expected : expectation.texts) {
      const auto fields = FieldsOf(report, expectation, expected.field);
      const std::string where = fmt::format("{} of statement {}", expected.field, expectation.statement);
      if (expected.field == "at") {
        EXPECT_THAT(fields, testing::Contains(expected.text)) << where;
      } else {
        EXPECT_THAT(fields, testing::Contains(testing::HasSubstr(expected.text))) << where;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Testdata, LintFixture, testing::ValuesIn(FixturePaths()), TestName);

}  // namespace
}  // namespace lockstep::rules
