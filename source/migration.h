// SPDX-License-Identifier: Apache-2.0
// What a migrations directory holds, whatever its file format.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/version.h"
#include "sql/source_file.h"

namespace lockstep::source {

// One direction of a migration: the SQL of one file.
struct Part {
  std::filesystem::path path;
  sql::SourceFile file;
  // SHA-256 (lowercase hex) of the text with byte order mark removed and line ends made "\n".
  std::string checksum;
};

struct Migration {
  Version version;
  std::string name;
  std::optional<Part> up;
  std::optional<Part> down;
};

enum class ProblemSeverity {
  kError,    // the directory cannot be used
  kWarning,  // a file that is not a migration; shown with --verbose
};

// Something wrong in a directory, with what to do about it. `message` names the file.
struct Problem {
  ProblemSeverity severity = ProblemSeverity::kError;
  std::filesystem::path path;
  std::string message;
};

// Migrations in version order, and every problem found (not only the first). Usable only without kError
// problems.
struct Directory {
  std::filesystem::path path;
  std::string format;  // "golang-migrate", …
  std::vector<Migration> migrations;
  std::vector<Problem> problems;

  bool HasErrors() const;
};

}  // namespace lockstep::source
