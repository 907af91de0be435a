// SPDX-License-Identifier: Apache-2.0
#include "model/execution.h"

#include <algorithm>
#include <array>

#include "model/description.h"

namespace lockstep::model {

namespace {

// Zones without offset and without daylight saving time, in capitals; SET timezone takes an offset in hours
// too.
constexpr std::array<std::string_view, 13> kUtcNames = {
    "+0",      "+00",           "-0",  "-00", "0",   "ETC/GMT", "ETC/UCT",
    "ETC/UTC", "ETC/UNIVERSAL", "GMT", "UCT", "UTC", "ZULU"};

}  // namespace

std::string_view Execution::Concatenate(std::initializer_list<std::string_view> texts) const {
  size_t size = 0;
  for (const std::string_view text : texts) size += text.size();
  char* const begin = static_cast<char*>(scratch_.allocate(size, 1));
  char* end = begin;
  for (const std::string_view text : texts) end = std::copy(text.begin(), text.end(), end);
  return {begin, size};
}

SchemaId Execution::FindSchema(std::string_view name) { return catalog_.FindSchema(name); }

SchemaId Execution::SchemaForCreation(std::string_view schema) {
  if (schema.empty()) {
    const auto& path = session_.settings().search_path;
    schema = path.empty() ? "public" : std::string_view(path.front());
  }
  if (const SchemaId found = catalog_.FindSchema(schema)) return found;
  return catalog_.Add(Schema{.name = schema});
}

RelationId Execution::FindRelation(std::string_view schema, std::string_view name) const {
  if (schema.empty()) return catalog_.FindInPath<Relation>(session_.settings().search_path, name);
  const SchemaId id = catalog_.FindSchema(schema);
  return id ? catalog_.FindRelation(id, name) : RelationId{};
}

TypeId Execution::FindType(std::string_view schema, std::string_view name) const {
  if (schema.empty()) return catalog_.FindInPath<Type>(session_.settings().search_path, name);
  const SchemaId id = catalog_.FindSchema(schema);
  return id ? catalog_.FindType(id, name) : TypeId{};
}

std::vector<FunctionId> Execution::FindFunctions(const sql::QualifiedName& name) const {
  std::vector<FunctionId> result;
  const auto add = [&](std::string_view schema_name) {
    const SchemaId schema = catalog_.FindSchema(schema_name);
    if (!schema) return;
    const auto found = catalog_.FindFunctions(schema, name.name);
    result.insert(result.end(), found.begin(), found.end());
  };
  if (!name.schema.empty()) {
    add(name.schema);
  } else {
    for (const std::string& schema : session_.settings().search_path) add(schema);
  }
  return result;
}

bool Execution::IsAbsent(const sql::QualifiedName& name) const {
  // Migrations often begin with a database that has tables already.
  if (!environment_.start_is_known || catalog_.HasUntoldObjects() || FindRelation(name)) return false;
  // The system's own, and schemas that nothing is known of.
  if (name.schema.empty()) {
    const SchemaId system = catalog_.FindSchema("pg_catalog");
    return !name.name.starts_with("pg_") && !(system && catalog_.FindRelation(system, name.name));
  }
  return !name.schema.starts_with("pg_") && catalog_.FindSchema(name.schema);
}

RelationId Execution::ResolveRelation(const sql::QualifiedName& name, RelationKind assumed_kind) {
  const RelationId found = FindRelation(name);
  return found ? found : AssumeRelation(name, assumed_kind);
}

RelationId Execution::ResolveRelation(const ::RangeVar& name, RelationKind assumed_kind) {
  const RelationId found = FindRelation(name);
  return found ? found : AssumeRelation(sql::QualifiedName::From(name), assumed_kind);
}

RelationId Execution::AssumeRelation(const sql::QualifiedName& name, RelationKind kind) {
  if (IsAbsent(name)) Fail("42P01", "relation \"" + name.name + "\" does not exist");
  Relation assumed{.kind = kind, .schema = SchemaForCreation(name.schema), .name = name.name};
  assumed.is_complete = false;
  return catalog_.Add(assumed);
}

ColumnId Execution::ResolveColumn(RelationId relation, std::string_view name) {
  const Relation* object = Get(relation);
  if (const ColumnId found = catalog_.FindColumn(*object, name)) return found;
  if (object->is_complete) return {};
  return catalog_.Add(Column{.relation = relation, .name = name});
}

ColumnType Execution::ResolveType(const ::TypeName& type) const {
  ColumnType result{.ref = sql::TypeRef::From(type)};
  if (result.IsBuiltin()) return result;
  // pg_catalog is searched before the path unless the path names it.
  if (result.ref.schema.empty() && FindBuiltinType(result.ref.name) != nullptr) {
    result.ref.schema = "pg_catalog";
    return result;
  }
  result.user_type = FindType(result.ref.schema, result.ref.name);
  if (!result.user_type) result.row_of = FindRelation(result.ref.schema, result.ref.name);
  return result;
}

std::string Execution::Describe(ObjectId object) const {
  return model::Describe(catalog_, object, catalog_.Now());
}

bool Execution::TimeZoneIsUtc() const {
  const std::string& set = session_.settings().time_zone;
  std::string zone = set.empty() ? environment_.time_zone : set;
  std::transform(zone.begin(), zone.end(), zone.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return std::find(kUtcNames.begin(), kUtcNames.end(), zone) != kUtcNames.end();
}

Operation& Execution::Do(OperationKind kind, RelationId relation, const void* node, int location) {
  Operation& operation = record_.operations.emplace_back();
  operation.kind = kind;
  operation.relation = relation;
  operation.node = static_cast<const ::Node*>(node);
  operation.location = location;
  return operation;
}

void Execution::Lock(RelationId relation, LockMode mode) {
  if (!relation || mode == LockMode::kNone) return;
  const auto operation =
      static_cast<uint32_t>(record_.operations.empty() ? 0 : record_.operations.size() - 1);
  auto& locks = record_.locks;
  for (auto held = locks.rbegin(); held != locks.rend() && held->operation == operation; ++held) {
    if (held->relation != relation) continue;
    held->mode = std::max(held->mode, mode);
    return;
  }
  locks.push_back({.relation = relation, .mode = mode, .operation = operation});
}

void Execution::LockTree(RelationId relation, LockMode mode) {
  const Relation* object = Get(relation);
  if (object == nullptr || object->children.empty()) return Lock(relation, mode);
  for (const RelationId id : WithDescendants(catalog_, relation)) Lock(id, mode);
}

void Execution::AddWork(WorkKind kind, RelationId table, Cause cause, std::string_view subject) {
  const auto operation =
      static_cast<uint32_t>(record_.operations.empty() ? 0 : record_.operations.size() - 1);
  record_.work.push_back(
      {.kind = kind, .table = table, .cause = cause, .subject = subject, .operation = operation});
}

void Execution::Scan(RelationId table, Cause cause, std::string_view subject) {
  AddWork(WorkKind::kScan, table, cause, subject);
}

void Execution::Rewrite(RelationId table, Cause cause, std::string_view subject) {
  AddWork(WorkKind::kRewrite, table, cause, subject);
}

void Execution::BuildIndex(RelationId table, Cause cause, std::string_view subject) {
  AddWork(WorkKind::kIndexBuild, table, cause, subject);
}

void Execution::Fail(std::string_view sqlstate, std::string message) {
  if (!record_.failure) record_.failure = Failure{.sqlstate = sqlstate, .message = std::move(message)};
}

std::vector<RelationId> WithDescendants(const Catalog& catalog, RelationId relation) {
  std::vector<RelationId> result = {relation};
  for (size_t i = 0; i < result.size(); ++i) {
    const Relation* object = catalog.Get(result[i]);
    if (object == nullptr) continue;
    for (const RelationId child : object->children) {
      // Only what has several parents can come twice.
      const Relation* child_object = catalog.Get(child);
      const bool several_parents = child_object != nullptr && child_object->parents.size() > 1;
      if (several_parents && std::find(result.begin(), result.end(), child) != result.end()) continue;
      result.push_back(child);
    }
  }
  return result;
}

}  // namespace lockstep::model
