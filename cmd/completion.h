// SPDX-License-Identifier: Apache-2.0
// Completion scripts for shells: one function and one file each.
#pragma once

#include <string>

#include "cmd/command_tree.h"

namespace lockstep::cmd {

std::string BashCompletion(const CommandInfo& program);
std::string ZshCompletion(const CommandInfo& program);
std::string FishCompletion(const CommandInfo& program);

}  // namespace lockstep::cmd
