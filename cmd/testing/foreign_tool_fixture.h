// SPDX-License-Identifier: Apache-2.0
// For GoogleTest: another migration tool itself and Lockstep, with one directory of migrations and one
// database.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cmd/testing/command_fixture.h"
#include "cmd/testing/program.h"

namespace lockstep::cmd {

struct ForeignTool {
  std::string name;  // as scripts/foreign-tools calls it
  std::string program;
  std::string client;                // the package client that fetches it
  std::vector<std::string> options;  // before each command; {dir} and {url} are the test's
};

// Skipped where the tool is not here; failed when the environment variable CI is set and its package client
// is here.
class ForeignToolTest : public CommandTest {
 protected:
  explicit ForeignToolTest(ForeignTool tool) : tool_(std::move(tool)) {}
  void SetUp() override;

  ProgramProcess StartTool(const std::vector<std::string>& command) const;
  // Until it ends, well; the result is what it has printed.
  std::string RunTool(const std::vector<std::string>& command) const;
  // Of Lockstep.
  void Succeed(const std::vector<std::string>& command) const;
  // Of the other tool.
  std::vector<std::string> TableRows(std::string_view table) const;
  // "1 a adopted"
  std::vector<std::string> HistoryRows() const;
  // From adopt to the end of up, with the tool's table as it was throughout.
  void ExpectTakenOver(std::string_view table, const std::vector<std::string>& history,
                       std::string_view pending) const;

 private:
  std::string PathOfProgram() const;

  ForeignTool tool_;
};

class GolangMigrateTest : public ForeignToolTest {
 protected:
  GolangMigrateTest()
      : ForeignToolTest({.name = "golang-migrate",
                         .program = "migrate",
                         .client = "go",
                         .options = {"-path", "{dir}", "-database", "{url}"}}) {}
};

}  // namespace lockstep::cmd
