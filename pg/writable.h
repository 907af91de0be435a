// SPDX-License-Identifier: Apache-2.0
// Sessions that may write: finding one among several hosts, and saying why one may not.
#pragma once

#include "pg/connection.h"
#include "pg/connection_string.h"

namespace lockstep::pg {

// As Connection::Open(). Where the string names several hosts, and leaves open which kind is meant
// (target_session_attrs), the first that can be written; when all that answer are read-only, the first of
// those.
Connection OpenWritable(const ConnectionString& database, const Waiting& waiting = {});

// To be called before the first write. Throws DatabaseError (kRefused), which says why and what to do, on a
// standby and where default_transaction_read_only is on. Asks nothing of a server from 14 on, which has
// reported both; of privileges it knows nothing.
void RequireWritable(const Connection& connection);

}  // namespace lockstep::pg
