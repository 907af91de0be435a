// SPDX-License-Identifier: Apache-2.0
#include "cmd/version_argument.h"

#include <algorithm>

#include <fmt/format.h>

#include "sql/error.h"

namespace lockstep::cmd {

source::Version ParseVersion(std::string_view name, std::string_view text) {
  auto version = source::Version::Parse(text);
  if (!version)
    throw UsageError(fmt::format("{} {}: not a version: digits, with dots between them", name, text));
  return *std::move(version);
}

void RequireFile(const source::Version& version, std::span<const source::Migration> migrations) {
  const auto repeatable = std::find_if(migrations.begin(), migrations.end(),
                                       [](const source::Migration& migration) { return !migration.version; });
  migrations = {migrations.begin(), repeatable};
  const auto next =
      std::find_if(migrations.begin(), migrations.end(),
                   [&](const source::Migration& migration) { return version <= migration.version; });
  if (next != migrations.end() && next->version == version) return;
  std::string nearest;
  if (next != migrations.begin())
    nearest += fmt::format("; the one below is {}", std::prev(next)->version->text());
  if (next != migrations.end()) nearest += fmt::format("; the one above is {}", next->version->text());
  throw UsageError(fmt::format("no migration has version {}{}", version.text(), nearest));
}

}  // namespace lockstep::cmd
