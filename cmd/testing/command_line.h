// SPDX-License-Identifier: Apache-2.0
// Runs command lines within a test: streams, environment and clock are the test's.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "cmd/cli.h"

namespace lockstep::cmd {

struct CommandLineResult {
  ExitCode code = ExitCode::kOk;
  std::string out;
  std::string err;
};

// In the working directory of the process. The clock stands at 2026-01-02 03:04:05 UTC.
inline CommandLineResult RunForTest(const std::vector<std::string>& arguments,
                                    const std::map<std::string, std::string>& environment = {},
                                    const std::string& input = {}) {
  static constexpr std::chrono::system_clock::time_point kNow{std::chrono::seconds(1767323045)};
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  Runtime runtime{
      .in = in,
      .out = out,
      .err = err,
      .environment = [&environment](const std::string& name) -> std::optional<std::string> {
        const auto found = environment.find(name);
        return found == environment.end() ? std::nullopt : std::optional(found->second);
      },
      .working_directory = std::filesystem::current_path(),
      .now = [] { return kNow; },
  };
  const ExitCode code = RunCommandLine(arguments, runtime);
  return {.code = code, .out = out.str(), .err = err.str()};
}

}  // namespace lockstep::cmd
