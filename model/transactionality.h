// SPDX-License-Identifier: Apache-2.0
// Which statements refuse a transaction block (PreventInTransactionBlock() in PostgreSQL's source), or
// require one.
#pragma once

#include "model/record.h"

namespace lockstep::model {

// What the text alone tells, for PostgreSQL 14 to 18. `kAskServer` where it depends on what the names mean.
Transactionality TransactionalityOf(const ::Node& statement);

}  // namespace lockstep::model
