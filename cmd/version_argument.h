// SPDX-License-Identifier: Apache-2.0
// Versions on the command line.
#pragma once

#include <span>
#include <string_view>

#include "source/migration.h"

namespace lockstep::cmd {

// `name` is that of the option or argument. Throws UsageError where it is no version.
source::Version ParseVersion(std::string_view name, std::string_view text);

// Throws UsageError, which names the nearest ones, where no file has that version.
void RequireFile(const source::Version& version, std::span<const source::Migration> migrations);

}  // namespace lockstep::cmd
