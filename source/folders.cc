// SPDX-License-Identifier: Apache-2.0
#include "source/folders.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace lockstep::source {

namespace fs = std::filesystem;

bool HasFile(const fs::path& folder, std::string_view name) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(folder / name, ignored));
}

bool IsMigrationFolder(Reader& reader, const Entry& entry, std::string_view file) {
  if (!entry.is_directory || entry.name.starts_with('.')) {
    reader.Warn(entry.path, "is no migration");
    return false;
  }
  if (HasFile(entry.path, file)) return true;
  std::error_code error;
  fs::directory_iterator(entry.path, error);
  if (error) {
    reader.Error(entry.path, fmt::format("the folder cannot be read: {}", error.message()));
  } else {
    reader.Error(
        entry.path,
        fmt::format("is no migration as there is no {} in it: add that, or remove the folder", file));
  }
  return false;
}

void WarnOfOtherFiles(Reader& reader, const fs::path& folder, std::span<const std::string_view> known) {
  std::vector<fs::path> others;
  std::error_code unreadable;  // its files say so
  for (fs::directory_iterator entry(folder, unreadable), end; !unreadable && entry != end;
       entry.increment(unreadable)) {
    const std::string name = entry->path().filename().string();
    if (std::find(known.begin(), known.end(), name) == known.end()) others.push_back(entry->path());
  }
  std::sort(others.begin(), others.end());
  for (const fs::path& other : others) reader.Warn(other, "is no part of the migration");
}

}  // namespace lockstep::source
