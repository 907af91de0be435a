// SPDX-License-Identifier: Apache-2.0
// Foreign keys: of tables, and of partitions as parts of those of their partitioned table
// (ATAddForeignKeyConstraint(), CloneFkReferencing(), tryAttachPartitionForeignKey() in PostgreSQL's
// tablecmds.c).
#pragma once

#include <vector>

#include "model/constraints.h"
#include "model/execution.h"

namespace lockstep::model {

// As AddConstraint() (constraints.h), which hands foreign keys on to here.
ConstraintId AddForeignKey(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                           std::pmr::vector<PendingWork>& pending);

// The tables on the referenced side that hold triggers of a foreign key to it.
std::vector<RelationId> HoldersOfTriggers(const Execution& execution, RelationId referenced);

// Whether the partition has the foreign key of its parent already, which then becomes a part of that one
// instead of being made and checked anew.
bool AdoptForeignKey(Execution& execution, ConstraintId parents, RelationId partition,
                     std::pmr::vector<PendingWork>& pending);

// The partition, and each of its own, gets the parent's foreign key as it is.
void CloneForeignKey(Execution& execution, ConstraintId parents, RelationId partition);

// The foreign key of a partitioned table is defined anew: its parts are dropped and made. Does nothing to any
// other constraint.
void RemakeParts(Execution& execution, ConstraintId constraint);

}  // namespace lockstep::model
