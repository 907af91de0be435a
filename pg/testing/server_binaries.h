// SPDX-License-Identifier: Apache-2.0
// Where PostgreSQL's server programs, and PgBouncer, are on this machine.
#pragma once

#include <filesystem>
#include <optional>

namespace lockstep::pg {

// The directory with initdb, pg_ctl and postgres: that of LOCKSTEP_POSTGRES_BINDIR, else the newest version
// found in the usual places, in pg_config's and in PATH. Nothing when there is no server. Throws
// DatabaseError when the variable points to none.
std::optional<std::filesystem::path> FindServerBinaries();

// The program, in PATH or where distributions put it.
std::optional<std::filesystem::path> FindPgBouncer();

}  // namespace lockstep::pg
