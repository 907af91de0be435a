// SPDX-License-Identifier: Apache-2.0
// Flyway's format: V1.2__TITLE.sql, U1.2__TITLE.sql which reverts it, and R__TITLE.sql which is repeatable,
// in the directory and all below it; beside each may be its settings, V1.2__TITLE.sql.conf.
//
// Baseline files (B2__TITLE.sql) are never run. Flyway runs one in an empty database only, in the place of
// all versioned migrations up to its own version, so that those come to the same; where none of them is left
// there would be nothing to run for it, and that is an error. What Flyway does besides SQL migrations
// (callbacks, migrations in Java, placeholders in the SQL) is an error too, lest it is left out without a
// word.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kFlyway;

}  // namespace lockstep::source
