// SPDX-License-Identifier: Apache-2.0
// A PgBouncer in front of a temporary cluster.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection_string.h"
#include "pg/testing/child_process.h"
#include "pg/testing/temporary_cluster.h"

namespace lockstep::pg {

enum class PoolMode { kSession, kTransaction, kStatement };

struct PgBouncerOptions {
  PoolMode mode = PoolMode::kTransaction;
  int pool_size = 2;                              // server connections for each database and user
  std::vector<std::string> users = {"postgres"};  // who may connect, without a password
  bool tcp = false;                               // listen on 127.0.0.1 instead of a socket
  std::vector<std::string> settings = {};         // further lines for pgbouncer.ini
};

// Stopped and removed by the destructor, or as soon as this process ends in another way. The cluster has to
// outlive it.
class PgBouncer {
 public:
  // Throws DatabaseError when there is no PgBouncer, or it does not start; its message has the log.
  explicit PgBouncer(const TemporaryCluster& cluster, const PgBouncerOptions& options = {});
  ~PgBouncer() = default;
  PgBouncer(const PgBouncer&) = delete;
  PgBouncer& operator=(const PgBouncer&) = delete;

  ConnectionString Database(std::string_view name, std::string_view user = "postgres") const;
  std::string Url(std::string_view name, std::string_view user = "postgres") const;
  std::string Log() const;

 private:
  void Start();

  std::filesystem::path directory_;
  ServerGuard guard_;
  std::string host_;
  int port_;
};

}  // namespace lockstep::pg
