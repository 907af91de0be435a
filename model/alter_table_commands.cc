// SPDX-License-Identifier: Apache-2.0
#include "model/alter_table_commands.h"

#include <algorithm>

#include "model/columns.h"
#include "model/inheritance.h"

namespace lockstep::model {

namespace {

// ATPrepCmd() locks all children for any constraint since.
constexpr int kEveryConstraintLocksChildren = 18;
// NOT NULL stands in pg_constraint since, and is inherited as CHECK is.
constexpr int kNotNullIsAConstraint = 18;

// Constraints inside ADD COLUMN become sub-commands of their own (transformAlterTableStmt() in
// parse_utilcmd.c).
void AddColumnConstraints(const Execution& execution, RelationId table, const Command& column,
                          std::pmr::vector<Command>& commands) {
  const auto& definition = *sql::As<::ColumnDef>(column.command->def);
  const std::string_view name = sql::Text(definition.colname);
  if (column.command->missing_ok && execution.catalog().FindColumn(*execution.Get(table), name)) return;
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

// What inheritance children have, too. Indexes and foreign keys are a table's own, but for partitions.
bool IsPassedOn(const ConstraintObject& constraint) {
  return !constraint.is_no_inherit &&
         (constraint.kind == ConstraintKind::kCheck || constraint.kind == ConstraintKind::kNotNull);
}

bool IsPassedOn(const ::Constraint& constraint) {
  return !constraint.is_no_inherit &&
         (constraint.contype == CONSTR_CHECK || constraint.contype == CONSTR_NOTNULL);
}

// Of the sub-commands that name one; null for all others, and where it is not known.
const ConstraintObject* NamedConstraint(const Execution& execution, RelationId table,
                                        const ::AlterTableCmd& command) {
  std::string_view name;
  if (command.subtype == AT_DropConstraint || command.subtype == AT_ValidateConstraint)
    name = sql::Text(command.name);
  if (const auto* change = sql::As<::ATAlterConstraint>(command.def)) name = sql::Text(change->conname);
  if (name.empty()) return nullptr;
  return execution.Get(execution.catalog().FindConstraint(*execution.Get(table), name));
}

// Whether IF [NOT] EXISTS is met: ATExecAddColumn(), ATExecDropColumn() and ATExecDropConstraint() end there,
// before they come to the children.
bool IsSkipped(const Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  if (!command.missing_ok) return false;
  const Relation& relation = *execution.Get(table);
  const bool is_missing =
      relation.is_complete && !execution.catalog().FindColumn(relation, sql::Text(command.name));
  switch (command.subtype) {
    case AT_AddColumn:
      return static_cast<bool>(
          execution.catalog().FindColumn(relation, sql::Text(sql::As<::ColumnDef>(command.def)->colname)));
    case AT_DropColumn:
      return is_missing;
    case AT_DropConstraint:
      return relation.is_complete && !execution.catalog().FindConstraint(relation, sql::Text(command.name));
    default:
      return false;
  }
}

// ATPrepSetNotNull() does not look below a partitioned table's column that has it, nor does
// ATExecSetNotNull() since NOT NULL is a constraint below any table's.
bool IsNotNullAlready(const Execution& execution, RelationId table, std::string_view name) {
  const bool is_looked_at =
      execution.Get(table)->IsPartitioned() || execution.pg_version() >= kNotNullIsAConstraint;
  const ColumnId column = execution.catalog().FindColumn(*execution.Get(table), name);
  return is_looked_at && column && execution.Get(column)->not_null;
}

bool BuildsIndex(const Command& command) {
  if (command.constraint == nullptr) return false;
  const ::ConstrType type = command.constraint->contype;
  return type == CONSTR_PRIMARY || type == CONSTR_UNIQUE || type == CONSTR_EXCLUSION;
}

// Whether the columns of the primary key get NOT NULL by it, which children get as well.
bool BringsNotNull(const Execution& execution, RelationId table, const ::Constraint& key) {
  if (key.contype != CONSTR_PRIMARY) return false;
  const sql::Elements<::Node> names(key.keys);
  return names.empty() || !std::all_of(names.begin(), names.end(), [&](const ::Node* name) {
           return IsNotNullAlready(execution, table, sql::StringOf(name));
         });
}

// DROP NOT NULL of a column that has none does nothing; one that is a constraint goes from the children, too.
bool DropsNotNull(const Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  if (command.subtype != AT_DropNotNull) return false;
  const Relation& relation = *execution.Get(table);
  const ColumnId column = execution.catalog().FindColumn(relation, sql::Text(command.name));
  return column ? execution.Get(column)->not_null : !relation.is_complete;
}

// ATPrepAddPrimaryKey(), before 18 ATPrepSetNotNull(): where ONLY the table is to have the key, and a column
// has no NOT NULL yet, the children (before, partitions) have to have one.
bool SeeksNotNullBelow(const Execution& execution, RelationId table, const Command& command) {
  const bool is_constraint = execution.pg_version() >= kNotNullIsAConstraint;
  if (!is_constraint && !execution.Get(table)->IsPartitioned()) return false;
  const auto is_nullable = [&](std::string_view name) {
    const ColumnId column = execution.catalog().FindColumn(*execution.Get(table), name);
    return column && !execution.Get(column)->not_null;
  };
  if (command.constraint == nullptr) {
    return !is_constraint && command.command->subtype == AT_SetNotNull &&
           is_nullable(sql::Text(command.command->name));
  }
  if (command.constraint->contype != CONSTR_PRIMARY) return false;
  const sql::Elements<::Node> keys(command.constraint->keys);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const ::Node* key) { return is_nullable(sql::StringOf(key)); });
}

// Whether a child keeps a column that goes from its parent, or has one already that is added there: what is
// below stays as it is.
bool StopsAt(const Execution& execution, RelationId child, const Command& command) {
  const bool adds = command.command->subtype == AT_AddColumn;
  const auto* definition = sql::As<::ColumnDef>(command.command->def);
  const std::string_view name =
      adds ? (definition == nullptr ? std::string_view() : sql::Text(definition->colname))
           : sql::Text(command.command->name);
  const ColumnId column = execution.catalog().FindColumn(*execution.Get(child), name);
  if (!column) return false;
  if (adds || execution.Get(column)->is_local) return true;
  const auto& parents = execution.Get(child)->parents;
  return std::count_if(parents.begin(), parents.end(), [&](RelationId id) {
           const Relation* parent = execution.Get(id);
           return parent != nullptr && execution.catalog().FindColumn(*parent, name);
         }) > 1;
}

}  // namespace

