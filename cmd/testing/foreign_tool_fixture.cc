// SPDX-License-Identifier: Apache-2.0
#include "cmd/testing/foreign_tool_fixture.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "cmd/testing/shell.h"

namespace lockstep::cmd {

void ForeignToolTest::SetUp() {
  CommandTest::SetUp();
  if (IsSkipped() || HasFatalFailure() || std::filesystem::exists(PathOfProgram())) return;
  // cmake/Targets.cmake looks for these words.
  const std::string missing =
      fmt::format("{0} is not here: scripts/foreign-tools {0} fetches it", tool_.name);
  if (std::getenv("CI") != nullptr && IsInstalled(tool_.client)) FAIL() << missing;
  GTEST_SKIP() << missing;
}

ProgramProcess ForeignToolTest::StartTool(const std::vector<std::string>& command) const {
  std::vector<std::string> arguments;
  for (const std::string& option : tool_.options) {
    arguments.push_back(fmt::format(fmt::runtime(option), fmt::arg("dir", directory_.path().string()),
                                    fmt::arg("url", url_)));
  }
  arguments.insert(arguments.end(), command.begin(), command.end());
  return ProgramProcess(std::move(arguments), {}, PathOfProgram());
}

std::string ForeignToolTest::RunTool(const std::vector<std::string>& command) const {
  ProgramProcess process = StartTool(command);
  EXPECT_EQ(process.Wait(), 0) << process.output();
  return process.output();
}

void ForeignToolTest::Succeed(const std::vector<std::string>& command) const {
  const Ran ran = Run(command);
  EXPECT_EQ(ran.code, ExitCode::kOk) << command.front() << ": " << ran.err;
}

std::vector<std::string> ForeignToolTest::TableRows(std::string_view table) const {
  return Column(fmt::format("SELECT t::text FROM {} t ORDER BY 1", table));
}

std::vector<std::string> ForeignToolTest::HistoryRows() const {
  return Column(
      "SELECT version || ' ' || name || ' ' || kind FROM lockstep_history WHERE version ~ '^[0-9]' "
      "ORDER BY version::int8");
}

void ForeignToolTest::ExpectTakenOver(std::string_view table, const std::vector<std::string>& history,
                                      std::string_view pending) const {
  const auto rows = TableRows(table);
  Succeed({"adopt"});
  EXPECT_EQ(HistoryRows(), history);
  const Ran check = Run({"check"});
  EXPECT_EQ(check.code, ExitCode::kPending);
  EXPECT_EQ(check.out, pending);
  Succeed({"up"});
  Succeed({"check"});
  EXPECT_EQ(TableRows(table), rows);
}

std::string ForeignToolTest::PathOfProgram() const {
  return std::filesystem::path(LOCKSTEP_SOURCE_DIR) / ".deps" / "foreign-tools" / tool_.name / tool_.program;
}

}  // namespace lockstep::cmd
