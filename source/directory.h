// SPDX-License-Identifier: Apache-2.0
// Reads a migrations directory: finds its format, reads and pairs its files.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "source/migration.h"

namespace lockstep::source {

// One migration file format; one file each (golang_migrate.cc, …). A row of the table in directory.cc.
struct Format {
  std::string_view name;
  // How sure this format is that the directory is its own, from the entries' names: the highest wins, 0 is
  // "not mine".
  int (*recognise)(std::span<const std::filesystem::path> entries);
  // Fills directory.migrations (unsorted) and directory.problems from the entries.
  void (*read)(std::span<const std::filesystem::path> entries, Directory& directory);
};

std::span<const Format> AllFormats();

// Reads the directory with the named format, or the recognised one when `format` is empty. Throws FileError
// when the path is not a readable directory, UsageError for an unknown format; all else is in
// Directory::problems.
Directory ReadDirectory(const std::filesystem::path& path, std::string_view format = {});

}  // namespace lockstep::source
