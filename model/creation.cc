// SPDX-License-Identifier: Apache-2.0
#include "model/creation.h"

#include <string>

namespace lockstep::model {

namespace {

constexpr char kTemporaryPersistence = RELPERSISTENCE_TEMP;

}  // namespace

bool IsTemporary(const ::RangeVar& name) {
  return name.relpersistence == kTemporaryPersistence || sql::Text(name.schemaname) == kTemporarySchema;
}

RelationId FindExisting(const Execution& execution, const ::RangeVar& name) {
  std::string_view schema = IsTemporary(name) ? kTemporarySchema : sql::Text(name.schemaname);
  if (schema.empty()) {
    const auto& path = execution.session().settings().search_path;
    schema = path.empty() ? "public" : std::string_view(path.front());
  }
  const RelationId found = execution.FindRelation(schema, sql::Text(name.relname));
  // What goes with its transaction may be gone.
  return found && execution.Get(found)->drops_on_commit ? RelationId{} : found;
}

RelationId NewRelation(Execution& execution, const ::RangeVar& name, RelationKind kind) {
  const std::string_view schema = IsTemporary(name) ? kTemporarySchema : sql::Text(name.schemaname);
  Relation relation{
      .kind = kind, .schema = execution.SchemaForCreation(schema), .name = sql::Text(name.relname)};
  relation.is_temporary = IsTemporary(name);
  relation.is_unlogged = name.relpersistence == RELPERSISTENCE_UNLOGGED;
  const std::string& role = execution.session().settings().role;
  if (!role.empty()) relation.administration = execution.catalog().KeepValue(Administration{.owner = role});
  relation.created_in = execution.environment().file;
  return execution.catalog().Add(relation);
}

bool SkipsCreation(const Execution& execution, const ::RangeVar& name) {
  if (FindExisting(execution, name)) return true;
  return !execution.environment().history_is_complete && !IsTemporary(name);
}

}  // namespace lockstep::model
