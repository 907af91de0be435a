// SPDX-License-Identifier: Apache-2.0
// Finds out whether a connection pooler stands between us and the server, and whether it gives one session's
// statements to several backends: session locks and settings do not survive that.
#pragma once

#include <string>

#include "pg/connection.h"
#include "pg/connection_string.h"

namespace lockstep::pg {

enum class Pooling {
  kNone,         // the server answers itself
  kPossible,     // somebody else does, who was not seen to share backends: session pooling, a proxy
  kTransaction,  // proven: a backend served two sessions of ours, or a session had two backends
};

struct PoolerVerdict {
  Pooling pooling = Pooling::kNone;
  // What was seen, what it means and what to do, for people; empty for kNone.
  std::string message = {};
};

// To be asked before the first session lock or setting. `connection` was opened with `database`, and has no
// transaction open. Without a pooler this is one query. Otherwise a second connection is made, and each is
// asked for its backend in turn, in and out of transactions that overlap: reads only, leaves no setting. No
// second connection within 3 s proves nothing. Throws DatabaseError when `connection` fails.
PoolerVerdict FindPooler(Connection& connection, const ConnectionString& database);

// To be thrown for kTransaction (kRefused; what() is the message).
DatabaseError PoolerRefused(const PoolerVerdict& verdict);

// What to do about a pooler that is in the way: part of the messages.
std::string_view PoolerAdvice();

}  // namespace lockstep::pg
