// SPDX-License-Identifier: Apache-2.0
// Indexes, as CREATE INDEX and constraints make them, and what removes them.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// Enters an index over the named columns and expressions into the catalog.
RelationId AddIndex(Execution& execution, RelationId table, std::string_view name, const IndexFacts& facts);

// Adds an element, or WHERE, of an index on `facts.table` to what is known of it. False: it names a column
// that the table certainly has not.
bool AddElement(Execution& execution, const ::IndexElem& element, IndexFacts& facts);
void AddPredicate(Execution& execution, const ::Node* condition, IndexFacts& facts);

// Whether a unique index on those columns is possible: on a partitioned table it has to hold the partition
// key.
bool CoversPartitionKey(const Relation& table, const IdList<ColumnId>& keys);

// Drops the index with its partitions' indexes from the catalog.
void RemoveIndex(Execution& execution, RelationId index);

// CLUSTER ON: marks the index of that name, and no other of the table; an empty name marks none.
void MarkClustered(Execution& execution, RelationId table, std::string_view name);

}  // namespace lockstep::model
