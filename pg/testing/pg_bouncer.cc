// SPDX-License-Identifier: Apache-2.0
// Writes PgBouncer's configuration, and runs it as a daemon.
#include "pg/testing/pg_bouncer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/server_directory.h"

namespace lockstep::pg {
namespace {

using std::filesystem::path;

constexpr int kSocketPort = 6432;  // a name only, as long as nothing listens on TCP

// SIGTERM shuts down at once; the last thing that goes is the pid file.
constexpr const char* kStopScript = R"(
process=$(cat "$1") && kill "$process" || exit 0
while [ -e "$1" ] && kill -0 "$process"; do sleep 0.02; done
)";

path RequiredProgram() {
  if (auto program = FindPgBouncer()) return *program;
  throw DatabaseError(Failure::kUnreachable,
                      "no PgBouncer is installed here (Debian: apt-get install pgbouncer)");
}

Command StopCommand(const path& directory) {
  return {"/bin/sh", "-c", kStopScript, "stop-pgbouncer", directory / "pid"};
}

std::string_view Name(PoolMode mode) {
  switch (mode) {
    case PoolMode::kSession:
      return "session";
    case PoolMode::kTransaction:
      return "transaction";
    case PoolMode::kStatement:
      return "statement";
  }
  return "";
}

void WriteUsers(const path& file, const std::vector<std::string>& users) {
  std::ofstream stream(file);
  for (const std::string& user : users) stream << fmt::format("\"{}\" \"\"\n", user);
}

// The daemon listens some time after the command has returned. Any answer will do, a refusal too.
bool Answers(const ConnectionString& database) {
  try {
    Connection::Open(database);
  } catch (const DatabaseError& error) {
    return error.failure() != Failure::kUnreachable;
  }
  return true;
}

}  // namespace

PgBouncer::PgBouncer(const TemporaryCluster& cluster, const PgBouncerOptions& options)
    : directory_(MakeServerDirectory(ServerAccount())),
      guard_(directory_, StopCommand(directory_), ServerAccount()),
      host_(options.tcp ? "127.0.0.1" : directory_.native()),
      port_(options.tcp ? FreePort() : kSocketPort) {
  WriteUsers(directory_ / "users", options.users);
  std::ofstream(directory_ / "pgbouncer.ini") << fmt::format(
      "[databases]\n"
      "* = host={} port={}\n"
      "[pgbouncer]\n"
      "pool_mode = {}\n"
      "default_pool_size = {}\n"
      "auth_type = trust\n"
      "auth_file = {}\n"
      "listen_addr = {}\n"
      "listen_port = {}\n"
      "unix_socket_dir = {}\n"
      "pidfile = {}\n"
      "logfile = {}\n"
      "{}\n",
      cluster.socket_directory().native(), cluster.port(), Name(options.mode), options.pool_size,
      (directory_ / "users").native(), options.tcp ? host_ : "", port_,
      options.tcp ? "" : directory_.native(), (directory_ / "pid").native(), (directory_ / "log").native(),
      fmt::join(options.settings, "\n"));
  Start();
}

void PgBouncer::Start() {
  const CommandOutcome outcome =
      RunCommand({RequiredProgram(), "--daemon", "--quiet", directory_ / "pgbouncer.ini"}, ServerAccount());
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (outcome.exit_code == 0 && std::chrono::steady_clock::now() < deadline) {
    if (Answers(Database("pgbouncer"))) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw DatabaseError(Failure::kUnreachable,
                      fmt::format("PgBouncer did not start:\n{}{}", outcome.output, Log()));
}

ConnectionString PgBouncer::Database(std::string_view name, std::string_view user) const {
  return ConnectionString::To(host_, port_, name, user);
}

std::string PgBouncer::Url(std::string_view name, std::string_view user) const {
  return Database(name, user).Display();
}

std::string PgBouncer::Log() const { return ReadFile(directory_ / "log"); }

}  // namespace lockstep::pg
