// SPDX-License-Identifier: Apache-2.0
// CREATE and ALTER TYPE, CREATE and ALTER DOMAIN.
#include <algorithm>

#include "model/columns.h"
#include "model/expression.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

TypeId AddType(Execution& execution, const sql::QualifiedName& name, Type type) {
  type.schema = execution.SchemaForCreation(name.schema);
  type.name = name.name;
  type.created_in = execution.environment().file;
  return execution.catalog().Add(std::move(type));
}

// What has a column of the domain, or of a domain over it (get_rels_with_domain() in typecmds.c). Arrays and
// composites of it, which PostgreSQL refuses there, are not followed.
std::vector<RelationId> TablesUsing(const Execution& execution, TypeId domain) {
  std::vector<RelationId> tables;
  std::vector<TypeId> domains = {domain};
  while (!domains.empty()) {
    const TypeId type = domains.back();
    domains.pop_back();
    for (const TypeId above : execution.catalog().DomainsOver(type)) domains.push_back(above);
    for (const ColumnId id : execution.catalog().ColumnsOfType(type)) {
      const Column& column = *execution.Get(id);
      const Relation* relation = execution.Get(column.relation);
      const bool is_stored =
          relation != nullptr && (relation->IsTable() || relation->kind == RelationKind::kMaterializedView);
      if (!is_stored || (column.type && column.type->ref.is_array)) continue;
      if (std::find(tables.begin(), tables.end(), column.relation) == tables.end())
        tables.push_back(column.relation);
    }
  }
  return tables;
}

// Locks every table that uses the domain and reads it all.
void CheckValues(Execution& execution, TypeId domain, Cause cause, std::string_view subject) {
  for (const RelationId table : TablesUsing(execution, domain)) {
    execution.Lock(table, LockMode::kShare);
    if (!execution.Get(table)->IsPartitioned()) execution.Scan(table, cause, subject);
  }
}

// AlterDomainNotNull(); nothing happens where it is so already.
void SetNotNull(Execution& execution, TypeId domain) {
  if (execution.Get(domain)->is_not_null) {
    execution.record().operations.back().does_nothing = true;
    return;
  }
  execution.catalog().Change(domain).is_not_null = true;
  execution.catalog().Change(domain).has_constraints = true;
  CheckValues(execution, domain, Cause::kNotNull, {});
}

void SetDefault(const Execution& execution, const ::Node* expression, Type& domain) {
  const ExpressionFacts facts = FactsOf(execution, expression);
  domain.has_default = expression != nullptr && !IsNullConstant(expression);
  domain.volatile_default = facts.volatility == Volatility::kVolatile ? facts.volatile_function : "";
  domain.default_is_assumed = facts.is_assumed;
}

}  // namespace

void CreateEnum(Execution& execution, const ::CreateEnumStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  Type type{.kind = TypeKind::kEnum};
  for (const auto* label : sql::Elements<::Node>(statement.vals))
    type.labels.emplace_back(sql::StringOf(label));
  AddType(execution, sql::QualifiedName::From(statement.typeName), std::move(type));
}

void AlterEnum(Execution& execution, const ::AlterEnumStmt& statement) {
  Operation& operation = execution.Do(OperationKind::kAlterTable, {}, &statement);
  const TypeId id = execution.FindType(sql::QualifiedName::From(statement.typeName));
  if (!id) return;
  operation.object = id;
  const std::vector<std::string>& known = execution.Get(id)->labels;
  if (std::find(known.begin(), known.end(), sql::Text(statement.newVal)) != known.end()) {
    operation.does_nothing = statement.skipIfNewValExists;
    if (operation.does_nothing) return;
    return execution.Fail("42710", "enum label \"" + std::string(statement.newVal) + "\" already exists");
  }
  std::vector<std::string>& labels = execution.catalog().Change(id).labels;
  if (statement.oldVal != nullptr) {
    std::replace(labels.begin(), labels.end(), std::string(statement.oldVal), std::string(statement.newVal));
  } else {
    labels.emplace_back(statement.newVal);
  }
}

void CreateDomain(Execution& execution, const ::CreateDomainStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  Type type{.kind = TypeKind::kDomain};
  if (statement.typeName != nullptr) type.base = execution.ResolveType(*statement.typeName);
  const Type* base = type.base ? execution.Get(type.base->user_type) : nullptr;
  if (base != nullptr && base->kind == TypeKind::kDomain) {
    type.has_constraints = base->has_constraints;
    type.is_not_null = base->is_not_null;
    type.has_default = base->has_default;
    type.volatile_default = base->volatile_default;
    type.default_is_assumed = base->default_is_assumed;
  }
  for (const auto* constraint : sql::Elements<::Constraint>(statement.constraints)) {
    if (constraint == nullptr) continue;
    const bool not_null = constraint->contype == CONSTR_NOTNULL;
    type.has_constraints = type.has_constraints || not_null || constraint->contype == CONSTR_CHECK;
    type.is_not_null = type.is_not_null || not_null;
    if (constraint->contype == CONSTR_DEFAULT) SetDefault(execution, constraint->raw_expr, type);
  }
  AddType(execution, sql::QualifiedName::From(statement.domainname), std::move(type));
}

void AlterDomain(Execution& execution, const ::AlterDomainStmt& statement) {
  Operation& operation = execution.Do(OperationKind::kAlterTable, {}, &statement);
  const TypeId id = execution.FindType(sql::QualifiedName::From(statement.typeName));
  operation.type = id;
  if (!id) return;
  const auto* constraint = sql::As<::Constraint>(statement.def);
  switch (statement.subtype) {
    case 'C':  // ADD CONSTRAINT
      if (constraint != nullptr && constraint->contype == CONSTR_NOTNULL) return SetNotNull(execution, id);
      execution.catalog().Change(id).has_constraints = true;
      if (constraint != nullptr && !constraint->skip_validation) {
        CheckValues(execution, id, Cause::kCheck, sql::Text(constraint->conname));
      }
      return;
    case 'V':  // VALIDATE CONSTRAINT
      return CheckValues(execution, id, Cause::kCheck, sql::Text(statement.name));
    case 'O':  // SET NOT NULL
      return SetNotNull(execution, id);
    case 'N':  // DROP NOT NULL
      execution.catalog().Change(id).is_not_null = false;
      return;
    case 'T':  // SET or DROP DEFAULT
      return SetDefault(execution, statement.def, execution.catalog().Change(id));
    default:
      return;
  }
}

void CreateComposite(Execution& execution, const ::CompositeTypeStmt& statement) {
  const sql::QualifiedName name = sql::QualifiedName::From(*statement.typevar);
  Relation relation{.kind = RelationKind::kCompositeType,
                    .schema = execution.SchemaForCreation(name.schema),
                    .name = name.name};
  relation.created_in = execution.environment().file;
  const RelationId id = execution.catalog().Add(std::move(relation));
  execution.Do(OperationKind::kCreateOther, id, &statement, statement.typevar->location);
  for (const auto* attribute : sql::Elements<::ColumnDef>(statement.coldeflist)) {
    if (attribute != nullptr) DefineColumn(execution, id, *attribute);
  }
  Type type{.kind = TypeKind::kComposite};
  type.composite = id;
  AddType(execution, name, std::move(type));
}

void CreateRange(Execution& execution, const ::CreateRangeStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  AddType(execution, sql::QualifiedName::From(statement.typeName), Type{.kind = TypeKind::kRange});
}

}  // namespace lockstep::model
