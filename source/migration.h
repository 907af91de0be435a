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

// One direction of a migration: the SQL of one file, or of a section of it.
struct Part {
  std::filesystem::path path;
  sql::SourceFile file;  // its body is the SQL to run
  // SHA-256 (lowercase hex) of the body as it stands in the file, without byte order mark and with line ends
  // made "\n".
  std::string checksum;
  // The author asks for no transaction, in the way that the file's format has for it.
  bool no_transaction = false;
};

struct Migration {
  std::optional<Version> version;  // none: repeatable
  std::string name;
  std::optional<Part> up = {};
  std::optional<Part> down = {};

  // What the history knows it by: the canonical version, or of a repeatable one "R__" and its name.
  std::string Key() const;
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

// Migrations, and every problem found (not only the first). Usable only without kError problems.
struct Directory {
  std::filesystem::path path;
  std::string format;                      // "golang-migrate", …
  std::vector<Migration> migrations = {};  // in version order; each has a version
  // To be run after all others, in this order, whenever their checksum is not that of their last run. They
  // have an up part only.
  std::vector<Migration> repeatables = {};
  std::vector<Problem> problems = {};

  bool HasErrors() const;
  // Whether any of the migrations has a down part.
  bool HasDowns() const;
};

// All of them in the order in which they run: by version, then the repeatables.
std::vector<Migration> InRunOrder(Directory directory);

}  // namespace lockstep::source
