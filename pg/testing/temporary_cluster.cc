// SPDX-License-Identifier: Apache-2.0
// initdb, pg_ctl start, and a guard that undoes both.
#include "pg/testing/temporary_cluster.h"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/certificate_authority.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/server_directory.h"

namespace lockstep::pg {
namespace {

using std::filesystem::path;

constexpr int kNotStarted = 127;   // RunCommand()'s
constexpr int kSocketPort = 5432;  // a name only, as long as nothing listens on TCP

path RequiredBinaries() {
  if (auto directory = FindServerBinaries()) return *directory;
  throw DatabaseError(
      Failure::kUnreachable,
      "no PostgreSQL server is installed here: install it (Debian: apt-get install postgresql), or set "
      "LOCKSTEP_POSTGRES_BINDIR to the directory of initdb, pg_ctl and postgres");
}

Command StopCommand(const path& binaries, const path& data, std::string_view mode) {
  return {binaries / "pg_ctl", "--pgdata", data, "--wait", "--mode", std::string(mode), "stop"};
}

std::string_view Name(StopMode mode) {
  switch (mode) {
    case StopMode::kSmart:
      return "smart";
    case StopMode::kFast:
      return "fast";
    case StopMode::kImmediate:
      return "immediate";
  }
  return "";
}

std::string SettingLine(std::string_view name, std::string_view value) {
  std::string line = fmt::format("{} = '", name);
  for (const char c : value) line += c == '\'' ? "''" : std::string(1, c);
  return line + "'\n";
}

}  // namespace

TemporaryCluster::TemporaryCluster(const ClusterOptions& options)
    : binaries_(RequiredBinaries()),
      account_(ServerAccount()),
      directory_(MakeServerDirectory(account_)),
      guard_(directory_, StopCommand(binaries_, DataDirectory(), "immediate"), account_),
      port_(options.tcp ? FreePort() : kSocketPort),
      primary_(options.primary) {
  if (primary_ == nullptr) {
    Initialize();
  } else {
    CopyPrimary();
  }
  Configure(options);
  Start();
}

void TemporaryCluster::Initialize() {
  Run({binaries_ / "initdb", "--pgdata", DataDirectory(), "--username", "postgres", "--auth", "trust",
       "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"});
}

// Of a server that stands still a copy is as good as pg_basebackup's, which not every installation has.
void TemporaryCluster::CopyPrimary() {
  primary_->Stop(StopMode::kFast);
  Run({"/bin/cp", "-a", primary_->DataDirectory(), DataDirectory()});
  primary_->Start();
  std::ofstream signal(DataDirectory() / "standby.signal");
}

void TemporaryCluster::Configure(const ClusterOptions& options) {
  std::ofstream settings(DataDirectory() / "postgresql.conf", std::ios::app);
  const auto set = [&settings](std::string_view name, const std::string& value) {
    settings << SettingLine(name, value);
  };
  set("unix_socket_directories", directory_.native());
  set("port", std::to_string(port_));
  set("listen_addresses", options.tcp ? "127.0.0.1" : "");
  set("fsync", "off");
  set("full_page_writes", "off");
  if (primary_ != nullptr) {
    set("primary_conninfo",
        fmt::format("host={} port={} user=postgres", primary_->directory_.native(), primary_->port_));
  }
  if (options.tls != nullptr) {
    options.tls->Issue("localhost", directory_ / "server.key", directory_ / "server.crt");
    set("ssl", "on");
    set("ssl_key_file", directory_ / "server.key");
    set("ssl_cert_file", directory_ / "server.crt");
  }
  for (const auto& [name, value] : options.settings) set(name, value);

  const std::string trust = ReadFile(DataDirectory() / "pg_hba.conf");
  std::ofstream authentication(DataDirectory() / "pg_hba.conf", std::ios::trunc);
  for (const std::string& line : options.authentication) authentication << line << '\n';
  authentication << trust;
}

ConnectionString TemporaryCluster::Database(std::string_view name, std::string_view user) const {
  return ConnectionString::To(directory_.native(), port_, name, user);
}

std::string TemporaryCluster::Url(std::string_view name, std::string_view user) const {
  return Database(name, user).Display();
}

std::string TemporaryCluster::Log() const { return ReadFile(LogFile()); }

void TemporaryCluster::Start() {
  Run({binaries_ / "pg_ctl", "--pgdata", DataDirectory(), "--log", LogFile(), "--wait", "start"});
}

void TemporaryCluster::Stop(StopMode mode) { Run(StopCommand(binaries_, DataDirectory(), Name(mode))); }

void TemporaryCluster::BecomeStandby() {
  Stop(StopMode::kFast);
  std::ofstream signal(DataDirectory() / "standby.signal");
  signal.close();
  Start();
}

void TemporaryCluster::Promote() {
  Run({binaries_ / "pg_ctl", "--pgdata", DataDirectory(), "--wait", "promote"});
}

void TemporaryCluster::CatchUp() const {
  const std::string written(
      Connection::Open(primary_->Database()).Query("SELECT pg_current_wal_lsn()").Text(0, 0));
  Connection standby = Connection::Open(Database());
  while (!standby.Query("SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn", {written}).Bool(0, 0)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

void TemporaryCluster::Run(const Command& command) const {
  const CommandOutcome outcome = RunCommand(command, account_);
  if (outcome.exit_code == 0) return;
  if (outcome.exit_code == kNotStarted && account_) {
    throw DatabaseError(
        Failure::kUnreachable,
        fmt::format("{} cannot be started by the user with id {}, as whom servers run when we are root: all "
                    "folders above it have to be open to others (chmod o+x)",
                    command.front(), account_->user));
  }
  throw DatabaseError(Failure::kUnreachable,
                      fmt::format("{} failed with exit code {}:\n{}{}", command.front(), outcome.exit_code,
                                  outcome.output, Log()));
}

}  // namespace lockstep::pg
