// SPDX-License-Identifier: Apache-2.0
// Indexes of partitioned tables, and the indexes on partitions that are parts of them.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// Whether building reads rows: a partition that is just being created has none.
enum class PartitionRows : bool { kNone, kMayExist };

// Enters an index like that one on another table, with its constraint (generateClonedIndexStmt() in
// parse_utilcmd.c).
RelationId CloneIndex(Execution& execution, RelationId table, RelationId index);

// Makes an index, and its constraint, a part of a partitioned table's.
void LinkIndex(Execution& execution, RelationId parent_index, RelationId index);

// Makes sure that the partition, and each of its own, has an index that is part of `parent_index`: one that
// is there and fits is attached, else one is made (AttachPartitionEnsureIndexes() in PostgreSQL's
// tablecmds.c, DefineIndex() in indexcmds.c). Books builds. CREATE INDEX takes an invalid index too, and
// makes an invalid one then.
enum class Fitting : bool { kValid, kAny };
void EnsureIndex(Execution& execution, RelationId partition, RelationId parent_index, PartitionRows rows,
                 Fitting fitting);

// Whether the partition has a constraint like that of its parent's new index, which then becomes a part of it
// (DefineIndex() in indexcmds.c).
bool AdoptPartitionIndex(Execution& execution, RelationId partition, RelationId parent_index);

// ALTER INDEX parent ATTACH PARTITION index: links the two, and makes the parent valid when no partition is
// without (validatePartitionedIndex()).
void AttachIndex(Execution& execution, RelationId parent_index, RelationId index);

// The index of a partitioned table is defined anew: its parts are dropped, and made as for a new index. Does
// nothing to any other index.
void RemakeParts(Execution& execution, RelationId index);

// Makes the indexes of a partition stand on their own: the partition is detached.
void DetachIndexes(Execution& execution, RelationId partition);

}  // namespace lockstep::model
