// SPDX-License-Identifier: Apache-2.0
// The command line: parses it, runs the command, turns errors into messages and exit codes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cmd/command.h"

namespace lockstep::cmd {

// `arguments` without the program's name. Never throws, never exits.
ExitCode RunCommandLine(const std::vector<std::string>& arguments, Runtime& runtime);

// All commands and options, for those that describe them (completions, the manual page). Commands of `app`
// refer to both other arguments.
std::unique_ptr<CLI::App> MakeApp(GlobalOptions& global, CommandContext& context);

}  // namespace lockstep::cmd
