// SPDX-License-Identifier: Apache-2.0
// Whether a new partition takes rows that another one of its table takes already.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// A partition of `parent`, which `partition` is about to be another one of, that its bound certainly overlaps
// (check_new_partition_bound() in PostgreSQL's partbounds.c); none where that is not known. Only keys of one
// plain column are worked out, and hashes.
RelationId FindOverlapping(const Execution& execution, RelationId partition, const Relation& parent,
                           const ::PartitionBoundSpec& bound, const Predicate& predicate);

}  // namespace lockstep::model
