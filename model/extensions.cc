// SPDX-License-Identifier: Apache-2.0
// CREATE and DROP EXTENSION, as far as the types are known that one brings: of the extensions that come with
// PostgreSQL (builtins.h).
#include <vector>

#include "model/dependencies.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

std::vector<ObjectId> MembersOf(const Execution& execution, std::string_view extension) {
  std::vector<ObjectId> members;
  for (const ExtensionType& type : TypesOfExtension(extension)) {
    for (const SchemaId schema : execution.catalog().Schemas()) {
      const TypeId id = execution.catalog().FindType(schema, type.name);
      if (id && execution.Get(id)->extension == extension) members.push_back(id);
    }
  }
  return members;
}

}  // namespace

void CreateExtension(Execution& execution, const ::CreateExtensionStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  execution.catalog().NoteUntoldObjects();
  const std::string_view extension = sql::Text(statement.extname);
  if (!MembersOf(execution, extension).empty()) {
    if (!statement.if_not_exists)
      execution.Fail("42710", "extension \"" + std::string(extension) + "\" already exists");
    return;
  }
  const ::DefElem* schema = sql::FindOption(statement.options, "schema");
  const SchemaId in =
      execution.SchemaForCreation(schema == nullptr ? std::string_view() : sql::StringOf(schema->arg));
  for (const ExtensionType& type : TypesOfExtension(extension)) {
    execution.catalog().Add(Type{.kind = TypeKind::kBase,
                                 .schema = in,
                                 .name = type.name,
                                 .created_in = execution.environment().file,
                                 .extension = extension});
  }
}

void DropExtensions(Execution& execution, const ::DropStmt& statement) {
  execution.Do(OperationKind::kDrop, {}, &statement);
  std::vector<ObjectId> members;
  for (const auto* name : sql::Elements<::Node>(statement.objects)) {
    const auto of_one = MembersOf(execution, sql::StringOf(name));
    members.insert(members.end(), of_one.begin(), of_one.end());
  }
  DropObjects(execution, members, statement.behavior);
}

}  // namespace lockstep::model