std::pmr::vector<Command> CommandsOf(const Execution& execution, RelationId table,
                                     const ::AlterTableStmt& statement) {
  std::pmr::vector<Command> commands(execution.scratch());
  commands.reserve(sql::Length(statement.cmds));
  uint32_t next_part = 0;
  for (const auto* node : sql::Elements<::AlterTableCmd>(statement.cmds)) {
    const uint32_t part = next_part++;
    if (node == nullptr) continue;
    const Command command{.pass = PassOf(*node), .part = part, .command = node};
    commands.push_back(command);
    if (node->subtype == AT_AddConstraint) commands.back().constraint = sql::As<::Constraint>(node->def);
    if (node->subtype == AT_AddColumn) AddColumnConstraints(execution, table, command, commands);
  }
  const auto is_before = [](const Command& left, const Command& right) { return left.pass < right.pass; };
  // Most statements have but one, and stable_sort() takes memory for whatever it is given.
  if (!std::is_sorted(commands.begin(), commands.end(), is_before))
    std::stable_sort(commands.begin(), commands.end(), is_before);
  return commands;
}

bool GoesOn(const Execution& execution, RelationId table, const Command& command) {
  const bool is_partitioned = execution.Get(table)->IsPartitioned();
  if (command.constraint != nullptr)
    return IsPassedOn(*command.constraint) || (is_partitioned && !command.constraint->is_no_inherit);
  const ::AlterTableCmd& node = *command.command;
  if (IsSkipped(execution, table, node)) return false;
  if (node.subtype == AT_SetNotNull) return !IsNotNullAlready(execution, table, sql::Text(node.name));
  if (ChangesIdentity(node)) return is_partitioned && execution.pg_version() >= kPartitionsShareIdentity;
  if (const ConstraintObject* constraint = NamedConstraint(execution, table, node))
    return is_partitioned || IsPassedOn(*constraint);
  if (node.subtype == AT_DropNotNull && execution.pg_version() >= kNotNullIsAConstraint)
    return DropsNotNull(execution, table, node);
  return Recurses(node);
}

std::vector<RelationId> TablesReached(const Execution& execution, RelationId table, const Command& command) {
  const bool goes_one_by_one = command.constraint == nullptr && (command.command->subtype == AT_AddColumn ||
                                                                 command.command->subtype == AT_DropColumn);
  const bool is_type = execution.Get(table)->kind == RelationKind::kCompositeType;
  if (!goes_one_by_one || is_type) return WithDescendants(execution.catalog(), table);
  std::vector<RelationId> reached = {table};
  for (size_t i = 0; i < reached.size(); ++i) {
    if (i > 0 && StopsAt(execution, reached[i], command)) continue;
    for (const RelationId child : execution.Get(reached[i])->children) {
      if (std::find(reached.begin(), reached.end(), child) == reached.end()) reached.push_back(child);
    }
  }
  return reached;
}

LockMode LockBelow(const Execution& execution, RelationId table, const Command& command, LockMode mode) {
  if (!BuildsIndex(command) || LockReach(execution, table, command, false) != Reach::kTable) return mode;
  return command.constraint->deferrable ? LockMode::kShareRowExclusive : LockMode::kShare;
}

Reach LockReach(const Execution& execution, RelationId table, const Command& command, bool is_only) {
  const ::AlterTableCmd& node = *command.command;
  if (!is_only) {
    // ATCheckPartitionsNotInUse()
    const bool is_checked = node.subtype == AT_DropConstraint && execution.Get(table)->IsPartitioned();
    const bool locks_all =
        node.subtype == AT_AddConstraint && execution.pg_version() >= kEveryConstraintLocksChildren;
    const bool goes_on = BuildsIndex(command) ? BringsNotNull(execution, table, *command.constraint)
                                              : GoesOn(execution, table, command);
    return is_checked || locks_all || goes_on ? Reach::kDescendants : Reach::kTable;
  }
  if (node.subtype == AT_DropColumn) return Reach::kChildren;  // ATExecDropColumn()
  if (node.subtype == AT_DropNotNull && execution.pg_version() >= kNotNullIsAConstraint)
    return DropsNotNull(execution, table, node) ? Reach::kChildren : Reach::kTable;
  if (SeeksNotNullBelow(execution, table, command))
    return execution.pg_version() < kNotNullIsAConstraint ? Reach::kDescendants : Reach::kChildren;
  if (node.subtype != AT_DropConstraint) return Reach::kTable;
  if (execution.Get(table)->IsPartitioned()) return Reach::kDescendants;  // ATCheckPartitionsNotInUse()
  const ConstraintObject* constraint = NamedConstraint(execution, table, node);
  return constraint != nullptr && IsPassedOn(*constraint) ? Reach::kChildren : Reach::kTable;
}

}  // namespace lockstep::model
