// SPDX-License-Identifier: Apache-2.0
// Where a statement holds expressions: Walk() goes through them, but not through utility statements.
#pragma once

#include <vector>

#include "sql/nodes.h"

namespace lockstep::sql {

// Expressions, queries and the types of columns that the statement is made of: the statement itself where it
// is a query or a change of rows, those inside where it is CREATE or ALTER TABLE, CREATE INDEX, VIEW or TABLE
// AS, a policy.
std::vector<const ::Node*> ExpressionsOf(const ::Node& statement);

}  // namespace lockstep::sql
