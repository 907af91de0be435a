// SPDX-License-Identifier: Apache-2.0
// Where CREATE puts a new relation, and what is in its way there.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

bool IsTemporary(const ::RangeVar& name);

// The relation of that name where CREATE would put it, if it is known to be there.
RelationId FindExisting(const Execution& execution, const ::RangeVar& name);

// Enters a new, empty relation of this file.
RelationId NewRelation(Execution& execution, const ::RangeVar& name, RelationKind kind);

// CREATE … IF NOT EXISTS: whether the relation may have been there already, so that nothing of what follows
// is certain to be new.
bool SkipsCreation(const Execution& execution, const ::RangeVar& name);

}  // namespace lockstep::model
