// SPDX-License-Identifier: Apache-2.0
// Formats of which a migration is a folder of files.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "source/format.h"
#include "source/reader.h"

namespace lockstep::source {

// Also true of a symbolic link to a file that is not there, which is an error when it is read.
bool HasFile(const std::filesystem::path& folder, std::string_view name);

// Whether it is a folder with its file of that name. Reports what is none: a folder without it is an error.
bool IsMigrationFolder(Reader& reader, const Entry& entry, std::string_view file);

// Warns of files in the folder that are none of `known`.
void WarnOfOtherFiles(Reader& reader, const std::filesystem::path& folder,
                      std::span<const std::string_view> known);

}  // namespace lockstep::source
