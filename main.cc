// SPDX-License-Identifier: Apache-2.0
// The program: the process's streams, arguments and environment, handed to cmd/.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "cmd/cli.h"

namespace {

// A stream that was closed by who started us would be the next file or connection that we open, and get
// what we print. Opened the other way round, it goes on failing.
void OccupyClosedStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1) open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

}  // namespace

int main(int argc, char** argv) {
  OccupyClosedStreams();
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
