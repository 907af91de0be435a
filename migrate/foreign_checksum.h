// SPDX-License-Identifier: Apache-2.0
// The checksums by which other migration tools know their files again.
#pragma once

#include <string>

#include "migrate/foreign_history.h"
#include "sql/source_file.h"

namespace lockstep::migrate {

// As ForeignRow has it: sqlx's SHA-384 in lowercase hex, Flyway's CRC-32 as a signed number. Empty for tools
// that keep none, and for refinery, whose hash depends on its release.
std::string ForeignChecksum(ForeignTool tool, const sql::SourceFile& file);

}  // namespace lockstep::migrate
