// SPDX-License-Identifier: Apache-2.0
// Reads a migrations directory: finds its format, reads its files, and says all that is wrong with them.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "source/format.h"
#include "source/migration.h"

namespace lockstep::source {

std::span<const Format> AllFormats();

// Throws UsageError, which names all formats, when there is none of that name.
const Format& FormatNamed(std::string_view name);

struct ReadOptions {
  std::string_view format = {};  // empty: the recognised one
  // For formats that put environment variables into the SQL; none given: no variable is set.
  Environment environment = {};
};

// The format is the one that claims most entries; an entry counts for the one that claims it most firmly,
// among equals for the earlier in the table. One that knows some of them by annotations, and takes all of
// them, is preferred: pairs of files are golang-migrate's unless one says "-- no-transaction" to sqlx. Throws
// FileError when the path is not a readable directory, UsageError for an unknown format; all else is in
// Directory::problems.
Directory ReadDirectory(const std::filesystem::path& path, const ReadOptions& options = {});

// The directory whose migration a file may be: the one that it stands in, or the one above where a migration
// is a folder of files with such a name.
std::filesystem::path DirectoryOf(const std::filesystem::path& file);

}  // namespace lockstep::source
