// SPDX-License-Identifier: Apache-2.0
// DROP of whatever there is: RemoveRelations() in PostgreSQL's tablecmds.c, RemoveObjects() in dropcmds.c.
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/dependencies.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

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
    default:
      return RelationKind::kTable;
  }
}

class DropRun {
 public:
  DropRun(Execution& execution, const ::DropStmt& statement) : execution_(execution), statement_(statement) {}

  void Run() {
    for (const auto* object : sql::Elements<::Node>(statement_.objects)) {
      if (object != nullptr) Find(*object);
      if (execution_.failed()) return;
    }
    if (!objects_.empty()) DropObjects(execution_, objects_, statement_.behavior, Locking());
    // The last that DROP INDEX CONCURRENTLY does, when nobody uses the index any more (index_drop() in
    // index.c).
    if (statement_.concurrent && !execution_.failed()) {
      for (const RelationId index : indexes_) execution_.Lock(index, LockMode::kAccessExclusive);
    }
  }

 private:
  DropLocking Locking() const {
    return statement_.concurrent ? DropLocking::kConcurrent : DropLocking::kExclusive;
  }

  void Find(const ::Node& object) {
    switch (statement_.removeType) {
      case OBJECT_TABLE:
      case OBJECT_VIEW:
      case OBJECT_MATVIEW:
      case OBJECT_SEQUENCE:
      case OBJECT_FOREIGN_TABLE:
        return FindRelation(sql::QualifiedName::From(sql::As<::List>(&object)));
      case OBJECT_INDEX:
        return FindIndex(sql::QualifiedName::From(sql::As<::List>(&object)));
      case OBJECT_TRIGGER:
        return FindAttachment(sql::As<::List>(&object), AttachmentKind::kTrigger);
      case OBJECT_POLICY:
        return FindAttachment(sql::As<::List>(&object), AttachmentKind::kPolicy);
      case OBJECT_RULE:
        return FindAttachment(sql::As<::List>(&object), AttachmentKind::kRule);
      case OBJECT_STATISTIC_EXT:
        return FindStatistics(sql::QualifiedName::From(sql::As<::List>(&object)));
      case OBJECT_TYPE:
      case OBJECT_DOMAIN:
        return FindType(sql::As<::TypeName>(&object));
      case OBJECT_FUNCTION:
      case OBJECT_PROCEDURE:
      case OBJECT_ROUTINE:
        return FindFunction(sql::As<::ObjectWithArgs>(&object));
      case OBJECT_SCHEMA:
        return FindSchema(sql::StringOf(&object));
      case OBJECT_PUBLICATION:
        execution_.Do(OperationKind::kDrop, {}, &statement_);
        return DropPublication(execution_, sql::StringOf(&object));
      default:  // locks no table, and none is known to depend on it
        execution_.Do(OperationKind::kDrop, {}, &statement_);
        return;
    }
  }

  // Something of that name is not there: nothing happens under IF EXISTS, the statement fails without.
  void Missing(std::string_view sqlstate, const std::string& what) {
    execution_.Do(OperationKind::kDrop, {}, &statement_).does_nothing = true;
    if (!statement_.missing_ok) execution_.Fail(sqlstate, what + " does not exist");
  }

  // Unknown objects may be there, unless the whole history is known; and that the statement fails for want of
  // one is only certain where it is known how the history began.
  bool IsAbsent(bool found) const {
    const Environment& environment = execution_.environment();
    return !found && environment.history_is_complete && (statement_.missing_ok || environment.start_is_known);
  }

  // DropErrorMsgNonExistent() in tablecmds.c.
  void MissingRelation(const sql::QualifiedName& name) {
    if (!name.schema.empty() && !execution_.FindSchema(name.schema)) {
      Missing("3F000", "schema \"" + name.schema + "\"");
    } else if (statement_.removeType == OBJECT_INDEX) {
      Missing("42704", "index \"" + name.name + "\"");
    } else {
      Missing("42P01", "\"" + name.name + "\"");
    }
  }

  // Of something that is no relation; of none where nothing is known of it.
  template <typename T>
  void Begin(Id<T> id) {
    execution_.Do(OperationKind::kDrop, {}, &statement_).object = id;
    if (id) objects_.push_back(id);
  }

  RelationId BeginRelation(const sql::QualifiedName& name) {
    const RelationId found = execution_.FindRelation(name);
    if (IsAbsent(found.value != 0)) {
      MissingRelation(name);
      return {};
    }
    const RelationId id = found ? found : execution_.ResolveRelation(name, KindOf(statement_.removeType));
    execution_.Do(OperationKind::kDrop, id, &statement_).object = id;
    objects_.push_back(id);
    return id;
  }

  void FindRelation(const sql::QualifiedName& name) {
    const RelationId id = BeginRelation(name);
    if (!id) return;
    const Relation& relation = *execution_.Get(id);
    if (!relation.is_of_identity) return;
    execution_.Lock(id, LockMode::kAccessExclusive);
    execution_.Fail("2BP01", "cannot drop " + execution_.Describe(id) + " because " +
                                 execution_.Describe(relation.owned_by_column) + " requires it");
  }

