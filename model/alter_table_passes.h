// SPDX-License-Identifier: Apache-2.0
// The order in which ALTER TABLE carries its sub-commands out, and which of them go on to partitions and
// inheritance children (ATPrepCmd() in PostgreSQL's tablecmds.c).
#pragma once

#include <cstdint>

#include "sql/nodes.h"

namespace lockstep::model {

// AlterTablePass in tablecmds.c.
enum class Pass : uint8_t {
  kDrop,
  kAlterType,
  kAddColumn,
  kColumnAttributes,
  kAddIndexConstraint,
  kAddIndex,
  kAddOtherConstraint,
  kMiscellaneous,
};

Pass PassOf(ConstrType type);
Pass PassOf(const ::AlterTableCmd& command);

// ATSimpleRecursion() and its siblings: whether the sub-command goes on to inheritance children and
// partitions. A constraint does unless it says NO INHERIT.
bool Recurses(const ::AlterTableCmd& command);

// ADD GENERATED … AS IDENTITY, SET GENERATED, DROP IDENTITY.
bool ChangesIdentity(const ::AlterTableCmd& command);

}  // namespace lockstep::model
