// SPDX-License-Identifier: Apache-2.0
// Going on with a file of which some statements are done: what has to be as it was. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "migrate/history.h"
#include "sql/script.h"

namespace lockstep::migrate {

// Of the first `count` statements, by which they are known again. Line ends do not matter.
std::vector<std::string> StatementHashes(const sql::Script& script, size_t count);

// Why what is done (`progress`) does not go together with the file as it is now: a statement that is done was
// edited, or something of the session that died is missing (a temporary table, a prepared statement, a
// cursor). The message names file, line and column.
std::optional<std::string> WhyNotResumable(const sql::Script& script, const Progress& progress);

// The statements among the first `done` that a new session has to repeat: SET, RESET, set_config().
std::vector<const sql::Statement*> SettingsAmong(const sql::Script& script, size_t done);

}  // namespace lockstep::migrate
