// SPDX-License-Identifier: Apache-2.0
// The pages themselves are tested in runbooks' own test; here is how they are found.
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmd/runbook_pages.h"
#include "cmd/testing/command_line.h"
#include "rules/all_rules.h"
#include "sql/source_file.h"

namespace lockstep::cmd {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Explain, HasAPageForEveryRule) {
  for (const lint::Rule* rule : rules::AllRules()) {
    const CommandLineResult result = RunForTest({"explain", std::string(rule->info.id)});
    EXPECT_EQ(result.code, ExitCode::kOk) << result.err;
    EXPECT_THAT(result.out, StartsWith(fmt::format("{} {}:", rule->info.id, rule->info.name)));
  }
}

TEST(Explain, HasEveryPage) {
  EXPECT_GT(RunbookPages().size(), rules::AllRules().size());  // recipes
  for (const RunbookPage& page : RunbookPages()) {
    const CommandLineResult result = RunForTest({"explain", std::string(page.name)});
    EXPECT_EQ(result.code, ExitCode::kOk) << result.err;
    EXPECT_THAT(result.out, HasSubstr("\n\nWhat you want to do\n\n"));
  }
}

TEST(RunbookPages, AreTheFilesAsTheyStand) {
  for (const RunbookPage& page : RunbookPages()) {
    const auto path =
        std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "runbooks" / (std::string(page.name) + ".md");
    EXPECT_EQ(page.text, sql::SourceFile::Read(path).text());
  }
}

TEST(Explain, FindsAPageByIdNameAndPathInAnyCase) {
  const std::string page = RunForTest({"explain", "MIG005"}).out;
  for (const char* name :
       {"mig005", "drop-column", "Drop-Column", "runbooks/drop-column.md", "drop-column.md"})
    EXPECT_EQ(RunForTest({"explain", name}).out, page) << name;
}

TEST(Explain, ColorsOnlyWhenAskedTo) {
  EXPECT_THAT(RunForTest({"explain", "MIG005", "--color", "always"}).out, StartsWith("\x1b[1mMIG005 "));
  EXPECT_EQ(RunForTest({"explain", "MIG005"}).out.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace lockstep::cmd
