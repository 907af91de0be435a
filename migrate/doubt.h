// SPDX-License-Identifier: Apache-2.0
// Settles what a runner that died left open: was the statement that refuses a transaction carried out?
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "migrate/history.h"
#include "migrate/mirror.h"
#include "migrate/plan.h"
#include "migrate/session_state.h"
#include "pg/connection.h"

namespace lockstep::migrate {

// Looks at the database for each migration that is in doubt, and writes the answer into the history: the
// statement done, or not done and nothing of it left. Statements that may be repeated are taken as not done.
// What cannot be told stays in doubt, and is a conflict. The advisory lock has to be held: the runner that
// died may be alive. Leaves the session as the next migration expects it.
void SettleDoubts(pg::Connection& connection, const History& history, const Mirror* mirror,
                  const SessionSettings& settings, std::span<const MigrationStatus> statuses);

// What writes down that the statement in doubt (row.state is kRunning) was done, or was not: in the history,
// and with that outcome in the log. Belongs into one transaction.
std::vector<Command> SettledCommands(const History& history, const HistoryRow& row, bool done,
                                     std::string_view outcome);

}  // namespace lockstep::migrate
