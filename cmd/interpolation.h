// SPDX-License-Identifier: Apache-2.0
// Environment variables in the values of lockstep.yaml.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::cmd {

// The value of a variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Either the text or what is wrong with it.
struct Interpolation {
  std::string text = {};
  std::string error = {};  // empty: none
};

// Puts in ${VAR}, which has to be set (to nothing is fine), and ${VAR:-default}, where the default stands for
// a variable that is not set or empty, as in a shell. "$${" is a plain "${"; any other "$" stands for itself.
Interpolation Interpolate(std::string_view text, const Environment& environment);

}  // namespace lockstep::cmd
