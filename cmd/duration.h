// SPDX-License-Identifier: Apache-2.0
// Durations as users write them: 500ms, 60s, 5m, 1h, 0.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lockstep::cmd {

// A whole number with a unit, or 0. Nothing for anything else, and for what is longer than PostgreSQL's
// timeouts, which are milliseconds in 31 bits: 596h.
std::optional<std::chrono::milliseconds> ParseDuration(std::string_view text);

// What to write instead: `expected a duration such as 500ms, …, not "5 min"`.
std::string DurationError(std::string_view text);

// An option of the command line that takes a duration; `name` and `description` as in CLI::App::add_option.
CLI::Option* AddDurationOption(CLI::App& app, const std::string& name,
                               std::optional<std::chrono::milliseconds>& value,
                               const std::string& description);

}  // namespace lockstep::cmd
