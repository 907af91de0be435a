// SPDX-License-Identifier: Apache-2.0
// Partitions: CREATE TABLE … PARTITION OF, ATTACH and DETACH PARTITION.
#pragma once

#include <vector>

#include "model/constraints.h"
#include "model/execution.h"

namespace lockstep::model {

// What PostgreSQL refuses of a new partition whatever rows there are.
bool RefusesPartition(Execution& execution, RelationId parent, const ::PartitionBoundSpec& bound);

// CREATE TABLE partition PARTITION OF parent: locks, the default partition's scan, and the parent's indexes,
// foreign keys and triggers on the new partition. The columns are there already.
void BecomePartition(Execution& execution, RelationId partition, RelationId parent,
                     const ::PartitionBoundSpec& bound);

// ALTER TABLE parent ATTACH PARTITION, ALTER INDEX parent ATTACH PARTITION.
void AttachPartition(Execution& execution, RelationId parent, const ::PartitionCmd& command,
                     std::pmr::vector<PendingWork>& pending);

// ALTER TABLE parent DETACH PARTITION [CONCURRENTLY | FINALIZE].
void DetachPartition(Execution& execution, RelationId parent, const ::PartitionCmd& command);

}  // namespace lockstep::model
