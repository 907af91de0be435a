// SPDX-License-Identifier: Apache-2.0
#include "source/golang_migrate.h"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/pairs.h"
#include "source/reader.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

constexpr std::string_view kPattern = "VERSION_TITLE.up.sql or VERSION_TITLE.down.sql";

// "0001_create_users.up.sql" taken apart. The views are into the name.
struct Name {
  std::string_view version;
  std::string_view title;
  Direction direction = Direction::kUp;
};

// ^([0-9]+)_(.*)\.(up|down)\.sql$
std::optional<Name> ParseName(std::string_view name) {
  Name parsed;
  if (TakeSuffix(name, ".down.sql")) {
    parsed.direction = Direction::kDown;
  } else if (!TakeSuffix(name, ".up.sql")) {
    return std::nullopt;
  }
  parsed.version = TakeDigits(name);
  if (parsed.version.empty() || !TakePrefix(name, "_")) return std::nullopt;
  parsed.title = name;
  return parsed;
}

// golang-migrate runs VERSION_TITLE.up.ANYTHING. Behind a further dot stands what editors leave
// ("….up.sql.bak").
bool HasOtherExtension(std::string_view name) {
  const size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == name.size()) return false;
  const std::string_view extension = name.substr(dot + 1);
  const bool is_word =
      extension.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
  return is_word && ParseName(std::string(name.substr(0, dot)) + ".sql").has_value();
}

// Why a file that somebody may take for a migration is none, and what to do; nullopt when nobody would.
std::optional<std::string> WhyNoMigration(std::string_view name) {
  const std::string lower = LowerCase(name);
  if (ParseName(lower))
    return fmt::format("is no migration as it is not all in lower case: rename it to {}", lower);
  if (HasOtherExtension(lower))
    return "is no migration as its name does not end in .sql: rename it, or move it elsewhere";
  std::string_view rest = name;
  const bool has_version = !TakeDigits(rest).empty();
  const bool has_direction = lower.ends_with(".up.sql") || lower.ends_with(".down.sql");
  if (!lower.ends_with(".sql") || (!has_version && !has_direction)) return std::nullopt;
  if (!has_direction)
    return fmt::format("is no migration as its name has no direction: rename it to {}", kPattern);
  if (!has_version)
    return fmt::format("is no migration as its name has no version: rename it to {}", kPattern);
  return fmt::format("is no migration as no underscore follows its version: rename it to {}", kPattern);
}

Claim ClaimEntry(const Entry& entry) { return ParseName(entry.name) ? Claim::kByName : Claim::kNone; }

void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  Reader reader(directory);
  Pairs pairs(reader);
  for (const Entry& entry : entries) {
    if (const std::optional<Name> name = ParseName(entry.name)) {
      pairs.Add({entry.path, *Version::Parse(name->version), std::string(name->title), name->direction});
    } else if (const std::optional<std::string> why = WhyNoMigration(entry.name)) {
      reader.Error(entry.path, *why);
    } else {
      reader.Warn(entry.path, "is no migration");
    }
  }
  pairs.Read([&reader](const std::filesystem::path& path) { return reader.ReadPart(path); });
}

std::vector<NewFile> Create(const Directory& /*directory*/, std::string_view version,
                            std::string_view title) {
  return {{fmt::format("{}_{}.up.sql", version, title)}, {fmt::format("{}_{}.down.sql", version, title)}};
}

}  // namespace

const Format kGolangMigrate = {.name = "golang-migrate",
                               .runner = "lockstep",
                               .claim = ClaimEntry,
                               .read = Read,
                               .create = Create,
                               .numbering = Numbering::kSequence,
                               .digits = 6};

}  // namespace lockstep::source
