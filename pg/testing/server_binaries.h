// SPDX-License-Identifier: Apache-2.0
// Where PostgreSQL's server programs, and PgBouncer, are on this machine.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lockstep::pg {

// The directory with initdb, pg_ctl and postgres, found in the usual places, in pg_config's and in PATH: the
// newest version, or the major one that LOCKSTEP_TEST_PG names, which may also be one that scripts/postgres
// has fetched. LOCKSTEP_POSTGRES_BINDIR goes before all that. Nothing when there is no server. Throws
// DatabaseError when a variable asks for one that is not there: kUnreachable for a version, kBadParameters
// for a directory.
std::optional<std::filesystem::path> FindServerBinaries();

struct ClientProgram {
  std::filesystem::path path;
  int major_version = 0;
};

// pg_dump, psql, …, beside one of the servers: of that major version, else the newest when it is a later one.
std::optional<ClientProgram> FindClientProgram(const std::string& name, int major_version);

// The program, in PATH or where distributions put it.
std::optional<std::filesystem::path> FindPgBouncer();

}  // namespace lockstep::pg
