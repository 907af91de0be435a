// SPDX-License-Identifier: Apache-2.0
// What a query reads: relations, and the columns of them that it names.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

enum class Reading : uint8_t {
  kNothing,  // only planned or stored: CREATE VIEW, WITH NO DATA
  kRows,     // executed
};

// Books ACCESS SHARE (ROW SHARE under FOR UPDATE) on every relation that the query names, and a scan of a
// table that it reads wholly: no WHERE, LIMIT or join condition that bounds it.
void ReadRelations(Execution& execution, const ::Node* query, Reading reading);

// Notes in the catalog what a view reads, so that what it depends on is known.
void RecordReads(Execution& execution, RelationId view, const ::Node* query);

}  // namespace lockstep::model
