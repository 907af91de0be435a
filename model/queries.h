// SPDX-License-Identifier: Apache-2.0
// What a query reads and writes: relations, and which of them wholly.
#pragma once

#include <memory_resource>
#include <span>
#include <vector>

#include "model/execution.h"

namespace lockstep::model {

enum class Reading : uint8_t {
  kNothing,  // only planned or stored: CREATE VIEW, WITH NO DATA
  kRows,     // executed
};

// A relation that a query names, or that a view in it stands for.
struct TableUse {
  RelationId relation;
  LockMode mode = LockMode::kAccessShare;
  bool is_target = false;       // of INSERT, UPDATE, DELETE, MERGE
  bool is_read_wholly = false;  // every row, whatever the plan (table_reads.h)
  bool recurses = true;  // to partitions and inheritance children; an INSERT locks those that its rows go to,
                         // which is not known
};

// The relations of a SELECT, INSERT, UPDATE, DELETE, MERGE or an expression with subqueries, in the order in
// which it names them; WITH queries and the system's own catalogs aside. Unknown ones are entered into the
// catalog as incomplete. In the execution's scratch memory.
std::pmr::vector<TableUse> TablesOf(Execution& execution, const ::Node* query, Reading reading);

// Books ACCESS SHARE (ROW SHARE under FOR UPDATE, ROW EXCLUSIVE on what is written) on every relation of the
// query, and a scan of each table that it reads wholly.
void ReadRelations(Execution& execution, const ::Node* query, Reading reading);
// The same of what TablesOf() has found for that reading.
void ReadRelations(Execution& execution, std::span<const TableUse> uses, Reading reading);

// Notes in the catalog what a view reads and calls, so that what it depends on is known. `uses` are the
// query's TablesOf() where it is only stored.
void RecordReads(Execution& execution, RelationId view, const ::Node* query, std::span<const TableUse> uses);

}  // namespace lockstep::model
