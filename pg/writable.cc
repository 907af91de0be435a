// SPDX-License-Identifier: Apache-2.0
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS
#include "pg/writable.h"

#include "pg/error.h"

namespace lockstep::pg {
namespace {

bool FoundReadOnlyHosts(const DatabaseError& error) {
  return error.message().find("session is read-only") != std::string::npos;
}

}  // namespace

Connection OpenWritable(const ConnectionString& database, const Waiting& waiting) {
  if (!database.LeavesHostOpen()) return Connection::Open(database, waiting);
  ConnectionString writable = database;
  writable.Set("target_session_attrs", "read-write");
  try {
    return Connection::Open(writable, waiting);
  } catch (const DatabaseError& error) {
    if (!FoundReadOnlyHosts(error)) throw;
  }
  return Connection::Open(database, waiting);
}

void RequireWritable(const Connection& connection) {
  if (connection.parameter("in_hot_standby") == "on") {
    throw DatabaseError(
        Failure::kRefused,
        "the server is a standby, which can only be read: connect to its primary, or name all hosts in "
        "the URL (host1,host2) to have the writable one found");
  }
  if (connection.parameter("default_transaction_read_only") == "on") {
    throw DatabaseError(
        Failure::kRefused,
        "this session may only read, as default_transaction_read_only is on for its role, database or "
        "server: connect as another role, or turn it off (ALTER ROLE … SET "
        "default_transaction_read_only = off)");
  }
}

}  // namespace lockstep::pg
