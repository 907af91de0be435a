// SPDX-License-Identifier: Apache-2.0
// CREATE and ALTER TYPE.
#include <algorithm>

#include "model/columns.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

TypeId AddType(Execution& execution, const sql::QualifiedName& name, Type type) {
  type.schema = execution.SchemaForCreation(name.schema);
  type.name = name.name;
  if (execution.catalog().FindType(type.schema, type.name)) {
    execution.Fail("42710", "type \"" + name.name + "\" already exists");
    return {};
  }
  type.created_in = execution.environment().file;
  return execution.catalog().Add(type);
}

}  // namespace

void CreateEnum(Execution& execution, const ::CreateEnumStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  Type type{.kind = TypeKind::kEnum};
  std::vector<std::string> labels;
  for (const auto* label : sql::Elements<::Node>(statement.vals)) labels.emplace_back(sql::StringOf(label));
  type.labels = execution.catalog().KeepValue(std::move(labels));
  AddType(execution, sql::QualifiedName::From(statement.typeName), type);
}

void AlterEnum(Execution& execution, const ::AlterEnumStmt& statement) {
  Operation& operation = execution.Do(OperationKind::kAlterTable, {}, &statement);
  const TypeId id = execution.FindType(sql::QualifiedName::From(statement.typeName));
  if (!id) return;
  operation.object = id;
  const std::vector<std::string>& known = *execution.Get(id)->labels;
  if (std::find(known.begin(), known.end(), sql::Text(statement.newVal)) != known.end()) {
    operation.does_nothing = statement.skipIfNewValExists;
    if (operation.does_nothing) return;
    return execution.Fail("42710", "enum label \"" + std::string(statement.newVal) + "\" already exists");
  }
  std::vector<std::string>& labels = execution.catalog().Edit(id, &Type::labels);
  if (statement.oldVal != nullptr) {
    std::replace(labels.begin(), labels.end(), std::string(statement.oldVal), std::string(statement.newVal));
  } else {
    labels.emplace_back(statement.newVal);
  }
}

void CreateComposite(Execution& execution, const ::CompositeTypeStmt& statement) {
  const sql::QualifiedName name = sql::QualifiedName::From(*statement.typevar);
  Relation relation{.kind = RelationKind::kCompositeType,
                    .schema = execution.SchemaForCreation(name.schema),
                    .name = name.name};
  relation.created_in = execution.environment().file;
  const RelationId id = execution.catalog().Add(relation);
  execution.Do(OperationKind::kCreateOther, id, &statement, statement.typevar->location);
  for (const auto* attribute : sql::Elements<::ColumnDef>(statement.coldeflist)) {
    if (attribute != nullptr) DefineColumn(execution, id, *attribute);
  }
  Type type{.kind = TypeKind::kComposite};
  type.composite = id;
  AddType(execution, name, type);
}

// Without parameters it is a shell, which the type's own functions can name before it is defined
// (DefineType() in typecmds.c).
void CreateBaseType(Execution& execution, const ::DefineStmt& statement) {
  if (statement.kind != OBJECT_TYPE) return;
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  const sql::QualifiedName name = sql::QualifiedName::From(statement.defnames);
  const TypeId id = execution.catalog().FindType(execution.SchemaForCreation(name.schema), name.name);
  const bool defines_shell = id && execution.Get(id)->is_shell && statement.definition != nullptr;
  if (defines_shell) {
    execution.catalog().Change(id).is_shell = false;
    return;
  }
  Type type{.kind = TypeKind::kBase};
  type.is_shell = statement.definition == nullptr;
  AddType(execution, name, type);
}

void CreateRange(Execution& execution, const ::CreateRangeStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  AddType(execution, sql::QualifiedName::From(statement.typeName), Type{.kind = TypeKind::kRange});
}

}  // namespace lockstep::model
