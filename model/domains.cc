// SPDX-License-Identifier: Apache-2.0
// CREATE and ALTER DOMAIN (DefineDomain(), AlterDomainAddConstraint() and its siblings in PostgreSQL's
// typecmds.c).
#include "model/domains.h"

#include <algorithm>
#include <vector>

#include "model/expression.h"
#include "model/object_names.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// A domain's NOT NULL is a constraint, with a name, since.
constexpr int kNotNullIsConstraint = 17;

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
      const bool is_opened = relation != nullptr && relation->kind != RelationKind::kCompositeType;
      if (!is_opened || (column.type && column.type->ref.is_array)) continue;
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
    if (execution.Get(table)->HasStorage()) execution.Scan(table, cause, subject);
  }
}

// The domain that it stands on; null where that is no domain.
const Type* BaseOf(const Catalog& catalog, const Type& domain) {
  if (!domain.base || domain.base->ref.is_array) return nullptr;
  const Type* base = catalog.Get(domain.base->user_type);
  return base == nullptr || base->kind != TypeKind::kDomain ? nullptr : base;
}

ConstraintId FindConstraint(const Execution& execution, TypeId domain, std::string_view name) {
  for (const ConstraintId id : execution.Get(domain)->constraints) {
    if (execution.Get(id)->name == name) return id;
  }
  return {};
}

// CHECK, or since 17 NOT NULL.
ConstraintId AddConstraint(Execution& execution, TypeId domain, const ::Constraint& node,
                           ConstraintKind kind) {
  ConstraintObject constraint{.kind = kind, .name = sql::Text(node.conname)};
  constraint.domain = domain;
  constraint.is_valid = !node.skip_validation;
  constraint.uses = execution.catalog().KeepValue(FactsOf(execution, node.raw_expr).uses);
  constraint.created_in = execution.environment().file;
  if (constraint.name.empty()) {
    constraint.name =
        ChooseConstraintName(execution, domain, kind == ConstraintKind::kCheck ? "check" : "not_null");
  }
  return execution.catalog().Add(constraint);
}

void SetNotNull(Execution& execution, TypeId domain, const ::Constraint& node) {
  execution.catalog().Change(domain).is_not_null = true;
  if (execution.pg_version() >= kNotNullIsConstraint)
    AddConstraint(execution, domain, node, ConstraintKind::kNotNull);
}

// SET NOT NULL and ADD NOT NULL; nothing happens where it is so already.
void AddNotNull(Execution& execution, TypeId domain, const ::Constraint& node) {
  if (execution.Get(domain)->is_not_null) {
    execution.record().operations.back().does_nothing = true;
    return;
  }
  SetNotNull(execution, domain, node);
  CheckValues(execution, domain, Cause::kNotNull, {});
}

void DropNotNull(Execution& execution, TypeId domain) {
  const auto& constraints = execution.Get(domain)->constraints;
  const auto found = std::find_if(constraints.begin(), constraints.end(), [&](ConstraintId id) {
    return execution.Get(id)->kind == ConstraintKind::kNotNull;
  });
  if (found != constraints.end()) return RemoveDomainConstraint(execution, *found);
  execution.catalog().Change(domain).is_not_null = false;
}

void AddCheck(Execution& execution, TypeId domain, const ::Constraint& node) {
  AddConstraint(execution, domain, node, ConstraintKind::kCheck);
  if (!node.skip_validation) CheckValues(execution, domain, Cause::kCheck, sql::Text(node.conname));
}

void Validate(Execution& execution, TypeId domain, std::string_view name) {
  CheckValues(execution, domain, Cause::kCheck, name);
  if (const ConstraintId id = FindConstraint(execution, domain, name))
    execution.catalog().Change(id).is_valid = true;
}

