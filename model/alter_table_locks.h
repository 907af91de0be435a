// SPDX-License-Identifier: Apache-2.0
// Which lock each sub-command of ALTER TABLE takes, and the sub-commands that only change a setting.
#pragma once

#include "model/execution.h"

namespace lockstep::model {

// AlterTableGetLockLevel() in PostgreSQL's tablecmds.c; the statement takes the strongest of its
// sub-commands'.
LockMode AlterTableLockMode(const ::AlterTableCmd& command);

// The sub-commands that touch no rows: defaults, NOT NULL dropped, triggers, inheritance, storage, owner,
// options. `descends`: without ONLY.
void AlterSetting(Execution& execution, RelationId table, const ::AlterTableCmd& command, bool descends);

}  // namespace lockstep::model
