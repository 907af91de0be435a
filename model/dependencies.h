// SPDX-License-Identifier: Apache-2.0
// What goes with what: DROP, with everything that depends on what is dropped (performMultipleDeletions() in
// PostgreSQL's dependency.c).
#pragma once

#include <span>

#include "model/execution.h"

namespace lockstep::model {

// Which lock keeps others away from the relations that are dropped: DROP INDEX CONCURRENTLY waits for their
// users before the last.
enum class DropLocking : bool { kExclusive, kConcurrent };

// Drops the objects and what depends on them. Everything is locked first; then, under RESTRICT, 2BP01 where
// something depends on them that neither belongs to them nor is dropped as well. Each thing that goes along
// and is no part of a relation that goes is an operation of its own, marked `by_cascade`.
void DropObjects(Execution& execution, std::span<const ObjectId> objects, DropBehavior behavior,
                 DropLocking locking = DropLocking::kExclusive);

}  // namespace lockstep::model
