// SPDX-License-Identifier: Apache-2.0
#include "model/newer_syntax.h"

namespace lockstep::model {

namespace {

// ATTRIBUTE_GENERATED_VIRTUAL in PostgreSQL's catalog/pg_attribute.h.
constexpr char kVirtual = 'v';

Syntax Newer(Syntax left, Syntax right) { return right.since > left.since ? right : left; }

Syntax OfConstraint(const ::Constraint& constraint) {
  switch (constraint.contype) {
    case CONSTR_NOTNULL:
      // As a constraint of the table; beside a column it is as old as SQL.
      return constraint.keys != nullptr ? Syntax{"CONSTRAINT … NOT NULL column", 18} : Syntax{};
    case CONSTR_GENERATED:
      return constraint.generated_kind == kVirtual ? Syntax{"GENERATED … VIRTUAL", 18} : Syntax{};
    case CONSTR_CHECK:
    case CONSTR_FOREIGN: {
      const Syntax enforced = constraint.is_enforced ? Syntax{} : Syntax{"NOT ENFORCED", 18};
      return Newer(enforced, constraint.fk_with_period ? Syntax{"PERIOD", 18} : Syntax{});
    }
    case CONSTR_ATTR_ENFORCED:
      return {"ENFORCED", 18};
    case CONSTR_ATTR_NOT_ENFORCED:
      return {"NOT ENFORCED", 18};
    case CONSTR_PRIMARY:
    case CONSTR_UNIQUE: {
      const Syntax nulls = constraint.nulls_not_distinct ? Syntax{"NULLS NOT DISTINCT", 15} : Syntax{};
      return Newer(nulls, constraint.without_overlaps ? Syntax{"WITHOUT OVERLAPS", 18} : Syntax{});
    }
    default:
      return {};
  }
}

// A column's definition, or a constraint of the table.
Syntax OfElement(const ::Node* element) {
  if (const auto* constraint = sql::As<::Constraint>(element)) return OfConstraint(*constraint);
  const auto* column = sql::As<::ColumnDef>(element);
  if (column == nullptr) return {};
  Syntax newest;
  for (const auto* constraint : sql::Elements<::Constraint>(column->constraints)) {
    if (constraint != nullptr) newest = Newer(newest, OfConstraint(*constraint));
  }
  return newest;
}

Syntax OfCommand(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_AddColumn:
    case AT_AddConstraint:
      return OfElement(command.def);
    case AT_SetExpression:
      return {"SET EXPRESSION", 17};
    case AT_SetStatistics:
      return command.def == nullptr ? Syntax{"SET STATISTICS DEFAULT", 17} : Syntax{};
    case AT_SetAccessMethod:
      return command.name == nullptr ? Syntax{"SET ACCESS METHOD DEFAULT", 17}
                                     : Syntax{"SET ACCESS METHOD", 15};
    case AT_AlterConstraint: {
      const auto* change = sql::As<::ATAlterConstraint>(command.def);
      return change != nullptr && change->alterEnforceability ? Syntax{"ALTER CONSTRAINT … ENFORCED", 18}
                                                              : Syntax{};
    }
    default:
      return {};
  }
}

Syntax OfAlterDomain(const ::AlterDomainStmt& statement) {
  const auto* constraint = sql::As<::Constraint>(statement.def);
  const bool adds_not_null =
      statement.subtype == 'C' && constraint != nullptr && constraint->contype == CONSTR_NOTNULL;
  return adds_not_null ? Syntax{"ALTER DOMAIN … ADD NOT NULL", 17} : Syntax{};
}

Syntax OfReindex(const ::ReindexStmt& statement) {
  const bool names_none = statement.name == nullptr && (statement.kind == REINDEX_OBJECT_DATABASE ||
                                                        statement.kind == REINDEX_OBJECT_SYSTEM);
  return names_none ? Syntax{"REINDEX DATABASE without a name", 16} : Syntax{};
}

}  // namespace

Syntax NewestSyntax(const ::Node& statement) {
  Syntax newest;
  switch (sql::TagOf(&statement)) {
    case T_CreateStmt:
      for (const auto* element : sql::Elements<::Node>(sql::As<::CreateStmt>(&statement)->tableElts))
        newest = Newer(newest, OfElement(element));
      return newest;
    case T_AlterTableStmt:
      for (const auto* command :
           sql::Elements<::AlterTableCmd>(sql::As<::AlterTableStmt>(&statement)->cmds)) {
        if (command != nullptr) newest = Newer(newest, OfCommand(*command));
      }
      return newest;
    case T_IndexStmt:
      return sql::As<::IndexStmt>(&statement)->nulls_not_distinct ? Syntax{"NULLS NOT DISTINCT", 15}
                                                                  : Syntax{};
    case T_AlterDomainStmt:
      return OfAlterDomain(*sql::As<::AlterDomainStmt>(&statement));
    case T_ReindexStmt:
      return OfReindex(*sql::As<::ReindexStmt>(&statement));
    case T_MergeStmt:
      return {"MERGE", 15};
    default:
      return newest;
  }
}

}  // namespace lockstep::model
