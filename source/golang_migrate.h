// SPDX-License-Identifier: Apache-2.0
// golang-migrate's format: VERSION_TITLE.up.sql and VERSION_TITLE.down.sql, two files a migration.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kGolangMigrate;

}  // namespace lockstep::source
