// SPDX-License-Identifier: Apache-2.0
#include "cmd/command.h"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "sql/error.h"

namespace lockstep::cmd {

const Config& CommandContext::config() {
  if (config_) return *config_;
  if (!global_.config.empty()) {
    config_ = ReadConfig(global_.config, runtime_.environment);
  } else if (const auto found = FindConfig(runtime_.working_directory)) {
    config_ = ReadConfig(ShownPath(*found), runtime_.environment);
  } else {
    config_ = Config{};
  }
  return *config_;
}

bool CommandContext::ColorFor(bool is_terminal) const {
  switch (global_.color) {
    case ColorChoice::kAlways:
      return true;
    case ColorChoice::kNever:
      return false;
    case ColorChoice::kAuto:
      break;
  }
  // https://no-color.org: set and not empty.
  const auto no_color = runtime_.environment("NO_COLOR");
  return is_terminal && (!no_color || no_color->empty());
}

std::filesystem::path CommandContext::ShownPath(const std::filesystem::path& path) const {
  return path.lexically_proximate(runtime_.working_directory);
}

std::optional<std::filesystem::path> CommandContext::FindMigrationsDirectory() {
  if (!global_.dir.empty()) return global_.dir;
  if (const auto dir = runtime_.environment("LOCKSTEP_DIR"); dir && !dir->empty()) return *dir;
  if (config().dir) return ShownPath(*config().dir);
  std::error_code unreadable;  // as good as not there
  for (const char* candidate : {"migrations", "db/migrations"}) {
    if (std::filesystem::is_directory(runtime_.working_directory / candidate, unreadable)) return candidate;
  }
  return std::nullopt;
}

std::filesystem::path CommandContext::MigrationsDirectory() {
  if (auto found = FindMigrationsDirectory()) return *std::move(found);
  throw UsageError(
      "there is no migrations directory: neither ./migrations nor ./db/migrations exists here; give one with "
      "--dir DIR");
}

source::ReadOptions CommandContext::SourceOptions() {
  source::ReadOptions options{.format = global_.source_format, .environment = runtime_.environment};
  if (options.format.empty() && config().source_format) options.format = *config().source_format;
  return options;
}

std::string CommandContext::DatabaseUrl() {
  if (!global_.database.empty()) return global_.database;
  for (const char* name : {"LOCKSTEP_DATABASE_URL", "DATABASE_URL_DIRECT", "DATABASE_URL"}) {
    if (const auto url = runtime_.environment(name); url && !url->empty()) return *url;
  }
  return config().database.value_or("");
}

}  // namespace lockstep::cmd
