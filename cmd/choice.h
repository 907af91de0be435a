// SPDX-License-Identifier: Apache-2.0
// Options of the command line that take one of several words.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class Validator;
}

namespace lockstep::cmd {

// For CLI::Option::check. Help, manual page and completions know the choices from it.
CLI::Validator OneOf(std::vector<std::string> choices);

}  // namespace lockstep::cmd
