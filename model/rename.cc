// SPDX-License-Identifier: Apache-2.0
// ALTER … RENAME and ALTER … SET SCHEMA: RenameRelation(), renameatt(), RenameConstraint() and
// AlterTableNamespace() in PostgreSQL's tablecmds.c.
#include "model/inheritance.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// renametrig() follows a partitioned table's trigger to its copies since.
constexpr int kTriggerRenameRecurses = 15;

RelationKind KindOf(ObjectType type) {
  switch (type) {
    case OBJECT_INDEX:
      return RelationKind::kIndex;
    case OBJECT_SEQUENCE:
      return RelationKind::kSequence;
    case OBJECT_VIEW:
      return RelationKind::kView;
    case OBJECT_MATVIEW:
      return RelationKind::kMaterializedView;
    case OBJECT_FOREIGN_TABLE:
      return RelationKind::kForeignTable;
    case OBJECT_TYPE:
      return RelationKind::kCompositeType;
    default:
      return RelationKind::kTable;
  }
}

// Whether ALTER … IF EXISTS finds nothing there.
bool IsMissing(const Execution& execution, const ::RangeVar& name, bool missing_ok) {
  return missing_ok && execution.environment().history_is_complete && !execution.FindRelation(name);
}

// The index of a constraint and the constraint go by one name.
void RenameBoth(Execution& execution, RelationId index, ConstraintId constraint, std::string_view name) {
  if (execution.Get(index) != nullptr) execution.catalog().Rename(index, name);
  if (execution.Get(constraint) != nullptr) execution.catalog().Rename(constraint, name);
}

class RenameRun {
 public:
  RenameRun(Execution& execution, const ::RenameStmt& statement)
      : execution_(execution), statement_(statement), new_name_(sql::Text(statement.newname)) {}

  void Run() {
    switch (statement_.renameType) {
      case OBJECT_TABLE:
      case OBJECT_FOREIGN_TABLE:
      case OBJECT_INDEX:
      case OBJECT_MATVIEW:
      case OBJECT_SEQUENCE:
      case OBJECT_VIEW:
        return RenameRelation();
      case OBJECT_ATTRIBUTE:
      case OBJECT_COLUMN:
        return RenameColumn();
      case OBJECT_TABCONSTRAINT:
        return RenameConstraint();
      case OBJECT_DOMCONSTRAINT:
        return RenameDomainConstraint();
      case OBJECT_TRIGGER:
        return RenameTrigger();
      case OBJECT_POLICY:
        return RenameAttachment(Begin(OperationKind::kRename, LockMode::kAccessExclusive),
                                AttachmentKind::kPolicy);
      case OBJECT_RULE:
        return RenameAttachment(Begin(OperationKind::kRename, LockMode::kAccessExclusive),
                                AttachmentKind::kRule);
      case OBJECT_SCHEMA:
        return RenameObject(execution_.FindSchema(sql::Text(statement_.subname)));
      case OBJECT_TYPE:
      case OBJECT_DOMAIN:
        return RenameType();
      case OBJECT_FUNCTION:
      case OBJECT_PROCEDURE:
      case OBJECT_ROUTINE:
        return RenameFunction();
      case OBJECT_STATISTIC_EXT:
        return RenameObject(
            execution_.catalog().FindStatistics({}, sql::LastName(sql::As<::List>(statement_.object))));
      case OBJECT_PUBLICATION:
        execution_.Do(OperationKind::kRename, {}, &statement_);
        return RenamePublication(execution_, sql::StringOf(statement_.object), new_name_);
      default:  // no relation is locked, and nothing that the catalog holds changes
        execution_.Do(OperationKind::kRename, {}, &statement_);
        return;
    }
  }

 private:
  Catalog& catalog() { return execution_.catalog(); }

  // The relation that the statement names, locked; none when it is not there and need not be.
  RelationId Begin(OperationKind kind, LockMode mode) {
    if (statement_.relation == nullptr) return {};
    if (IsMissing(execution_, *statement_.relation, statement_.missing_ok)) {
      execution_.Do(kind, {}, &statement_).does_nothing = true;
      return {};
    }
    const bool is_column =
        statement_.renameType == OBJECT_COLUMN || statement_.renameType == OBJECT_ATTRIBUTE;
    const ObjectType type = is_column ? statement_.relationType : statement_.renameType;
    const RelationId id = execution_.ResolveRelation(*statement_.relation, KindOf(type));
    execution_.Do(kind, id, &statement_, statement_.relation->location);
    execution_.Lock(id, mode);
    return id;
  }