void DropConstraint(Execution& execution, TypeId domain, const ::AlterDomainStmt& statement) {
  const std::string_view name = sql::Text(statement.name);
  if (const ConstraintId id = FindConstraint(execution, domain, name)) {
    execution.record().operations.back().constraint = id;
    return RemoveDomainConstraint(execution, id);
  }
  execution.record().operations.back().does_nothing = true;
  if (statement.missing_ok) return;
  execution.Fail("42704", "constraint \"" + std::string(name) + "\" of domain \"" +
                              std::string(execution.Get(domain)->name) + "\" does not exist");
}

void SetDefault(Execution& execution, TypeId id, const ::Node* expression) {
  const ExpressionFacts facts = FactsOf(execution, expression);
  Type& domain = execution.catalog().Change(id);
  domain.has_default = expression != nullptr && !IsNullConstant(expression);
  domain.volatile_default =
      facts.volatility == Volatility::kVolatile ? execution.catalog().Keep(facts.volatile_function) : "";
  domain.default_is_assumed = facts.is_assumed;
}

}  // namespace

bool HasConstraints(const Execution& execution, const Type& domain) {
  for (const Type* type = &domain; type != nullptr; type = BaseOf(execution.catalog(), *type)) {
    if (type->is_not_null || !type->constraints.empty()) return true;
  }
  return false;
}

bool IsNotNull(const Catalog& catalog, const Type& domain) {
  for (const Type* type = &domain; type != nullptr; type = BaseOf(catalog, *type)) {
    if (type->is_not_null) return true;
  }
  return false;
}

void RemoveDomainConstraint(Execution& execution, ConstraintId constraint) {
  const ConstraintObject& object = *execution.Get(constraint);
  execution.catalog().Unlink(object.domain, &Type::constraints, constraint);
  if (object.kind == ConstraintKind::kNotNull) execution.catalog().Change(object.domain).is_not_null = false;
  execution.catalog().Remove(constraint);
}

void CreateDomain(Execution& execution, const ::CreateDomainStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  const sql::QualifiedName name = sql::QualifiedName::From(statement.domainname);
  Type type{.kind = TypeKind::kDomain, .schema = execution.SchemaForCreation(name.schema), .name = name.name};
  type.created_in = execution.environment().file;
  if (statement.typeName != nullptr) type.base = execution.ResolveType(*statement.typeName);
  if (const Type* base = BaseOf(execution.catalog(), type)) {
    type.has_default = base->has_default;
    type.volatile_default = base->volatile_default;
    type.default_is_assumed = base->default_is_assumed;
  }
  const TypeId domain = execution.catalog().Add(type);
  for (const auto* constraint : sql::Elements<::Constraint>(statement.constraints)) {
    if (constraint == nullptr) continue;
    if (constraint->contype == CONSTR_DEFAULT) SetDefault(execution, domain, constraint->raw_expr);
    if (constraint->contype == CONSTR_NOTNULL) SetNotNull(execution, domain, *constraint);
    if (constraint->contype == CONSTR_CHECK)
      AddConstraint(execution, domain, *constraint, ConstraintKind::kCheck);
  }
}

void AlterDomain(Execution& execution, const ::AlterDomainStmt& statement) {
  Operation& operation = execution.Do(OperationKind::kAlterTable, {}, &statement);
  const TypeId id = execution.FindType(sql::QualifiedName::From(statement.typeName));
  operation.type = id;
  if (!id) return;
  const auto* constraint = sql::As<::Constraint>(statement.def);
  switch (statement.subtype) {
    case 'C':  // ADD CONSTRAINT
      if (constraint == nullptr) return;
      return constraint->contype == CONSTR_NOTNULL ? AddNotNull(execution, id, *constraint)
                                                   : AddCheck(execution, id, *constraint);
    case 'X':
      return DropConstraint(execution, id, statement);
    case 'V':
      return Validate(execution, id, sql::Text(statement.name));
    case 'O':
      return AddNotNull(execution, id, {});
    case 'N':
      return DropNotNull(execution, id);
    case 'T':  // SET or DROP DEFAULT
      return SetDefault(execution, id, statement.def);
    default:
      return;
  }
}

}  // namespace lockstep::model
