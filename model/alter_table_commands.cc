// SPDX-License-Identifier: Apache-2.0
#include "model/alter_table_commands.h"

#include <algorithm>

#include "model/columns.h"

namespace lockstep::model {

namespace {

// Constraints inside ADD COLUMN become sub-commands of their own (transformAlterTableStmt() in
// parse_utilcmd.c).
void AddColumnConstraints(const Execution& execution, RelationId table, const Command& column,
                          std::vector<Command>& commands) {
  const auto& definition = *sql::As<::ColumnDef>(column.command->def);
  const std::string_view name = sql::Text(definition.colname);
  const bool is_there = static_cast<bool>(execution.catalog().FindColumn(*execution.Get(table), name));
  if (column.command->missing_ok && is_there) return;
  for (const auto* constraint : sql::Elements<::Constraint>(definition.constraints)) {
    if (constraint == nullptr) continue;
    switch (constraint->contype) {
      case CONSTR_CHECK:
      case CONSTR_PRIMARY:
      case CONSTR_UNIQUE:
      case CONSTR_EXCLUSION:
      case CONSTR_FOREIGN:
        commands.push_back({.pass = PassOf(constraint->contype),
                            .part = column.part,
                            .command = column.command,
                            .constraint = constraint,
                            .column = name,
                            .siblings = definition.constraints,
                            .has_default = HasDefault(definition)});
        break;
      default:
        break;
    }
  }
}

}  // namespace

std::vector<Command> CommandsOf(const Execution& execution, RelationId table,
                                const ::AlterTableStmt& statement) {
  std::vector<Command> commands;
  uint32_t next_part = 0;
  for (const auto* node : sql::Elements<::AlterTableCmd>(statement.cmds)) {
    const uint32_t part = next_part++;
    if (node == nullptr) continue;
    const Command command{.pass = PassOf(*node), .part = part, .command = node};
    commands.push_back(command);
    if (node->subtype == AT_AddConstraint) commands.back().constraint = sql::As<::Constraint>(node->def);
    if (node->subtype == AT_AddColumn) AddColumnConstraints(execution, table, command, commands);
  }
  std::stable_sort(commands.begin(), commands.end(),
                   [](const Command& left, const Command& right) { return left.pass < right.pass; });
  return commands;
}

}  // namespace lockstep::model
