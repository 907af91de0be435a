// SPDX-License-Identifier: Apache-2.0
#include "migrate/session_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sql/name.h"

namespace lockstep::migrate {

namespace {

// Since 17; it would end the session. https://www.postgresql.org/docs/current/runtime-config-client.html
constexpr std::string_view kNoTransactionTimeout =
    "SELECT pg_catalog.set_config('transaction_timeout', '0', false) "
    "WHERE pg_catalog.current_setting('transaction_timeout', true) IS NOT NULL";

}  // namespace

SessionIdentity Identify(pg::Connection& connection) {
  const pg::Result result = connection.Query(
      "SELECT pg_catalog.current_database(), pg_catalog.pg_backend_pid(), "
      "CASE WHEN current_user OPERATOR(pg_catalog.<>) session_user THEN current_user END");
  return {.database = std::string(result.Text(0, 0)),
          .backend_pid = static_cast<int>(result.Int64(0, 1)),
          .role = std::string(result.OptionalText(0, 2).value_or(""))};
}

Milliseconds LockTimeoutFor(Milliseconds budget) { return std::max(budget, Milliseconds{1}); }

std::vector<Command> EnterSession(const SessionSettings& settings) {
  std::vector<Command> commands;
  if (!settings.setup.empty()) commands.push_back({.sql = settings.setup});
  if (!settings.role.empty()) commands.push_back({.sql = "SET ROLE " + sql::QuoteIdentifier(settings.role)});
  commands.push_back({.sql = fmt::format("SET lock_timeout = {}", settings.lock_timeout.count())});
  commands.push_back({.sql = fmt::format("SET statement_timeout = {}", settings.statement_timeout.count())});
  commands.push_back({.sql = std::string(kNoTransactionTimeout)});
  return commands;
}

std::vector<Command> LiftLockTimeout(Milliseconds statement_timeout) {
  std::vector<Command> commands = {{.sql = "SET lock_timeout = 0"}};
  if (statement_timeout.count() > 0)
    commands.push_back({.sql = fmt::format("SET statement_timeout = {}", statement_timeout.count())});
  return commands;
}

std::vector<Command> TakeRunnersRole(const SessionSettings& settings) {
  const std::string role = settings.role.empty() ? "NONE" : sql::QuoteIdentifier(settings.role);
  return {{.sql = "SET LOCAL SESSION AUTHORIZATION DEFAULT"}, {.sql = "SET LOCAL ROLE " + role}};
}

std::vector<Command> RestoreSession(const SessionSettings& settings) {
  std::vector<Command> commands = {{.sql = "RESET SESSION AUTHORIZATION"},
                                   {.sql = "RESET ROLE"},
                                   {.sql = "RESET ALL"},
                                   {.sql = "CLOSE ALL"},
                                   {.sql = "DEALLOCATE ALL"},
                                   {.sql = "UNLISTEN *"},
                                   {.sql = "DISCARD TEMP"}};
  for (Command& command : EnterSession(settings)) commands.push_back(std::move(command));
  return commands;
}

}  // namespace lockstep::migrate
