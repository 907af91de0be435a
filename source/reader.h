// SPDX-License-Identifier: Apache-2.0
// What the formats' readers share: reading files, and saying what is wrong with them.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "source/migration.h"
#include "sql/source_file.h"

namespace lockstep::source {

// Writes into a Directory, which has to outlive it.
class Reader {
 public:
  explicit Reader(Directory& directory) : directory_(directory) {}

  Directory& directory() { return directory_; }

  // "PATH: WHAT"
  void Error(const std::filesystem::path& path, std::string_view what);
  void Warn(const std::filesystem::path& path, std::string_view what);
  // "PATH:LINE:COLUMN: WHAT"
  void ErrorAt(const sql::SourceFile& file, size_t offset, std::string_view what);
  void WarnAt(const sql::SourceFile& file, size_t offset, std::string_view what);

  // Nothing when it cannot be read, which is then an error.
  std::optional<sql::SourceFile> ReadFile(const std::filesystem::path& path);
  // The whole file is the part.
  std::optional<Part> ReadPart(const std::filesystem::path& path);

 private:
  void Report(ProblemSeverity severity, const std::filesystem::path& path, std::string message);

  Directory& directory_;
};

// With the checksum of the file's body.
Part MakePart(sql::SourceFile file, bool no_transaction = false);

// Whether nothing stands in the file's body but blank lines and comments that begin with "--".
bool IsEmptyBody(const sql::SourceFile& file);

}  // namespace lockstep::source
