// SPDX-License-Identifier: Apache-2.0
#include "cmd/lint_options.h"

#include <fnmatch.h>

#include <algorithm>

namespace lockstep::cmd {

lint::LintOptions LintOptionsOf(const LintConfig& config) {
  lint::LintOptions result;
  if (config.small_table_rows) result.small_table_rows = *config.small_table_rows;
  result.time_zone = config.timezone.value_or("");
  for (const auto& [id, severity] : config.rules) {
    if (severity) {
      result.severities.emplace(id, *severity);
    } else {
      result.disabled.insert(id);
    }
  }
  return result;
}

std::optional<lint::TableSizes> ReadTableSizes(const std::string& file, CommandContext& context) {
  if (!file.empty()) return lint::ReadTableSizes(sql::SourceFile::Read(file));
  const auto& configured = context.config().lint.stats;
  if (!configured) return std::nullopt;
  return lint::ReadTableSizes(sql::SourceFile::Read(context.ShownPath(*configured)));
}

std::optional<sql::SourceFile> ReadBaseSchema(CommandContext& context) {
  const auto& schema = context.config().lint.schema;
  if (!schema) return std::nullopt;
  return sql::SourceFile::Read(context.ShownPath(*schema));
}

bool IsExcludedFromLint(const std::filesystem::path& path, CommandContext& context) {
  const Config& config = context.config();
  if (config.lint.exclude.empty()) return false;
  const std::string relative =
      std::filesystem::absolute(path).lexically_relative(config.path.parent_path()).generic_string();
  return std::any_of(config.lint.exclude.begin(), config.lint.exclude.end(), [&](const std::string& pattern) {
    return fnmatch(pattern.c_str(), relative.c_str(), 0) == 0;
  });
}

}  // namespace lockstep::cmd
