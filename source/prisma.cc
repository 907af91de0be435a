// SPDX-License-Identifier: Apache-2.0
#include "source/prisma.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "source/folders.h"
#include "source/reader.h"
#include "source/text.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 2> kFiles = {"migration.sql", "down.sql"};
constexpr std::string_view kLockFile = "migration_lock.toml";  // names the kind of database

Claim ClaimEntry(const Entry& entry) {
  return entry.is_directory && HasFile(entry.path, kFiles.front()) ? Claim::kByName : Claim::kNone;
}

void ReadMigration(Reader& reader, const fs::path& folder, const Version& version, std::string_view title) {
  Migration migration{.version = version, .name = std::string(title)};
  migration.up = reader.ReadPart(folder / "migration.sql");
  if (HasFile(folder, "down.sql")) migration.down = reader.ReadPart(folder / "down.sql");
  WarnOfOtherFiles(reader, folder, kFiles);
  reader.directory().migrations.push_back(std::move(migration));
}

std::string FilledUp(std::string_view stamp) {
  constexpr size_t kDateDigits = 8;
  constexpr size_t kTimestampDigits = 14;
  std::string filled(stamp);
  if (filled.size() >= kDateDigits) filled.resize(std::max(filled.size(), kTimestampDigits), '9');
  return filled;
}

// Entries come in the order of their names, which is Prisma's own.
void Read(std::span<const Entry> entries, const Environment& /*environment*/, Directory& directory) {
  Reader reader(directory);
  std::map<Version, size_t> counts;
  for (const Entry& entry : entries) {
    if (entry.name == kLockFile || !IsMigrationFolder(reader, entry, kFiles.front())) continue;
    std::string_view title = entry.name;
    const auto stamp = Version::Parse(FilledUp(TakeDigits(title)));
    if (!stamp || (!title.empty() && !TakePrefix(title, "_"))) {
      reader.Error(entry.path, "is no migration as its name has no time stamp: rename it to TIMESTAMP_TITLE");
      continue;
    }
    const size_t earlier = counts[*stamp]++;
    const auto version = earlier == 0 ? stamp : Version::Parse(fmt::format("{}.{}", stamp->text(), earlier));
    ReadMigration(reader, entry.path, *version, title);
  }
}

std::vector<NewFile> Create(const Directory& directory, std::string_view version, std::string_view title) {
  const fs::path folder = fmt::format("{}_{}", version, title);
  std::vector<NewFile> files = {{folder / "migration.sql"}};
  if (directory.HasDowns()) files.push_back({folder / "down.sql"});
  return files;
}

}  // namespace

const Format kPrisma = {.name = "prisma",
                        .runner = "lockstep",
                        .claim = ClaimEntry,
                        .read = Read,
                        .create = Create,
                        .goes_by_name = true,
                        .folder_files = kFiles};

}  // namespace lockstep::source
