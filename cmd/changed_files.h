// SPDX-License-Identifier: Apache-2.0
// Which files git knows to be added or changed since a revision.
#pragma once

#include <filesystem>
#include <set>
#include <string>

namespace lockstep::cmd {

// Of the files in and below the folder, those that differ from what they were where HEAD left `revision`, and
// those that git does not know yet; canonical paths. Throws UsageError when git cannot tell.
std::set<std::filesystem::path> FilesChangedSince(const std::string& revision,
                                                  const std::filesystem::path& folder);

}  // namespace lockstep::cmd