  void FindIndex(const sql::QualifiedName& name) {
    if (statement_.concurrent && !AllowsConcurrently()) return;
    const RelationId id = BeginRelation(name);
    if (!id) return;
    indexes_.push_back(id);
    const Relation& relation = *execution_.Get(id);
    Operation& operation = execution_.record().operations.back();
    operation.index = id;
    operation.relation = relation.index ? relation.index->table : RelationId{};
    if (!relation.index) return;
    RefuseIndex(relation, id);
    if (execution_.failed() || relation.kind != RelationKind::kPartitionedIndex) return;
    execution_.LockTree(relation.index->table, LockMode::kAccessExclusive);
  }

  bool AllowsConcurrently() {
    const bool several = sql::Length(statement_.objects) > 1;
    if (!several && statement_.behavior != DROP_CASCADE) return true;
    execution_.Do(OperationKind::kDrop, {}, &statement_);
    execution_.Fail("0A000", several ? "DROP INDEX CONCURRENTLY does not support dropping multiple objects"
                                     : "DROP INDEX CONCURRENTLY does not support CASCADE");
    return false;
  }

  void RefuseIndex(const Relation& relation, RelationId id) {
    if (statement_.concurrent && relation.kind == RelationKind::kPartitionedIndex) {
      Refuse("0A000", "cannot drop partitioned index \"" + std::string(relation.name) + "\" concurrently",
             id);
    } else if (relation.index->constraint) {
      Refuse("2BP01",
             "cannot drop " + execution_.Describe(id) + " because " +
                 execution_.Describe(relation.index->constraint) + " requires it",
             id);
    } else if (relation.index->parent) {
      Refuse("2BP01",
             "cannot drop " + execution_.Describe(id) + " because " +
                 execution_.Describe(relation.index->parent) + " requires it",
             id);
    }
  }

  // Not before the index and its table are locked.
  void Refuse(std::string_view sqlstate, std::string message, RelationId index) {
    const LockMode mode =
        statement_.concurrent ? LockMode::kShareUpdateExclusive : LockMode::kAccessExclusive;
    execution_.Lock(execution_.Get(index)->index->table, mode);
    execution_.Lock(index, mode);
    execution_.Fail(sqlstate, std::move(message));
  }

  // The last of the names is the object's own, those before it are its table's.
  void FindAttachment(const ::List* names, AttachmentKind kind) {
    const size_t parts = sql::Length(names);
    if (parts < 2) return;
    sql::QualifiedName table{.name = std::string(sql::StringOf(sql::At(names, parts - 2)))};
    if (parts > 2) table.schema = sql::StringOf(sql::At(names, parts - 3));
    if (IsAbsent(execution_.FindRelation(table).value != 0))
      return Missing("42P01", "relation \"" + table.name + "\"");
    const RelationId id = execution_.ResolveRelation(table);
    const Relation& relation = *execution_.Get(id);
    const std::string_view name = sql::LastName(names);
    if (const AttachmentId found = execution_.catalog().FindAttachment(relation, kind, name)) {
      execution_.Do(OperationKind::kDrop, id, &statement_).object = found;
      if (IsCopy(relation, *execution_.Get(found))) {
        return execution_.Fail("2BP01", "cannot drop " + execution_.Describe(found) +
                                            " because the trigger of the partitioned table requires it");
      }
      objects_.push_back(found);
      return;
    }
    if (relation.is_complete) {
      Missing("42704", "\"" + std::string(name) + "\" for table \"" + table.name + "\"");
      execution_.record().operations.back().relation = id;
      // get_object_address_relobject() has opened the table to look.
      return execution_.Lock(id, LockMode::kAccessShare);
    }
    execution_.Do(OperationKind::kDrop, id, &statement_);
    execution_.Lock(id, LockMode::kAccessExclusive);
  }

  // A partition's copy of its parent's trigger.
  bool IsCopy(const Relation& relation, const Attachment& attachment) const {
    if (!relation.is_partition || !attachment.is_row_trigger || relation.parents.empty()) return false;
    const AttachmentId original = execution_.catalog().FindAttachment(
        *execution_.Get(relation.parents.front()), attachment.kind, attachment.name);
    return original && execution_.Get(original)->is_row_trigger;
  }

  // Named per schema, held by a table that the statement does not name.
  void FindStatistics(const sql::QualifiedName& name) {
    const SchemaId schema = name.schema.empty() ? SchemaId{} : execution_.FindSchema(name.schema);
    const AttachmentId id = execution_.catalog().FindStatistics(schema, name.name);
    if (IsAbsent(id.value != 0)) return Missing("42704", "statistics object \"" + name.name + "\"");
    Begin(id);
  }

