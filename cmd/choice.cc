// SPDX-License-Identifier: Apache-2.0
#include "cmd/choice.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "cmd/suggestion.h"

namespace lockstep::cmd {

CLI::Validator OneOf(std::vector<std::string> choices) {
  std::string description = fmt::format("{{{}}}", fmt::join(choices, ","));
  auto complaint = [choices = std::move(choices)](const std::string& text) -> std::string {
    const std::vector<std::string_view> known(choices.begin(), choices.end());
    const bool is_known = std::find(known.begin(), known.end(), text) != known.end();
    return is_known ? "" : NotOneOf(text, known);
  };
  return CLI::Validator(std::move(complaint), std::move(description));
}

}  // namespace lockstep::cmd
