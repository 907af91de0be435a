// SPDX-License-Identifier: Apache-2.0
// The columns of a query's result: what CREATE VIEW, CREATE TABLE AS and SELECT INTO make columns of.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// Enters the columns of `query` into the catalog as those of `relation`, called as `names` says and otherwise
// as PostgreSQL calls them (FigureColname() in parse_target.c); of types as far as they are plain. Where not
// all columns can be told the relation is incomplete.
void DefineOutputColumns(Execution& execution, RelationId relation, const ::Node* query, const ::List* names);

}  // namespace lockstep::model