  void FindType(const ::TypeName* name) {
    if (name == nullptr) return;
    const sql::QualifiedName type = sql::QualifiedName::From(name->names);
    const TypeId id = execution_.FindType(type);
    if (IsAbsent(id.value != 0)) return Missing("42704", "type \"" + type.name + "\"");
    Begin(id);
  }

  void FindFunction(const ::ObjectWithArgs* function) {
    if (function == nullptr) return;
    const sql::QualifiedName name = sql::QualifiedName::From(function->objname);
    const std::string signature = SignatureOf(function->objargs);
    std::vector<FunctionId> found = execution_.FindFunctions(name);
    if (!function->args_unspecified) {
      std::erase_if(found,
                    [&](FunctionId id) { return !IsMeant(*execution_.Get(id), signature, *function); });
    }
    if (IsAbsent(!found.empty())) return Missing("42883", "function \"" + name.name + "\"");
    if (found.size() > 1) {
      execution_.Do(OperationKind::kDrop, {}, &statement_);
      return execution_.Fail("42725", "function name \"" + name.name + "\" is not unique");
    }
    Begin(found.empty() ? FunctionId{} : found.front());
  }

  // A procedure may be named by its input arguments or, where no modes are given, by all of them
  // (LookupFuncWithArgs() in parse_func.c).
  static bool IsMeant(const Function& routine, std::string_view signature, const ::ObjectWithArgs& named) {
    if (routine.signature == signature) return true;
    if (!routine.is_procedure) return false;
    std::string all;
    for (const auto* parameter : sql::Elements<::FunctionParameter>(named.objfuncargs)) {
      if (parameter == nullptr || parameter->argType == nullptr) continue;
      if (parameter->mode != FUNC_PARAM_DEFAULT) return false;
      if (!all.empty()) all += ',';
      all += sql::TypeRef::From(*parameter->argType).Display();
    }
    return routine.full_signature == all;
  }

  void FindSchema(std::string_view name) {
    const SchemaId id = execution_.FindSchema(name);
    if (IsAbsent(id.value != 0)) return Missing("3F000", "schema \"" + std::string(name) + "\"");
    Begin(id);
  }

  static std::string SignatureOf(const ::List* types) {
    std::string signature;
    for (const auto* type : sql::Elements<::TypeName>(types)) {
      if (type == nullptr) continue;
      if (!signature.empty()) signature += ',';
      signature += sql::TypeRef::From(*type).Display();
    }
    return signature;
  }

  Execution& execution_;
  const ::DropStmt& statement_;
  std::pmr::vector<ObjectId> objects_{execution_.scratch()};
  std::pmr::vector<RelationId> indexes_{execution_.scratch()};
};

// What is known to belong to the roles: by OWNER TO, or made under SET ROLE. Indexes belong to their tables.
std::vector<RelationId> OwnedBy(const Execution& execution, const ::List* names) {
  std::vector<std::string_view> roles;
  for (const auto* role : sql::Elements<::RoleSpec>(names)) {
    if (role != nullptr && role->roletype == ROLESPEC_CSTRING) roles.emplace_back(role->rolename);
  }
  std::vector<RelationId> owned;
  for (const SchemaId schema : execution.catalog().Schemas()) {
    for (const RelationId id : execution.catalog().MembersOf<Relation>(schema)) {
      const Relation& relation = *execution.Get(id);
      const std::string& owner = relation.administration->owner;
      const bool is_owned = std::find(roles.begin(), roles.end(), owner) != roles.end();
      if (is_owned && !owner.empty() && !relation.IsIndex()) owned.push_back(id);
    }
  }
  return owned;
}

}  // namespace

void DropOwned(Execution& execution, const ::DropOwnedStmt& statement) {
  execution.Do(OperationKind::kDrop, {}, &statement);
  std::vector<ObjectId> objects;
  for (const RelationId id : OwnedBy(execution, statement.roles)) objects.push_back(id);
  if (!objects.empty()) DropObjects(execution, objects, statement.behavior);
}

// ATExecChangeOwner() of each.
void ReassignOwned(Execution& execution, const ::ReassignOwnedStmt& statement) {
  execution.Do(OperationKind::kAlterTable, {}, &statement);
  const bool is_named = statement.newrole != nullptr && statement.newrole->roletype == ROLESPEC_CSTRING;
  for (const RelationId id : OwnedBy(execution, statement.roles)) {
    execution.Lock(id, LockMode::kAccessExclusive);
    for (const RelationId index : execution.Get(id)->indexes)
      execution.Lock(index, LockMode::kAccessExclusive);
    execution.catalog().Edit(id, &Relation::administration).owner =
        is_named ? sql::Text(statement.newrole->rolename) : std::string_view();
  }
}

void Drop(Execution& execution, const ::DropStmt& statement) {
  if (statement.removeType == OBJECT_EXTENSION) return DropExtensions(execution, statement);
  DropRun(execution, statement).Run();
}

}  // namespace lockstep::model
