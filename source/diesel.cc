// SPDX-License-Identifier: Apache-2.0
#include "source/diesel.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/folders.h"
#include "source/reader.h"
#include "source/settings.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kFiles = {"up.sql", "down.sql", "metadata.toml"};

// "2024-10-25-112826_users" is version 20241025112826. The title is a view into the name.
struct Name {
  std::string version;
  std::string_view title;
};

Name ParseName(std::string_view name) {
  const size_t size = std::min(name.find('_'), name.size());
  Name parsed{.version = std::string(name.substr(0, size)),
              .title = name.substr(std::min(size + 1, name.size()))};
  std::erase(parsed.version, '-');
  return parsed;
}

// Where the file does not say, diesel's documentation has it that there is one.
bool AsksForNoTransaction(Reader& reader, const fs::path& folder) {
  if (!HasFile(folder, "metadata.toml")) return false;
  const std::optional<sql::SourceFile> file = reader.ReadFile(folder / "metadata.toml");
  if (!file) return false;
  bool in_transaction = true;
  for (const Setting& setting : ReadSettings(reader, *file)) {
    if (setting.key == "run_in_transaction")
      in_transaction = ReadFlag(reader, *file, setting).value_or(in_transaction);
  }
  return !in_transaction;
}

void ReadMigration(Reader& reader, const fs::path& folder, const Version& version, std::string_view title) {
  const bool no_transaction = AsksForNoTransaction(reader, folder);
  Migration migration{.version = version, .name = std::string(title)};
  migration.up = reader.ReadPart(folder / "up.sql");
  if (HasFile(folder, "down.sql")) migration.down = reader.ReadPart(folder / "down.sql");
  for (std::optional<Part>* part : {&migration.up, &migration.down}) {
    if (*part) (*part)->no_transaction = no_transaction;
  }
  WarnOfOtherFiles(reader, folder, kFiles);
  reader.directory().migrations.push_back(std::move(migration));
}

Claim ClaimEntry(const Entry& entry) {
  return entry.is_directory && HasFile(entry.path, "up.sql") ? Claim::kByName : Claim::kNone;
}

void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  Reader reader(directory);
  for (const Entry& entry : entries) {
    if (!IsMigrationFolder(reader, entry, "up.sql")) continue;
    const Name name = ParseName(entry.name);
    if (const auto version = Version::Parse(name.version)) {
      ReadMigration(reader, entry.path, *version, name.title);
    } else {
      reader.Error(entry.path, "is no migration as its name has no version: rename it to VERSION_TITLE");
    }
  }
}

// 20241025112826 as diesel itself writes it.
std::string WithHyphens(std::string_view version) {
  return fmt::format("{}-{}-{}-{}", version.substr(0, 4), version.substr(4, 2), version.substr(6, 2),
                     version.substr(8));
}

std::vector<NewFile> Create(const Directory& directory, std::string_view version, std::string_view title) {
  constexpr size_t kTimestampDigits = 14;
  const auto has_hyphens = [](const Migration& migration) {
    const std::string name = migration.up ? migration.up->path.parent_path().filename().string() : "";
    return name.substr(0, name.find('_')).find('-') != std::string::npos;
  };
  const bool with_hyphens = directory.migrations.empty() || has_hyphens(directory.migrations.back());
  const fs::path folder = fmt::format(
      "{}_{}",
      with_hyphens && version.size() == kTimestampDigits ? WithHyphens(version) : std::string(version),
      title);
  return {{folder / "up.sql"}, {folder / "down.sql"}};
}

}  // namespace

const Format kDiesel = {.name = "diesel",
                        .runner = "lockstep",
                        .claim = ClaimEntry,
                        .read = Read,
                        .create = Create,
                        .folder_files = kFiles};

}  // namespace lockstep::source
