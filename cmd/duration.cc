// SPDX-License-Identifier: Apache-2.0
#include "cmd/duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace lockstep::cmd {

namespace {

constexpr int64_t kLongest = std::numeric_limits<int32_t>::max();

constexpr std::array<std::pair<std::string_view, int64_t>, 4> kUnits = {
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};

}  // namespace

std::optional<std::chrono::milliseconds> ParseDuration(std::string_view text) {
  if (text == "0") return std::chrono::milliseconds(0);
  int64_t count = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || count < 0) return std::nullopt;
  const std::string_view written_unit = text.substr(static_cast<size_t>(rest - text.data()));
  for (const auto& [unit, milliseconds] : kUnits) {
    if (written_unit != unit) continue;
    if (count > kLongest / milliseconds) return std::nullopt;
    return std::chrono::milliseconds(count * milliseconds);
  }
  return std::nullopt;
}

std::string DurationError(std::string_view text) {
  return fmt::format("expected a duration such as 500ms, 60s, 5m, 1h (596h at most) or 0, not \"{}\"", text);
}

CLI::Option* AddDurationOption(CLI::App& app, const std::string& name,
                               std::optional<std::chrono::milliseconds>& value,
                               const std::string& description) {
  const CLI::Validator is_duration(
      [](const std::string& text) { return ParseDuration(text) ? std::string() : DurationError(text); }, "");
  const auto store = [&value](const std::string& text) { value = ParseDuration(text); };
  return app.add_option_function<std::string>(name, store, description)
      ->check(is_duration)
      ->type_name("DURATION");
}

}  // namespace lockstep::cmd
