// SPDX-License-Identifier: Apache-2.0
#include "source/directory.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "source/claims.h"
#include "source/dbmate.h"
#include "source/diesel.h"
#include "source/flyway.h"
#include "source/golang_migrate.h"
#include "source/goose.h"
#include "source/prisma.h"
#include "source/reader.h"
#include "source/sqlx.h"
#include "sql/error.h"
#include "sql/utf8.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void ThrowUnreadable(const fs::path& path, const std::error_code& error) {
  throw FileError(fmt::format("{}: the directory cannot be read: {}", path.string(), error.message()));
}

// Throws where the reason asks for another answer than "cannot be read".
void RequireDirectory(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    throw FileError(fmt::format("{}: there is no such directory: create it, or name the right one with --dir",
                                path.string()));
  }
  if (error) ThrowUnreadable(path, error);
  if (!fs::is_directory(status)) {
    throw FileError(fmt::format("{}: is not a directory: name the directory of the migrations with --dir",
                                path.string()));
  }
}

// Annotations stand at the beginning of a file, behind a licence at most.
constexpr size_t kHeadSize = 16 * 1024;

std::string ReadHead(const fs::path& path) {
  std::array<char, kHeadSize> head;
  std::ifstream file;
  file.rdbuf()->pubsetbuf(nullptr, 0);  // it is read into `head` at once
  file.open(path, std::ios::binary);    // whoever reads all of it says why it cannot be read
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  return {head.data(), static_cast<size_t>(file.gcount())};
}

// The directory tells the kind of all but symbolic links.
Entry EntryOf(const fs::directory_entry& listed) {
  Entry entry{.path = listed.path(), .name = listed.path().filename().string()};
  std::error_code unreadable;
  entry.is_directory = listed.is_directory(unreadable);
  const bool is_sql = entry.name.ends_with(".sql");
  if (is_sql && listed.is_regular_file(unreadable)) entry.head = ReadHead(entry.path);
  return entry;
}

// Sorted, so that problems come in the same order on every file system.
std::vector<Entry> ListEntries(const fs::path& path) {
  RequireDirectory(path);
  std::vector<Entry> entries;
  std::error_code error;
  for (fs::directory_iterator listed(path, error), end; !error && listed != end; listed.increment(error))
    entries.push_back(EntryOf(*listed));
  if (error) ThrowUnreadable(path, error);
  std::sort(entries.begin(), entries.end(),
            [](const Entry& left, const Entry& right) { return left.name < right.name; });
  return entries;
}

bool HasError(const Directory& directory, const fs::path& path) {
  return std::any_of(directory.problems.begin(), directory.problems.end(), [&path](const Problem& problem) {
    return problem.severity == ProblemSeverity::kError && problem.path == path;
  });
}

// Migrations of other formats, which the directory's own has passed over, or has taken for what they are not.
void ReportForeign(std::span<const Entry> entries, const Claims& claims, const Format& own,
                   Directory& directory) {
  for (size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    const Claim strongest = claims.StrongestOf(i);
    if (claims.Of(i, own) == strongest) continue;
    // What the directory's own format misses in a file is no advice for one that is annotated for another.
    if (strongest != Claim::kByAnnotation && HasError(directory, entry.path)) continue;
    std::erase_if(directory.problems,
                  [&entry](const Problem& problem) { return problem.path == entry.path; });
    Reader(directory).Error(entry.path,
                            fmt::format("is in {}'s format, in a directory of {}'s: move it elsewhere, or "
                                        "name the right format with --source-format",
                                        claims.ClaimantOf(i)->name, own.name));
  }
}

// Formats of one file, or one folder, a migration leave it to the version to tell two of them apart.
void ReportDuplicates(Directory& directory) {
  const std::vector<Migration>& migrations = directory.migrations;
  for (size_t i = 1; i < migrations.size(); ++i) {
    const Migration& earlier = migrations[i - 1];
    if (earlier.version != migrations[i].version || !earlier.up || !migrations[i].up) continue;
    Reader(directory).Error(migrations[i].up->path,
                            fmt::format("has the version of {}: give one of them another version",
                                        earlier.up->path.lexically_relative(directory.path).string()));
  }
}

