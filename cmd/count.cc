// SPDX-License-Identifier: Apache-2.0
#include "cmd/count.h"

#include <charconv>
#include <cstdint>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace lockstep::cmd {

std::optional<size_t> ParseCount(std::string_view text) {
  uint32_t count = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || rest != end) return std::nullopt;
  return count;
}

CLI::Option* AddCountOption(CLI::App& app, const std::string& name, std::optional<size_t>& value,
                            const std::string& description) {
  const CLI::Validator is_count(
      [](const std::string& text) {
        return ParseCount(text) ? std::string()
                                : fmt::format("expected a number such as 0 or 12, not \"{}\"", text);
      },
      "");
  const auto store = [&value](const std::string& text) { value = ParseCount(text); };
  return app.add_option_function<std::string>(name, store, description)->check(is_count);
}

}  // namespace lockstep::cmd
