// SPDX-License-Identifier: Apache-2.0
// Formats of which one file holds both parts of a migration, each in a section of its own.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "source/reader.h"
#include "source/version.h"

namespace lockstep::source {

struct Section {
  size_t begin = 1;  // its first line, behind the annotation
  size_t end = 1;    // the line behind its last one: the next annotation's, or one more than the file has
  bool no_transaction = false;
};

struct Sections {
  std::optional<Section> up = {};
  std::optional<Section> down = {};
};

// Adds the migration of a file to the directory. `run` is what will be run: `file` itself, or the same lines
// with something put in; checksums are always those of `file`. A section without SQL is a warning.
void AddMigration(Reader& reader, const Version& version, std::string_view title, const Sections& sections,
                  const sql::SourceFile& file, const sql::SourceFile& run);

}  // namespace lockstep::source
