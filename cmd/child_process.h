// SPDX-License-Identifier: Apache-2.0
// Runs a program and reads what it prints.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "pg/interrupt.h"

namespace lockstep::cmd {

struct ProgramOutput {
  std::string text;                // longer than asked for where there was more
  std::optional<int> signal = {};  // that ended it
  int exit_code = 0;
  bool was_interrupted = false;  // and so ended
};

// `arguments` begin with the program, which is looked for in PATH. It runs in that folder, without standard
// input; its error stream is ours. No more than about `longest` bytes are read. `interrupt` may be null.
// Throws std::system_error when it cannot be started.
ProgramOutput RunProgram(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                         size_t longest, const pg::Interrupt* interrupt);

}  // namespace lockstep::cmd
