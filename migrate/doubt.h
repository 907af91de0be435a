// SPDX-License-Identifier: Apache-2.0
// Settles what a runner that died left open: was the statement that refuses a transaction carried out?
#pragma once

#include <span>

#include "migrate/history.h"
#include "migrate/plan.h"
#include "pg/connection.h"

namespace lockstep::migrate {

// Looks at the database for each migration that is in doubt, and writes the answer into the history: applied,
// or pending again (an INVALID index of ours removed). Statements that may be repeated are taken as not done.
// What cannot be told stays in doubt, and is a conflict. The advisory lock has to be held: the runner that
// died may be alive.
void SettleDoubts(pg::Connection& connection, const History& history,
                  std::span<const MigrationStatus> statuses);

}  // namespace lockstep::migrate
