// SPDX-License-Identifier: Apache-2.0
// What the commands that use a database share: the migrations directory, the history table, errors as exit
// codes.
#pragma once

#include "cmd/command.h"
#include "migrate/observer.h"
#include "pg/error.h"
#include "source/migration.h"

namespace lockstep::cmd {

// Reads the migrations directory; in the order in which they run (source::InRunOrder). Every problem goes to
// the error stream; throws FileError after them when it cannot be used.
std::vector<source::Migration> LoadMigrations(CommandContext& context);

// "0012 add_users", the version as it is written; of a repeatable one "R__totals". Nothing of a name steers
// the terminal.
std::string LabelOf(const std::optional<source::Version>& version, std::string_view name);

// The history table of the configuration, or the default.
std::string HistoryTable(CommandContext& context);

ExitCode ExitCodeFor(const pg::DatabaseError& error);

// `file:line:col: ERROR 42P07: relation "users" already exists`, the source line underlined, then DETAIL,
// HINT and CONTEXT.
std::string FormatSqlError(const migrate::SqlError& error);

// What went wrong, then DETAIL and HINT, a line each.
std::string FormatDatabaseError(const pg::DatabaseError& error);

// "1.2 s", "35 ms"
std::string FormatDuration(migrate::Milliseconds duration);

}  // namespace lockstep::cmd