  void RenameRelation() {
    const bool mild = statement_.renameType == OBJECT_INDEX;
    const RelationId id =
        Begin(OperationKind::kRename, mild ? LockMode::kShareUpdateExclusive : LockMode::kAccessExclusive);
    if (!id) return;
    execution_.record().operations.back().object = id;
    const Relation& relation = *execution_.Get(id);
    // ALTER INDEX of what turns out to be a table.
    if (mild && relation.IsTable() && relation.is_complete) execution_.Lock(id, LockMode::kAccessExclusive);
    if (catalog().FindRelation(relation.schema, new_name_)) {
      return execution_.Fail("42P07", "relation \"" + std::string(new_name_) + "\" already exists");
    }
    RenameBoth(execution_, id, relation.index ? relation.index->constraint : ConstraintId{}, new_name_);
  }

  void RenameColumn() {
    const RelationId id = Begin(OperationKind::kRenameColumn, LockMode::kAccessExclusive);
    if (!id) return;
    const bool is_type = statement_.relationType == OBJECT_TYPE;
    const bool recurses = statement_.relation->inh || is_type;
    const std::vector<RelationId> tables =
        recurses ? WithDescendants(execution_.catalog(), id) : std::vector<RelationId>{id};
    for (const RelationId table : tables) execution_.Lock(table, LockMode::kAccessExclusive);
    const ColumnId column = execution_.ResolveColumn(id, sql::Text(statement_.subname));
    execution_.record().operations.back().column = column;
    const Relation& relation = *execution_.Get(id);
    if (!column) {
      return execution_.Fail("42703",
                             "column \"" + std::string(sql::Text(statement_.subname)) + "\" does not exist");
    }
    if (!is_type && IsInherited(execution_, column)) {
      return execution_.Fail(
          "42P16", "cannot rename inherited column \"" + std::string(execution_.Get(column)->name) + "\"");
    }
    if (catalog().FindColumn(relation, new_name_)) {
      return execution_.Fail("42701", "column \"" + std::string(new_name_) + "\" of relation \"" +
                                          std::string(relation.name) + "\" already exists");
    }
    if (is_type && statement_.behavior != DROP_CASCADE && !relation.children.empty()) {
      return execution_.Fail("2BP01", "cannot alter type \"" + std::string(relation.name) +
                                          "\" because it is the type of a typed table");
    }
    if (!recurses && !relation.children.empty()) {
      return execution_.Fail("42P16", "inherited column \"" + std::string(execution_.Get(column)->name) +
                                          "\" must be renamed in child tables too");
    }
    for (const RelationId table : tables) {
      const ColumnId own = catalog().FindColumn(*execution_.Get(table), sql::Text(statement_.subname));
      if (own) catalog().Rename(own, new_name_);
    }
  }

  void RenameConstraint() {
    const RelationId id = Begin(OperationKind::kRename, LockMode::kAccessExclusive);
    if (!id) return;
    const ConstraintId constraint =
        catalog().FindConstraint(*execution_.Get(id), sql::Text(statement_.subname));
    execution_.record().operations.back().constraint = constraint;
    const ConstraintObject* object = execution_.Get(constraint);
    if (object == nullptr) {
      if (!execution_.Get(id)->is_complete) return;
      return execution_.Fail("42704", "constraint \"" + std::string(sql::Text(statement_.subname)) +
                                          "\" for table \"" + std::string(execution_.Get(id)->name) +
                                          "\" does not exist");
    }
    execution_.Lock(object->index, LockMode::kShareUpdateExclusive);
    RenameBoth(execution_, object->index, constraint, new_name_);
    // Of what children have, only a CHECK (since 18 a NOT NULL) is the parent's own constraint inherited.
    if (object->kind != ConstraintKind::kCheck && object->kind != ConstraintKind::kNotNull) return;
    if (object->is_no_inherit) return;
    for (const RelationId child : WithDescendants(execution_.catalog(), id)) {
      if (child == id) continue;
      execution_.Lock(child, LockMode::kAccessExclusive);
      const ConstraintId own =
          catalog().FindConstraint(*execution_.Get(child), sql::Text(statement_.subname));
      if (own) catalog().Rename(own, new_name_);
    }
  }

  void RenameTrigger() {
    const RelationId id = Begin(OperationKind::kRename, LockMode::kAccessExclusive);
    if (!id) return;
    RenameAttachment(id, AttachmentKind::kTrigger);
    if (!execution_.Get(id)->IsPartitioned() || execution_.pg_version() < kTriggerRenameRecurses) return;
    for (const RelationId partition : WithDescendants(execution_.catalog(), id)) {
      execution_.Lock(partition, LockMode::kAccessExclusive);
      RenameAttachment(partition, AttachmentKind::kTrigger);
    }
  }

  void RenameAttachment(RelationId table, AttachmentKind kind) {
    if (!table) return;
    const AttachmentId id =
        catalog().FindAttachment(*execution_.Get(table), kind, sql::Text(statement_.subname));
    if (id) catalog().Rename(id, new_name_);
  }

