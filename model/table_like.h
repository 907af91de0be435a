// SPDX-License-Identifier: Apache-2.0
// CREATE TABLE (LIKE source INCLUDING …): transformTableLikeClause() and expandTableLikeClause() in
// PostgreSQL's parse_utilcmd.c.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// The source's columns, at the place of the clause among the table's own.
void CopyColumns(Execution& execution, RelationId table, const ::TableLikeClause& like);

// The rest by option, when the table has its own constraints and indexes: constraints, indexes, statistics.
void CopyParts(Execution& execution, RelationId table, const ::TableLikeClause& like);

}  // namespace lockstep::model