void ReportOtherOrder(const Format& format, Directory& directory) {
  const auto name_of = [&directory](const Part& part) {
    return part.path.lexically_relative(directory.path).begin()->string();
  };
  const std::vector<Migration>& migrations = directory.migrations;
  for (size_t i = 1; i < migrations.size(); ++i) {
    if (!migrations[i - 1].up || !migrations[i].up) continue;
    const std::string earlier = name_of(*migrations[i - 1].up);
    const bool is_other =
        name_of(*migrations[i].up) < earlier && migrations[i - 1].version != migrations[i].version;
    if (!is_other) continue;
    Reader(directory).Error(
        migrations[i].up->path,
        fmt::format("{} goes by names and runs this before {}, while versions are numbers "
                    "here: give both as many digits",
                    format.name, earlier));
  }
}

// A name goes into the history and into JSON, both of which are UTF-8.
void ReportUnreadableNames(Directory& directory) {
  for (const Migration& migration : directory.migrations) {
    if (sql::ValidUtf8Prefix(migration.name) == migration.name.size()) continue;
    directory.problems.push_back(
        {.path = directory.path,
         .message = fmt::format("{}: the name of migration {} is not UTF-8: rename its files",
                                directory.path.string(), migration.Key())});
  }
}

}  // namespace

std::span<const Format> AllFormats() {
  // Among equally many claims the first wins: golang-migrate over sqlx for pairs of files, and annotated
  // files over bare ones.
  static const std::array kFormats = {kGolangMigrate, kGoose, kDbmate, kSqlx, kFlyway, kDiesel, kPrisma};
  return kFormats;
}

const Format& FormatNamed(std::string_view name) {
  const std::span<const Format> formats = AllFormats();
  const auto found = std::find_if(formats.begin(), formats.end(),
                                  [name](const Format& format) { return format.name == name; });
  if (found != formats.end()) return *found;
  std::string known;
  for (const Format& format : formats) known += fmt::format("{}{}", known.empty() ? "" : ", ", format.name);
  throw UsageError(fmt::format("there is no migration file format \"{}\"; the formats are: {}", name, known));
}

Directory ReadDirectory(const fs::path& path, const ReadOptions& options) {
  const Environment environment =
      options.environment ? options.environment : [](const std::string&) { return std::nullopt; };
  const std::vector<Entry> entries = ListEntries(path);
  const Claims claims(entries, AllFormats());
  const Format& format = options.format.empty() ? claims.Recognise() : FormatNamed(options.format);
  Directory directory{.path = path, .format = std::string(format.name)};
  format.read(entries, environment, directory);
  const auto by_version = [](const Migration& a, const Migration& b) { return *a.version < *b.version; };
  const auto by_path = [](const Problem& a, const Problem& b) { return a.path < b.path; };
  std::stable_sort(directory.migrations.begin(), directory.migrations.end(), by_version);
  ReportForeign(entries, claims, format, directory);
  ReportDuplicates(directory);
  ReportUnreadableNames(directory);
  if (format.goes_by_name) ReportOtherOrder(format, directory);
  std::stable_sort(directory.problems.begin(), directory.problems.end(), by_path);
  return directory;
}

fs::path DirectoryOf(const fs::path& file) {
  const auto folder_of = [](const fs::path& path) {
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
  };
  const auto directory_of = [&folder_of](const fs::path& folder) {
    const fs::path name = folder.filename();
    if (name == "." || name == "..") return (folder / "..").lexically_normal();
    return folder_of(folder);
  };
  const std::string name = file.filename().string();
  const fs::path folder = folder_of(file);
  for (const Format& format : AllFormats()) {
    const auto names = format.folder_files;
    if (std::find(names.begin(), names.end(), name) != names.end()) return directory_of(folder);
  }
  return folder;
}

}  // namespace lockstep::source