  template <typename T>
  void RenameObject(Id<T> id) {
    execution_.Do(OperationKind::kRename, {}, &statement_).object = id;
    if (id) catalog().Rename(id, new_name_);
  }

  void RenameType() {
    const TypeId id = execution_.FindType(sql::QualifiedName::From(sql::As<::List>(statement_.object)));
    RenameObject(id);
    const RelationId composite = id ? execution_.Get(id)->composite : RelationId{};
    if (!composite) return;
    execution_.record().operations.back().relation = composite;
    execution_.Lock(composite, LockMode::kAccessExclusive);
    catalog().Rename(composite, new_name_);
  }

  void RenameDomainConstraint() {
    const TypeId domain = execution_.FindType(sql::QualifiedName::From(sql::As<::List>(statement_.object)));
    ConstraintId constraint;
    if (const Type* type = execution_.Get(domain)) {
      for (const ConstraintId id : type->constraints) {
        if (execution_.Get(id)->name == sql::Text(statement_.subname)) constraint = id;
      }
    }
    RenameObject(constraint);
  }

  // Overloads are not told apart: one of them is as good as another for what a name's call is worth.
  void RenameFunction() {
    const auto* function = sql::As<::ObjectWithArgs>(statement_.object);
    if (function == nullptr) return;
    const auto found = execution_.FindFunctions(sql::QualifiedName::From(function->objname));
    RenameObject(found.empty() ? FunctionId{} : found.front());
  }

  Execution& execution_;
  const ::RenameStmt& statement_;
  std::string_view new_name_;
};

// AlterIndexNamespaces(), AlterSeqNamespaces(): indexes and owned sequences move with their table.
void MoveRelation(Execution& execution, RelationId id, SchemaId schema) {
  execution.Lock(id, LockMode::kAccessExclusive);
  const Relation* relation = execution.Get(id);
  execution.catalog().Move(id, schema);
  for (const RelationId index : relation->indexes) {
    // Measured: neither those of constraints nor those of partitioned tables are locked.
    const bool is_plain =
        execution.Get(index)->kind == RelationKind::kIndex && !execution.Get(index)->index->constraint;
    if (is_plain) execution.Lock(index, LockMode::kAccessExclusive);
    execution.catalog().Move(index, schema);
  }
  for (const RelationId sequence : relation->owned_sequences) MoveRelation(execution, sequence, schema);
}

void MoveType(Execution& execution, const ::List* name, SchemaId schema) {
  const TypeId id = execution.FindType(sql::QualifiedName::From(name));
  if (!id) return;
  const RelationId composite = execution.Get(id)->composite;
  if (composite) execution.catalog().Move(composite, schema);
  execution.catalog().Move(id, schema);
}

void MoveFunction(Execution& execution, const ::ObjectWithArgs* function, SchemaId schema) {
  if (function == nullptr) return;
  const auto found = execution.FindFunctions(sql::QualifiedName::From(function->objname));
  if (!found.empty()) execution.catalog().Move(found.front(), schema);
}

void MoveStatistics(Execution& execution, const ::List* names, SchemaId schema) {
  const sql::QualifiedName name = sql::QualifiedName::From(names);
  const SchemaId present = name.schema.empty() ? SchemaId{} : execution.FindSchema(name.schema);
  const AttachmentId id = execution.catalog().FindStatistics(present, name.name);
  if (id) execution.catalog().Change(id).schema = schema;
}

}  // namespace

void Rename(Execution& execution, const ::RenameStmt& statement) { RenameRun(execution, statement).Run(); }

void SetSchema(Execution& execution, const ::AlterObjectSchemaStmt& statement) {
  Operation& operation = execution.Do(OperationKind::kRename, {}, &statement);
  if (statement.relation != nullptr && IsMissing(execution, *statement.relation, statement.missing_ok)) {
    operation.does_nothing = true;
    return;
  }
  const SchemaId schema = execution.SchemaForCreation(sql::Text(statement.newschema));
  switch (statement.objectType) {
    case OBJECT_TABLE:
    case OBJECT_FOREIGN_TABLE:
    case OBJECT_MATVIEW:
    case OBJECT_SEQUENCE:
    case OBJECT_VIEW:
      if (statement.relation == nullptr) return;
      operation.relation = execution.ResolveRelation(*statement.relation, KindOf(statement.objectType));
      operation.object = operation.relation;
      operation.location = statement.relation->location;
      return MoveRelation(execution, operation.relation, schema);
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return MoveType(execution, sql::As<::List>(statement.object), schema);
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return MoveFunction(execution, sql::As<::ObjectWithArgs>(statement.object), schema);
    case OBJECT_STATISTIC_EXT:
      return MoveStatistics(execution, sql::As<::List>(statement.object), schema);
    default:
      return;
  }
}

}  // namespace lockstep::model
