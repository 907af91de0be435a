// SPDX-License-Identifier: Apache-2.0
// Lints real projects' migrations in their order, and writes what is found in every format.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

// Directories go by name, in which Diesel writes 2017-09-23-182408 for 20170923182408. Flyway's numbers
// compare by value, so that V9 comes before V10; its repeatable files come last.
std::pair<bool, std::string> OrderOf(const fs::path& path) {
  constexpr size_t kDigits = 20;
  const std::string name = path.filename();
  std::string key = path.string();
  std::erase(key, '-');
  if (!name.starts_with('V')) return {name.starts_with("R__"), key};
  const size_t digits = std::min(name.find_first_not_of("0123456789", 1), name.size()) - 1;
  return {false, std::string(kDigits - std::min(kDigits, digits), '0') + name.substr(1)};
}

bool IsDown(const fs::path& path) {
  return path.filename() == "down.sql" || path.string().ends_with(".down.sql");
}

class CorpusProject : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const fs::path folder = fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus" / GetParam();
    if (!fs::is_directory(folder)) GTEST_SKIP() << "there is no corpus beside the repository";
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.path().extension() == ".sql") paths_.push_back(entry.path());
    }
    std::sort(paths_.begin(), paths_.end(),
              [](const fs::path& left, const fs::path& right) { return OrderOf(left) < OrderOf(right); });
    ASSERT_FALSE(paths_.empty());
    Lint();
  }

  void Lint() {
    lint::Linter linter({.history_is_complete = true}, AllRules());
    for (const fs::path& path : paths_) {
      const sql::SourceFile file = sql::SourceFile::Read(path);
      const size_t down = std::min(file.text().find("-- +goose Down"), file.text().size());
      const sql::SourceFile& part = Keep(path, file.text().substr(0, down));
      if (IsDown(path)) {
        reports_.push_back(linter.LintDown(part, model::Runner::kLockstep, true));
        continue;
      }
      reports_.push_back(linter.Lint(part, model::Runner::kLockstep));
      if (down == file.text().size()) continue;
      const sql::SourceFile& rest = Keep(path, file.text().substr(down));
      reports_.push_back(linter.LintDown(rest, model::Runner::kLockstep, true));
    }
  }

  const sql::SourceFile& Keep(const fs::path& path, std::string_view text) {
    files_.push_back(sql::SourceFile::FromText(path.string(), std::string(text)));
    return files_.back();
  }

  std::vector<fs::path> paths_;
  std::deque<sql::SourceFile> files_;
  std::vector<lint::FileReport> reports_;
};

TEST_P(CorpusProject, IsLintedWholly) {
  size_t statements = 0;
  for (const lint::FileReport& report : reports_) statements += report.statements;
  EXPECT_GT(statements, paths_.size() / 2);
}

TEST_P(CorpusProject, HasFindingsInTheirPlace) {
  for (const lint::FileReport& report : reports_) {
    for (const lint::Diagnostic& diagnostic : report.diagnostics) {
      SCOPED_TRACE(report.file->name() + ": " + diagnostic.message);
      EXPECT_FALSE(diagnostic.message.empty());
      EXPECT_LE(diagnostic.span.begin, diagnostic.span.end);
      EXPECT_LE(diagnostic.span.end, report.file->text().size());
      EXPECT_GE(diagnostic.statement, 1u);
      EXPECT_LE(diagnostic.statement, report.statements);
      if (diagnostic.rule == lint::kSyntaxRule) continue;
      EXPECT_LT(diagnostic.span.begin, diagnostic.span.end);
      EXPECT_FALSE(diagnostic.help.empty());
    }
  }
}

TEST_P(CorpusProject, IsReportedInEveryFormat) {
  const lint::Counts counts = lint::Count(reports_);
  const size_t findings = counts.errors + counts.warnings + counts.infos;
  for (const lint::ReportFormat& format : lint::AllReportFormats()) {
    std::ostringstream out;
    format.write(reports_, out, {});
    const std::string text = out.str();
    if (format.name == "json") {
      EXPECT_EQ(nlohmann::json::parse(text)["diagnostics"].size(), findings + counts.ignored);
    } else if (format.name == "compact") {
      EXPECT_EQ(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), findings);
    } else {
      EXPECT_FALSE(text.empty()) << format.name;
    }
  }
}

std::string TestName(const testing::TestParamInfo<const char*>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Corpus, CorpusProject,
                         testing::Values("crates-io", "e2b", "langfuse", "marquez", "openmeter"), TestName);

}  // namespace
}  // namespace lockstep::rules
