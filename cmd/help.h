// SPDX-License-Identifier: Apache-2.0
// What --help prints.
#pragma once

#include <string>

#include "cmd/command_tree.h"

namespace lockstep::cmd {

// Of the program: commands by group, and the options that all commands share.
std::string ProgramHelp(const CommandInfo& program);

// Of one of its commands.
std::string CommandHelp(const CommandInfo& program, const CommandInfo& command);

}  // namespace lockstep::cmd
