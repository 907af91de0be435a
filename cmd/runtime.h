// SPDX-License-Identifier: Apache-2.0
// What a command gets from the process around it, so that tests can give it something else.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

namespace lockstep::cmd {

// Results go to `out`, progress and diagnostics about the run to `err`.
struct Runtime {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::filesystem::path working_directory;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::function<std::chrono::system_clock::time_point()> now = std::chrono::system_clock::now;
};

}  // namespace lockstep::cmd
