// SPDX-License-Identifier: Apache-2.0
// The sample directories that the documentation demonstrates with.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> UpFiles(const char* folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(LOCKSTEP_SOURCE_DIR) / "testdata/shop" / folder)) {
    if (entry.path().string().ends_with(".up.sql")) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// "RULE place", with "ignored" where a directive says so.
std::vector<std::string> Lint(const char* folder) {
  std::deque<sql::SourceFile> files;
  std::vector<std::string> findings;
  lint::Linter linter({.history_is_complete = true}, AllRules());
  for (const fs::path& path : UpFiles(folder)) {
    files.push_back(sql::SourceFile::Read(path));
    const lint::FileReport report = linter.Lint(files.back(), model::Runner::kLockstep);
    for (const lint::Diagnostic& diagnostic : report.diagnostics) {
      std::ostringstream finding;
      finding << diagnostic.rule << ' ' << path.filename().string() << ':'
              << report.file->PositionOf(diagnostic.span.begin).line
              << (diagnostic.ignored ? " ignored" : "");
      findings.push_back(finding.str());
    }
  }
  return findings;
}

TEST(Shop, HasMigrations) {
  EXPECT_FALSE(UpFiles("migrations").empty());
  EXPECT_FALSE(UpFiles("unsafe").empty());
}

TEST(Shop, IsCleanWhereItIsSafe) { EXPECT_THAT(Lint("migrations"), testing::IsEmpty()); }

TEST(Shop, ShowsTheCoreRulesWhereItIsNot) {
  EXPECT_THAT(Lint("unsafe"),
              testing::ElementsAre(
                  "MIG001 000002_risky_changes.up.sql:2", "MIG002 000002_risky_changes.up.sql:4",
                  "MIG025 000002_risky_changes.up.sql:6", "MIG003 000002_risky_changes.up.sql:6",
                  "MIG005 000002_risky_changes.up.sql:9 ignored", "MIG006 000003_rename_and_index.up.sql:1",
                  "MIG007 000003_rename_and_index.up.sql:2"));
}

}  // namespace
}  // namespace lockstep::rules
