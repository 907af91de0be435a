// SPDX-License-Identifier: Apache-2.0
// Looks for server programs where distributions and scripts/postgres put them.
#include "pg/testing/server_binaries.h"

#include <fmt/format.h>
#include <glob.h>

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "pg/error.h"
#include "pg/testing/child_process.h"

namespace lockstep::pg {
namespace {

using std::filesystem::path;

constexpr const char* kDirectoryVariable = "LOCKSTEP_POSTGRES_BINDIR";
constexpr const char* kVersionVariable = "LOCKSTEP_TEST_PG";

// The variable's value; nothing when it is not set, or empty.
std::optional<std::string> Environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

bool HasServer(const path& directory) {
  for (const char* program : {"initdb", "pg_ctl", "postgres"}) {
    std::error_code error;
    if (!std::filesystem::exists(directory / program, error)) return false;
  }
  return true;
}

void AddMatches(const char* pattern, std::vector<path>& directories) {
  glob_t matches{};
  if (::glob(pattern, 0, nullptr, &matches) == 0) {
    for (size_t i = 0; i < matches.gl_pathc; ++i) directories.emplace_back(matches.gl_pathv[i]);
  }
  ::globfree(&matches);
}

std::vector<path> SearchPath() {
  std::vector<path> directories;
  const char* variable = std::getenv("PATH");
  for (std::string_view rest = variable == nullptr ? "" : variable; !rest.empty();) {
    const std::string_view directory = rest.substr(0, rest.find(':'));
    if (!directory.empty()) directories.emplace_back(directory);
    rest.remove_prefix(std::min(directory.size() + 1, rest.size()));
  }
  return directories;
}

std::vector<path> Candidates() {
  constexpr std::array<const char*, 5> kUsualPlaces = {
      "/usr/lib/postgresql/*/bin",           // Debian, Ubuntu
      "/usr/pgsql-*/bin",                    // Red Hat, from postgresql.org
      "/opt/homebrew/opt/postgresql@*/bin",  // macOS
      "/usr/local/opt/postgresql@*/bin",     // macOS on Intel
      "/usr/local/pgsql/bin",                // from source
  };
  std::vector<path> directories;
  for (const char* pattern : kUsualPlaces) AddMatches(pattern, directories);
  for (const path& directory : SearchPath()) {
    directories.push_back(directory);
    std::error_code error;
    if (!std::filesystem::exists(directory / "pg_config", error)) continue;
    std::string bindir = RunCommand({directory / "pg_config", "--bindir"}, std::nullopt).output;
    directories.emplace_back(bindir.substr(0, bindir.find('\n')));
  }
  return directories;
}

// "postgres (PostgreSQL) 15.4 (Debian 15.4-1)" is 15; 0 when it does not run.
int MajorVersion(const path& program) {
  const std::string output = RunCommand({program, "--version"}, std::nullopt).output;
  constexpr std::string_view kBeforeVersion = "(PostgreSQL) ";
  const size_t at = output.find(kBeforeVersion);
  return at == std::string::npos ? 0 : std::atoi(output.c_str() + at + kBeforeVersion.size());
}

path ServerOfVersion(const std::string& version) {
  std::vector<path> directories = Candidates();
  directories.push_back(path(LOCKSTEP_SOURCE_DIR) / ".deps" / ("postgres-" + version) / "bin");
  for (const path& directory : directories) {
    if (HasServer(directory) && std::to_string(MajorVersion(directory / "postgres")) == version)
      return directory;
  }
  throw DatabaseError(
      Failure::kUnreachable,
      fmt::format("{0}={1}: there is no PostgreSQL server of this major version here: scripts/postgres {1} "
                  "fetches one",
                  kVersionVariable, version));
}

}  // namespace

std::optional<path> FindServerBinaries() {
  if (const auto directory = Environment(kDirectoryVariable)) {
    if (HasServer(*directory)) return *directory;
    throw DatabaseError(Failure::kBadParameters, fmt::format("{}={} has no initdb, pg_ctl and postgres",
                                                             kDirectoryVariable, *directory));
  }
  if (const auto version = Environment(kVersionVariable)) return ServerOfVersion(*version);
  std::optional<path> newest;
  int newest_version = 0;
  for (const path& directory : Candidates()) {
    const int version = HasServer(directory) ? MajorVersion(directory / "postgres") : 0;
    if (version <= newest_version) continue;
    newest = directory;
    newest_version = version;
  }
  return newest;
}

std::optional<ClientProgram> FindClientProgram(const std::string& name, int major_version) {
  std::optional<ClientProgram> newest;
  for (const path& directory : Candidates()) {
    std::error_code error;
    if (!std::filesystem::exists(directory / name, error)) continue;
    const int version = MajorVersion(directory / name);
    if (version == major_version) return ClientProgram{directory / name, version};
    if (version > (newest ? newest->major_version : major_version))
      newest = ClientProgram{directory / name, version};
  }
  return newest;
}

std::optional<path> FindPgBouncer() {
  std::vector<path> directories = SearchPath();
  directories.insert(directories.end(), {"/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"});
  for (const path& directory : directories) {
    std::error_code error;
    if (path program = directory / "pgbouncer"; std::filesystem::exists(program, error)) return program;
  }
  return std::nullopt;
}

}  // namespace lockstep::pg
