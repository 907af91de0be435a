// SPDX-License-Identifier: Apache-2.0
// lockstep(1), as roff source in the man macros.
#pragma once

#include <string>
#include <string_view>

#include "cmd/command_tree.h"

namespace lockstep::cmd {

std::string ManualPage(const CommandInfo& program, std::string_view version);

}  // namespace lockstep::cmd
