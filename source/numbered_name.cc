// SPDX-License-Identifier: Apache-2.0
#include "source/numbered_name.h"

#include <fmt/format.h>

#include "source/text.h"

namespace lockstep::source {

std::optional<NumberedName> ParseNumberedName(std::string_view name) {
  NumberedName parsed;
  if (!TakeSuffix(name, ".sql")) return std::nullopt;
  parsed.version = TakeDigits(name);
  if (parsed.version.empty() || !TakePrefix(name, "_")) return std::nullopt;
  parsed.title = name;
  return parsed;
}

std::optional<std::string> WhyNotNumbered(std::string_view name) {
  std::string lower = LowerCase(name);
  if (!lower.ends_with(".sql")) return std::nullopt;
  if (ParseNumberedName(lower)) {
    return fmt::format("is no migration as its name does not end in .sql, in lower case: rename it to {}.sql",
                       name.substr(0, name.size() - 4));
  }
  if (TakeDigits(name).empty()) return std::nullopt;
  return "is no migration as no underscore follows its version: rename it to VERSION_TITLE.sql";
}

}  // namespace lockstep::source
