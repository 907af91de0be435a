// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL server of our own for as long as it is needed: for tests and demonstrations.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pg/connection_string.h"
#include "pg/testing/child_process.h"

namespace lockstep::pg {

class CertificateAuthority;
class TemporaryCluster;

struct ClusterOptions {
  std::vector<std::pair<std::string, std::string>> settings{};  // for postgresql.conf
  std::vector<std::string> authentication{};  // pg_hba.conf lines, looked at before "trust for everybody"
  bool tcp = false;                           // listen on 127.0.0.1 as well
  const CertificateAuthority* tls = nullptr;  // speak TLS, with a certificate for localhost
  TemporaryCluster* primary = nullptr;  // be its streaming standby; restarts it, and must not outlive it
};

// As pg_ctl's: fast rolls back and disconnects, immediate leaves a recovery to the next start.
enum class StopMode { kSmart, kFast, kImmediate };

// Listens on a socket in a private directory; superuser postgres, UTF8, locale C, nothing is synced to disk.
// Stopped and removed by the destructor, or as soon as this process ends in another way.
class TemporaryCluster {
 public:
  // Takes about half a second. Throws DatabaseError when there is no server, or it does not start; its
  // message has the log.
  explicit TemporaryCluster(const ClusterOptions& options = {});
  ~TemporaryCluster() = default;
  TemporaryCluster(const TemporaryCluster&) = delete;
  TemporaryCluster& operator=(const TemporaryCluster&) = delete;

  ConnectionString Database(std::string_view name = "postgres", std::string_view user = "postgres") const;
  // The same as a URL, for programs that are started.
  std::string Url(std::string_view name = "postgres", std::string_view user = "postgres") const;

  const std::filesystem::path& socket_directory() const { return directory_; }
  int port() const { return port_; }  // on the socket and, with tcp, on 127.0.0.1
  std::string Log() const;

  void Stop(StopMode mode);
  void Start();
  // Starts again as a standby that follows nobody: it can be read, and refuses to write.
  void BecomeStandby();
  void Promote();  // ends that, and every other recovery
  // Of a streaming standby: returns when it shows all that its primary has written until now.
  void CatchUp() const;

 private:
  void Initialize();
  void CopyPrimary();
  void Configure(const ClusterOptions& options);
  void Run(const Command& command) const;
  std::filesystem::path DataDirectory() const { return directory_ / "data"; }
  std::filesystem::path LogFile() const { return directory_ / "log"; }

  std::filesystem::path binaries_;
  std::optional<Account> account_;
  std::filesystem::path directory_;
  ServerGuard guard_;
  int port_;
  TemporaryCluster* primary_;
};

}  // namespace lockstep::pg
