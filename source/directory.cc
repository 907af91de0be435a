// SPDX-License-Identifier: Apache-2.0
#include "source/directory.h"

#include <algorithm>
#include <array>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "source/golang_migrate.h"
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

// Sorted, so that problems come in the same order on every file system.
std::vector<fs::path> ListEntries(const fs::path& path) {
  RequireDirectory(path);
  std::vector<fs::path> entries;
  std::error_code error;
  for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    entries.push_back(entry->path());
  }
  if (error) ThrowUnreadable(path, error);
  std::sort(entries.begin(), entries.end());
  return entries;
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

// The first of the most certain ones; where none knows the directory (it is empty, or all names are wrong),
// the first of all.
const Format& RecogniseFormat(std::span<const fs::path> entries) {
  const std::span<const Format> formats = AllFormats();
  return *std::max_element(formats.begin(), formats.end(), [entries](const Format& a, const Format& b) {
    return a.recognise(entries) < b.recognise(entries);
  });
}

// A name goes into the history and into JSON, both of which are UTF-8.
void ReportUnreadableNames(Directory& directory) {
  for (const Migration& migration : directory.migrations) {
    if (sql::ValidUtf8Prefix(migration.name) == migration.name.size()) continue;
    directory.problems.push_back(
        {.path = directory.path,
         .message = fmt::format("{}: the name of migration {} is not UTF-8: rename its files",
                                directory.path.string(), migration.version.text())});
  }
}

}  // namespace

std::span<const Format> AllFormats() {
  static const std::array<Format, 1> kFormats = {kGolangMigrate};
  return kFormats;
}

Directory ReadDirectory(const fs::path& path, std::string_view format) {
  const std::vector<fs::path> entries = ListEntries(path);
  const Format& chosen = format.empty() ? RecogniseFormat(entries) : FormatNamed(format);
  Directory directory{.path = path, .format = std::string(chosen.name), .migrations = {}, .problems = {}};
  chosen.read(entries, directory);
  ReportUnreadableNames(directory);
  const auto by_version = [](const Migration& a, const Migration& b) { return a.version < b.version; };
  const auto by_path = [](const Problem& a, const Problem& b) { return a.path < b.path; };
  std::stable_sort(directory.migrations.begin(), directory.migrations.end(), by_version);
  std::stable_sort(directory.problems.begin(), directory.problems.end(), by_path);
  return directory;
}

}  // namespace lockstep::source
