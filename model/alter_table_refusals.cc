// SPDX-License-Identifier: Apache-2.0
// What ALTER TABLE refuses of a sub-command before it changes anything: a column that is not there, one that
// is not what the sub-command is for, ONLY where children cannot stay as they are (ATPrepCmd() and the
// functions of the sub-commands in PostgreSQL's tablecmds.c).
#include <algorithm>
#include <array>

#include "model/alter_table_run.h"
#include "model/column_names.h"

namespace lockstep::model {

namespace {

// A NOT NULL stands in pg_constraint, since.
constexpr int kNotNullIsConstraint = 18;

bool NamesColumn(AlterTableType type) {
  constexpr std::array kTypes = {AT_ColumnDefault,   AT_DropNotNull,    AT_SetNotNull,  AT_SetExpression,
                                 AT_DropExpression,  AT_SetStatistics,  AT_SetOptions,  AT_ResetOptions,
                                 AT_SetStorage,      AT_SetCompression, AT_AddIdentity, AT_SetIdentity,
                                 AT_AlterColumnType, AT_DropIdentity};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

bool IsInteger(const ColumnType& type) {
  const std::string_view name = type.ref.name;
  return type.IsBuiltin() && !type.ref.is_array && (name == "int2" || name == "int4" || name == "int8");
}

std::string Named(const Column& column, const Relation& table) {
  return "column \"" + std::string(column.name) + "\" of relation \"" + std::string(table.name) + "\"";
}

// ATExecColumnDefault()
void RefuseDefault(Execution& execution, const Column& column, const Relation& table) {
  if (column.is_identity) execution.Fail("42601", Named(column, table) + " is an identity column");
  if (column.generated != Generated::kNo)
    execution.Fail("42601", Named(column, table) + " is a generated column");
}

// ATExecAddIdentity(), and transformAlterTableStmt() in parse_utilcmd.c for the type.
void RefuseNewIdentity(Execution& execution, const Column& column, const Relation& table) {
  if (column.type && column.type->IsBuiltin() && !IsInteger(*column.type)) {
    execution.Fail("22023", "identity column type must be smallint, integer, or bigint");
  } else if (!column.not_null) {
    execution.Fail("55000", Named(column, table) + " must be declared NOT NULL before identity can be added");
  } else if (column.is_identity) {
    execution.Fail("55000", Named(column, table) + " is already an identity column");
  } else if (column.has_default) {
    execution.Fail("55000", Named(column, table) + " already has a default value");
  }
}

}  // namespace

bool AlterTableRun::RefusesColumn(const ::AlterTableCmd& command) {
  const std::string_view name = sql::Text(command.name);
  const Relation& table = *execution_.Get(table_);
  if (!NamesColumn(command.subtype) || name.empty() || table.IsIndex() || IsSystemColumn(name)) return false;
  const Column* column = execution_.Get(execution_.ResolveColumn(table_, name));
  if (column == nullptr) {
    execution_.Fail("42703", "column \"" + std::string(name) + "\" of relation \"" + std::string(table.name) +
                                 "\" does not exist");
    return true;
  }
  if (!table.is_complete) return false;
  switch (command.subtype) {
    case AT_ColumnDefault:
      RefuseDefault(execution_, *column, table);
      break;
    case AT_AddIdentity:
      RefuseNewIdentity(execution_, *column, table);
      break;
    case AT_SetIdentity:
    case AT_DropIdentity:
      if (!column->is_identity && !command.missing_ok)
        execution_.Fail("55000", Named(*column, table) + " is not an identity column");
      break;
    case AT_DropExpression:
      if (column->generated == Generated::kNo && !command.missing_ok)
        execution_.Fail("55000", Named(*column, table) + " is not a generated column");
      break;
    default:
      break;
  }
  return execution_.failed();
}

bool AlterTableRun::IsNullableBelow(const std::vector<RelationId>& tables, std::string_view name) const {
  return std::any_of(tables.begin(), tables.end(), [&](RelationId id) {
    const Relation* table = execution_.Get(id);
    const Column* column =
        table == nullptr ? nullptr : execution_.Get(execution_.catalog().FindColumn(*table, name));
    return column != nullptr && !column->not_null;
  });
}

// Where ONLY the table is to become NOT NULL.
bool AlterTableRun::RefusesNotNullOfOnly(std::string_view name, bool is_key) {
  const Relation& table = *execution_.Get(table_);
  if (!IsNullableBelow({table_}, name)) return false;
  const std::vector<RelationId> children(table.children.begin(), table.children.end());
  if (execution_.pg_version() < kNotNullIsConstraint) {
    if (!table.IsPartitioned()) return false;
    std::vector<RelationId> below = WithDescendants(catalog(), table_);
    below.erase(below.begin());
    if (!IsNullableBelow(below, name)) return false;
  } else if (is_key) {
    if (!IsNullableBelow(children, name)) return false;
    // ATPrepAddPrimaryKey() gives no code of its own.
    execution_.Fail("XX000", "column \"" + std::string(name) + "\" of a child table is not marked NOT NULL");
    return true;
  } else if (!table.IsPartitioned()) {
    return false;
  }
  execution_.Fail("42P16", "constraint must be added to child tables too");
  return true;
}

bool AlterTableRun::RefusesOnly(const Command& command) {
  const Relation& table = *execution_.Get(table_);
  if (Descends() || table.children.empty() || !table.is_complete) return false;
  if (command.constraint != nullptr) {
    const ::Constraint& constraint = *command.constraint;
    const bool is_merged = constraint.contype == CONSTR_CHECK || constraint.contype == CONSTR_NOTNULL;
    if (is_merged && !constraint.is_no_inherit) {
      execution_.Fail("42P16", "constraint must be added to child tables too");
      return true;
    }
    if (constraint.contype != CONSTR_PRIMARY) return false;
    for (const auto* key : sql::Elements<::Node>(constraint.keys)) {
      if (RefusesNotNullOfOnly(sql::StringOf(key), true)) return true;
    }
    return false;
  }
  if (command.command->subtype == AT_SetNotNull)
    return RefusesNotNullOfOnly(sql::Text(command.command->name), false);
  if (command.command->subtype != AT_AlterColumnType) return false;
  execution_.Fail("42P16", "type of inherited column \"" + std::string(sql::Text(command.command->name)) +
                               "\" must be changed in child tables too");
  return true;
}

}  // namespace lockstep::model
