// SPDX-License-Identifier: Apache-2.0
// https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-TCP-SETTINGS
#include "pg/session_timeouts.h"

#include <fmt/format.h>

#include <algorithm>

#include "pg/error.h"

namespace lockstep::pg {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds kCheckInterval{2000};
constexpr seconds kBetweenProbes{2};
constexpr int kProbes = 3;

std::string Setting(std::string_view name, milliseconds::rep value) {
  return fmt::format("pg_catalog.set_config('{}', '{}', false)", name, value);
}

}  // namespace

std::string SessionTimeoutsSql(const SessionTimeouts& timeouts) {
  const seconds before_probes = std::max(seconds(1), timeouts.silence - kProbes * kBetweenProbes);
  return fmt::format(
      "SELECT {}, {}, {}, {}, {}, {}, {}",
      // A client that owes no answer is probed: an idle session, or one that waits for its statement.
      Setting("tcp_keepalives_idle", before_probes.count()),
      Setting("tcp_keepalives_interval", kBetweenProbes.count()), Setting("tcp_keepalives_count", kProbes),
      // To one that does, rows or notices were sent; the probes wait until those are given up.
      Setting("tcp_user_timeout", milliseconds(timeouts.silence).count()),
      // A session at work does not look at its socket otherwise.
      Setting("client_connection_check_interval", kCheckInterval.count()),
      Setting("idle_session_timeout", milliseconds(timeouts.idle).count()),
      Setting("idle_in_transaction_session_timeout", milliseconds(timeouts.idle_in_transaction).count()));
}

std::optional<std::string> SetSessionTimeouts(Connection& connection, const SessionTimeouts& timeouts) {
  try {
    connection.Execute(SessionTimeoutsSql(timeouts));
  } catch (const DatabaseError& error) {
    if (error.failure() != Failure::kStatement) throw;
    return error.message();
  }
  return std::nullopt;
}

}  // namespace lockstep::pg
