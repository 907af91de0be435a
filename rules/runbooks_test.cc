// SPDX-License-Identifier: Apache-2.0
// Lints the SQL blocks of every runbook page: the unsafe forms must be found, the safe form must be clean.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "rules/testing/runbook.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

std::string TestName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class RunbookPage : public testing::TestWithParam<fs::path> {
 protected:
  RunbookPage() : runbook_(ReadRunbook(GetParam())) {}

  lint::Linter AfterSetup() {
    lint::Linter linter({.history_is_complete = true}, AllRules());
    linter.ReplaySilently(Keep("0001_setup.up.sql", runbook_.setup), model::Runner::kLockstep);
    return linter;
  }

  const sql::SourceFile& Keep(std::string name, std::string sql) {
    files_.push_back(sql::SourceFile::FromText(std::move(name), std::move(sql)));
    return files_.back();
  }

  static std::string Text(const lint::FileReport& report) {
    std::ostringstream text;
    lint::WriteCompact({&report, 1}, text, {});
    return text.str();
  }

  static std::vector<std::string> RulesIn(const lint::FileReport& report) {
    std::vector<std::string> rules;
    for (const lint::Diagnostic& diagnostic : report.diagnostics) {
      if (!diagnostic.ignored) rules.emplace_back(diagnostic.rule);
    }
    return rules;
  }

  const Runbook runbook_;

 private:
  std::deque<sql::SourceFile> files_;
};

TEST_P(RunbookPage, ReportsItsRuleAloneForEachUnsafeForm) {
  for (const BadBlock& bad : runbook_.bad) {
    SCOPED_TRACE(fmt::format("{}:{}", GetParam().string(), bad.line));
    lint::Linter linter = AfterSetup();
    const auto runner = model::RunnerFromName(bad.runner.empty() ? "lockstep" : bad.runner);
    ASSERT_TRUE(runner.has_value()) << bad.runner;
    const lint::FileReport report = linter.Lint(Keep("0002_bad.up.sql", bad.sql), *runner);
    const std::string rule = bad.rule.empty() ? runbook_.rule : bad.rule;
    ASSERT_FALSE(rule.empty()) << "a recipe's bad block names the rule";
    EXPECT_THAT(RulesIn(report), testing::Each(rule)) << Text(report);
    // A recipe may be ahead of the rule that it is about.
    if (lint::FindRule(AllRules(), rule) == nullptr) continue;
    EXPECT_THAT(RulesIn(report), testing::Contains(rule));
  }
}

TEST_P(RunbookPage, IsCleanInItsSafeForm) {
  lint::Linter linter = AfterSetup();
  for (const GoodFile& up : runbook_.ups) {
    const lint::FileReport report = linter.Lint(Keep(up.name, up.sql), model::Runner::kLockstep);
    EXPECT_THAT(RulesIn(report), testing::IsEmpty()) << GetParam() << ":" << up.line << "\n" << Text(report);
  }
}

TEST_P(RunbookPage, HasDownFilesThatNothingStops) {
  lint::Linter linter = AfterSetup();
  for (size_t i = 0; i < runbook_.ups.size(); ++i) {
    const GoodFile& up = runbook_.ups[i];
    const GoodFile& down = runbook_.downs[i];
    linter.ReplaySilently(Keep(up.name, up.sql), model::Runner::kLockstep);
    const lint::FileReport report =
        linter.LintDown(Keep(down.name, down.sql), model::Runner::kLockstep, false);
    EXPECT_THAT(RulesIn(report), testing::IsEmpty()) << GetParam() << ":" << down.line << "\n"
                                                     << Text(report);
  }
}

TEST_P(RunbookPage, ShowsAnUnsafeAndASafeForm) {
  EXPECT_FALSE(runbook_.setup.empty());
  EXPECT_FALSE(runbook_.bad.empty());
  EXPECT_FALSE(runbook_.ups.empty());
}

INSTANTIATE_TEST_SUITE_P(Runbooks, RunbookPage,
                         testing::ValuesIn(RunbookPages(fs::path(LOCKSTEP_SOURCE_DIR) / "runbooks")),
                         TestName);

}  // namespace
}  // namespace lockstep::rules
