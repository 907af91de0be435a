// SPDX-License-Identifier: Apache-2.0
// What a migration file format is; each has a file of its own (golang_migrate.cc, goose.cc, …).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/migration.h"

namespace lockstep::source {

// The value of an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// What stands in a migrations directory.
struct Entry {
  std::filesystem::path path;
  std::string name = {};  // the last component of the path
  bool is_directory = false;
  std::string head = {};  // of SQL files: their first bytes, as they are
};

// How a format takes an entry for one of its own.
enum class Claim : uint8_t {
  kNone,
  kByName,
  kByAnnotation,  // by what only files of this format say
};

// A file that is to be made.
struct NewFile {
  std::filesystem::path path;  // relative to the migrations directory
  std::string text = {};
};

enum class Numbering : uint8_t { kSequence, kTimestamp };

// A row of the table in directory.cc.
struct Format {
  std::string_view name;
  // The tool that the files are written for, as `lockstep lint --runner` calls it: its own, or "lockstep"
  // where that has no name there.
  std::string_view runner;
  Claim (*claim)(const Entry& entry);
  // Fills directory.migrations (unsorted), directory.repeatables and directory.problems.
  void (*read)(std::span<const Entry> entries, const Environment& environment, Directory& directory);
  // The files of a new migration: what the format wants, and a way back where the directory's others have
  // one. `version` is digits, `title` of letters, digits and underscores.
  std::vector<NewFile> (*create)(const Directory& directory, std::string_view version,
                                 std::string_view title);
  // How the first migration of a directory is numbered, and with how many digits at least.
  Numbering numbering = Numbering::kTimestamp;
  size_t digits = 1;
  // The tool runs the migrations in the order of their names. Versions are numbers here, so that is an error
  // where it comes to something else.
  bool goes_by_name = false;
  // The names of the files, where a migration is a folder of them.
  std::span<const std::string_view> folder_files = {};
};

}  // namespace lockstep::source
