// SPDX-License-Identifier: Apache-2.0
// How many: numbers that users give to commands.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lockstep::cmd {

// Decimal digits and nothing else, of 32 bits at most: CLI11 by itself takes -1 for the largest number there
// is, and 010 for 8.
std::optional<size_t> ParseCount(std::string_view text);

// An option or argument of the command line that takes one; `name` and `description` as in
// CLI::App::add_option.
CLI::Option* AddCountOption(CLI::App& app, const std::string& name, std::optional<size_t>& value,
                            const std::string& description);

}  // namespace lockstep::cmd
