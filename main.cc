// SPDX-License-Identifier: Apache-2.0
// The program: the process's streams, arguments and environment, handed to cmd/.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "cmd/cli.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::error_code is_gone;  // the working directory may have been removed: many commands do not need it
  lockstep::cmd::Runtime runtime{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .environment = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
      },
      .working_directory = std::filesystem::current_path(is_gone),
      .out_is_terminal = isatty(STDOUT_FILENO) == 1,
      .err_is_terminal = isatty(STDERR_FILENO) == 1,
  };
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto code = lockstep::cmd::RunCommandLine(arguments, runtime);
  std::cout.flush();
  return static_cast<int>(code);
}
