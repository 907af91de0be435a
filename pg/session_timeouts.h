// SPDX-License-Identifier: Apache-2.0
// Makes the server end a session whose client has vanished, so that its locks are free again. What libpq is
// set up with makes the client notice, not the server.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "pg/connection.h"

namespace lockstep::pg {

struct SessionTimeouts {
  // Of a client's machine, whatever the session does; with a statement under way up to 2 s more. On a Unix
  // socket there is no such silence: the kernel tells the server that the client has ended.
  std::chrono::seconds silence{10};
  // Of a client whose machine, or a proxy before it, still answers. 0: never. Has to be longer than any pause
  // that the client makes.
  std::chrono::seconds idle{300};
  std::chrono::seconds idle_in_transaction{60};
};

// One statement, to be run outside of a transaction, and again after RESET ALL or DISCARD ALL. It overrides
// what role and database are set up with. The server has to be 14 or newer.
std::string SessionTimeoutsSql(const SessionTimeouts& timeouts = {});

// Runs it. Returns why the server refused, or nothing; throws DatabaseError when the connection is lost. Not
// for a session that a pooler gives to others: they would keep the timeouts (see pooler.h).
std::optional<std::string> SetSessionTimeouts(Connection& connection, const SessionTimeouts& timeouts = {});

}  // namespace lockstep::pg
