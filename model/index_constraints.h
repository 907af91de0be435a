// SPDX-License-Identifier: Apache-2.0
// Constraints that stand on an index: PRIMARY KEY, UNIQUE, EXCLUDE (transformIndexConstraint() in
// PostgreSQL's parse_utilcmd.c, DefineIndex() in indexcmds.c).
#pragma once

#include <vector>

#include "model/constraints.h"
#include "model/execution.h"

namespace lockstep::model {

// As AddConstraint() (constraints.h), which hands such constraints on to here.
ConstraintId AddIndexConstraint(Execution& execution, RelationId table,
                                const ConstraintDefinition& definition,
                                std::pmr::vector<PendingWork>& pending);

}  // namespace lockstep::model
