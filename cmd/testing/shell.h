// SPDX-License-Identifier: Apache-2.0
// Other programs, for tests of what is made for them.
#pragma once

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace lockstep::cmd {

struct ShellResult {
  int status = 0;
  std::string output;  // both streams
};

inline ShellResult Shell(const std::string& command) {
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run a shell");
  ShellResult result;
  std::array<char, 4096> buffer{};
  for (size_t size = 1; size > 0;) {
    size = std::fread(buffer.data(), 1, buffer.size(), pipe);
    result.output.append(buffer.data(), size);
  }
  result.status = pclose(pipe);
  return result;
}

inline bool IsInstalled(const std::string& program) { return Shell("command -v " + program).status == 0; }

}  // namespace lockstep::cmd
