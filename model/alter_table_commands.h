// SPDX-License-Identifier: Apache-2.0
// What ALTER TABLE carries out, in PostgreSQL's order: its sub-commands, and those that they bring along.
#pragma once

#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "model/alter_table_passes.h"
#include "model/execution.h"

namespace lockstep::model {

// A sub-command, or a constraint that ADD COLUMN's column definition brings with it.
struct Command {
  Pass pass;
  uint32_t part = 0;  // place among the sub-commands as written
  const ::AlterTableCmd* command = nullptr;
  const ::Constraint* constraint = nullptr;
  std::string_view column = {};      // of `constraint`, when it stands in a column definition
  const ::List* siblings = nullptr;  // the constraints of that definition
  bool has_default = false;          // that definition: else a foreign key of it is not checked
};

// By pass; within a pass, in the order written. In the execution's scratch memory.
std::pmr::vector<Command> CommandsOf(const Execution& execution, RelationId table,
                                     const ::AlterTableStmt& statement);

// Whether the command goes on to what is below the table, were there no ONLY.
bool GoesOn(const Execution& execution, RelationId table, const Command& command);

// The table and what is below it, as far as the command goes where it does: ATExecAddColumn() and
// ATExecDropColumn() go no further than to a child that has, or keeps, the column anyway.
std::vector<RelationId> TablesReached(const Execution& execution, RelationId table, const Command& command);

enum class Reach : uint8_t { kTable, kChildren, kDescendants };

// What is locked as the table itself is. ATPrepCmd() in PostgreSQL's tablecmds.c locks where the command may
// go on; what takes an inherited object away locks the children, which keep it, under ONLY too.
Reach LockReach(const Execution& execution, RelationId table, const Command& command, bool is_only);

// What the command takes on what is below the table, where `mode` is what it takes on that. Indexes are made
// by DefineIndex(), which goes on by itself, and makes a trigger for what is DEFERRABLE.
LockMode LockBelow(const Execution& execution, RelationId table, const Command& command, LockMode mode);

}  // namespace lockstep::model
