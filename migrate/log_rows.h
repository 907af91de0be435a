// SPDX-License-Identifier: Apache-2.0
// Reads the log: every attempt there was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migrate/history.h"
#include "pg/connection.h"

namespace lockstep::migrate {

struct LogRow {
  int64_t id = 0;
  std::string at;  // UTC, RFC 3339
  std::string version;
  std::string name;
  std::string direction;
  std::string outcome;  // "applied", "failed", …
  std::string checksum;
  int64_t duration_ms = 0;
  std::optional<std::string> sqlstate;
  std::optional<std::string> message;
  std::optional<std::string> sql;  // where log_sql asks for it
  std::string session_user;
  std::string role;
  std::string host;
  std::string tool_version;
};

// The last `limit` in the order in which they were written; all without a limit. None where nothing ever ran.
// One query; works on a standby.
std::vector<LogRow> ReadLog(pg::Connection& connection, const History& history, std::optional<size_t> limit);

}  // namespace lockstep::migrate
