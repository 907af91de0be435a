// SPDX-License-Identifier: Apache-2.0
// The annotations by which a file asks its runner not to open a transaction, as far as its comments tell. Of
// the parts of a migrations directory source::Part::no_transaction knows better: an annotation may stand
// outside of the part, or in another file.
#pragma once

#include "model/steps.h"
#include "sql/script.h"

namespace lockstep::model {

// goose: "-- +goose NO TRANSACTION", whatever its case; dbmate: "-- migrate:up transaction:false"; sqlx:
// "-- no-transaction" at the very beginning. False for runners that know no such thing.
bool AsksForNoTransaction(const sql::Script& script, Runner runner);

}  // namespace lockstep::model
