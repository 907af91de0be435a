// SPDX-License-Identifier: Apache-2.0
// What lockstep.yaml says of linting, as the linter takes it.
#pragma once

#include <filesystem>
#include <optional>

#include "cmd/command.h"
#include "lint/linter.h"
#include "sql/source_file.h"

namespace lockstep::cmd {

// Rules that are off, severities, time zone; the server's version is the caller's.
lint::LintOptions LintOptionsOf(const LintConfig& config);

// Of --stats FILE, else of the configuration. Throws FileError when it cannot be read.
std::optional<lint::TableSizes> ReadTableSizes(const std::string& file, CommandContext& context);

// The file of `schema`, if there is one. Throws FileError when it cannot be read.
std::optional<sql::SourceFile> ReadBaseSchema(CommandContext& context);

// Whether one of the patterns of `exclude` names the file.
bool IsExcludedFromLint(const std::filesystem::path& path, CommandContext& context);

}  // namespace lockstep::cmd
