// SPDX-License-Identifier: Apache-2.0
// Makes a connection: interruptible, bounded in time, and with a reason when it cannot be had. For Connection
// only.
#pragma once

#include "pg/connection_string.h"
#include "pg/waiting.h"

struct pg_conn;  // libpq's PGconn

namespace lockstep::pg {

// Never null; the caller owns it. Throws DatabaseError: kUnreachable (also when interrupted), kRefused,
// kBadParameters. Notices are dropped until the caller installs a receiver.
::pg_conn* Connect(const ConnectionString& database, const Interrupt* interrupt);

}  // namespace lockstep::pg
