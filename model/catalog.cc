// SPDX-License-Identifier: Apache-2.0
#include "model/catalog.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "sql/name.h"

namespace lockstep::model {

namespace {

// Whether an object's name is that of the index: it need not be read.
bool IsSame(std::string_view name, std::string_view indexed) { return name.data() == indexed.data(); }

// An index keeps every id that ever had a name; the object itself says whether it has it now. The newest is
// the likeliest.
template <typename T, typename Index, typename Matches>
Id<T> FindNewest(const Index& index, std::string_view name, const Matches& matches) {
  const auto found = index.find(name);
  if (found == index.end()) return {};
  const auto& [indexed, ids] = *found;
  const auto hit = std::find_if(ids.rbegin(), ids.rend(),
                                [&, indexed = indexed](Id<T> id) { return matches(id, indexed); });
  return hit == ids.rend() ? Id<T>{} : *hit;
}

// What tells most names apart, so that few columns have to be looked at for one.
uint32_t FingerprintOf(std::string_view name) {
  if (name.empty()) return 0;
  const auto byte = [name](size_t index) { return uint32_t{static_cast<unsigned char>(name[index])}; };
  return static_cast<uint32_t>(name.size()) << 24U | byte(0) << 16U | byte(name.size() / 2) << 8U |
         byte(name.size() - 1);
}

// Those of the noted users that hold on to it, each once.
template <typename StillUses>
std::vector<ObjectId> StillUsing(std::span<const ObjectId> noted, const StillUses& still_uses) {
  std::vector<ObjectId> result;
  std::set<ObjectId> seen;
  for (const ObjectId id : noted) {
    if (still_uses(id) && seen.insert(id).second) result.push_back(id);
  }
  return result;
}

}  // namespace

template <>
const Catalog::NameIndex<Schema>& Catalog::names<Schema>() const {
  return schema_names_;
}
template <>
const Catalog::NameIndex<Relation>& Catalog::names<Relation>() const {
  return relation_names_;
}
template <>
const Catalog::NameIndex<Type>& Catalog::names<Type>() const {
  return type_names_;
}
template <>
const Catalog::NameIndex<Function>& Catalog::names<Function>() const {
  return function_names_;
}
template <>
const Catalog::NameIndex<ConstraintObject>& Catalog::names<ConstraintObject>() const {
  return constraint_names_;
}

template <>
const Catalog::MemberIndex<Relation>& Catalog::members<Relation>() const {
  return schema_relations_;
}
template <>
const Catalog::MemberIndex<Type>& Catalog::members<Type>() const {
  return schema_types_;
}
template <>
const Catalog::MemberIndex<Function>& Catalog::members<Function>() const {
  return schema_functions_;
}

Catalog::Catalog() { Add(Schema{.name = "public"}); }

template <typename T>
Id<T> Catalog::Insert(const T& object) {
  const Id<T> id = table<T>().Insert(object, ++now_);
  Note(id);
  if constexpr (requires { object.uses; }) NoteUses(id, *object.uses);
  return id;
}

template <typename T>
Id<T> Catalog::AddMember(T object) {
  auto& [name, ids] = *names<T>().try_emplace(Keep(object.name)).first;
  object.name = name;
  const Id<T> id = Insert(object);
  ids.push_back(id);
  members<T>()[object.schema.value].push_back(id);
  return id;
}

const Uses* Catalog::UsesOf(ObjectId id) const {
  return std::visit(
      [this](auto specific) -> const Uses* {
        const auto* object = Get(specific);
        if constexpr (requires { object->uses; }) {
          return object == nullptr ? nullptr : &*object->uses;
        }
        return nullptr;
      },
      id);
}

void Catalog::NoteUses(ObjectId user, const Uses& uses) {
  for (const FunctionId function : uses.functions) function_users_[function.value].push_back(user);
  for (const RelationId relation : uses.relations) relation_users_[relation.value].push_back(user);
}

template <typename T>
void Catalog::SetUses(Id<T> id, const Uses& uses) {
  if (*Get(id)->uses == uses) return;
  NoteUses(id, uses);
  Change(id).uses = KeepValue(uses);
}

template void Catalog::SetUses(ColumnId, const Uses&);
template void Catalog::SetUses(RelationId, const Uses&);
template void Catalog::SetUses(AttachmentId, const Uses&);

std::vector<ObjectId> Catalog::UsersOf(FunctionId function) const {
  const auto found = function_users_.find(function.value);
  if (found == function_users_.end()) return {};
  return StillUsing(found->second, [&](ObjectId id) {
    const Uses* uses = UsesOf(id);
    return uses != nullptr && Contains(uses->functions, function);
  });
}

std::vector<ObjectId> Catalog::UsersOf(RelationId relation) const {
  const auto found = relation_users_.find(relation.value);
  if (found == relation_users_.end()) return {};
  return StillUsing(found->second, [&](ObjectId id) {
    const Uses* uses = UsesOf(id);
    return uses != nullptr && Contains(uses->relations, relation);
  });
}

SchemaId Catalog::Add(Schema schema) {
  auto& [name, ids] = *schema_names_.try_emplace(Keep(schema.name)).first;
  schema.name = name;
  const SchemaId id = Insert(schema);
  ids.push_back(id);
  return id;
}

RelationId Catalog::Add(Relation relation) {
  relation.partition_key = Keep(relation.partition_key);
  return AddMember(relation);
}

TypeId Catalog::Add(Type type) {
  type.volatile_default = Keep(type.volatile_default);
  type.extension = Keep(type.extension);
  if (type.base) KeepTexts(*type.base);
  const TypeId id = AddMember(type);
  if (type.base && type.base->user_type) domains_by_base_[type.base->user_type.value].push_back(id);
  return id;
}

FunctionId Catalog::Add(Function function) {
  KeepTexts(function);
  return AddMember(function);
}

void Catalog::Replace(FunctionId id, Function function) {
  KeepTexts(function);
  function.name = Get(id)->name;
  Change(id) = function;
}

ColumnId Catalog::Add(Column column) {
  column.name = Keep(column.name);
  column.generated_from = Keep(column.generated_from);
  if (column.type) KeepTexts(*column.type);
  const ColumnId id = Insert(column);
  column_fingerprints_.push_back(FingerprintOf(column.name));
  if (column.type) NoteType(id, *column.type);
  Link(column.relation, &Relation::columns, id);
  return id;
}

ConstraintId Catalog::Add(ConstraintObject constraint) {
  auto& [name, ids] = *constraint_names_.try_emplace(Keep(constraint.name)).first;
  constraint.name = name;
  constraint.columns = Keep(constraint.columns);
  constraint.referenced_columns = Keep(constraint.referenced_columns);
  const ConstraintId id = Insert(constraint);
  ids.push_back(id);
  if (constraint.relation) Link(constraint.relation, &Relation::constraints, id);
  if (constraint.domain) Link(constraint.domain, &Type::constraints, id);
  if (constraint.referenced) Link(constraint.referenced, &Relation::referenced_by, id);
  return id;
}

AttachmentId Catalog::Add(Attachment attachment) {
  attachment.name = Keep(attachment.name);
  attachment.name_stem = Keep(attachment.name_stem);
  attachment.columns = Keep(attachment.columns);
  const AttachmentId id = Insert(attachment);
  if (attachment.kind == AttachmentKind::kStatistics) statistics_names_[attachment.name].push_back(id);
  Link(attachment.relation, &Relation::attachments, id);
  return id;
}

void Catalog::SetType(ColumnId column, ColumnType type) {
  KeepTexts(type);
  NoteType(column, type);
  Change(column).type = type;
}

void Catalog::NoteType(ColumnId column, const ColumnType& type) {
  if (type.user_type) columns_by_type_[type.user_type.value].push_back(column);
  if (type.row_of) columns_by_row_type_[type.row_of.value].push_back(column);
}

std::vector<ColumnId> Catalog::ColumnsOfRows(RelationId relation) const {
  std::vector<ColumnId> result;
  const auto found = columns_by_row_type_.find(relation.value);
  if (found == columns_by_row_type_.end()) return result;
  std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(result), [&](ColumnId id) {
    const Column* column = Get(id);
    return column != nullptr && column->type && column->type->row_of == relation;
  });
  return result;
}

std::vector<ColumnId> Catalog::ColumnsOfType(TypeId type) const {
  std::vector<ColumnId> result;
  const auto found = columns_by_type_.find(type.value);
  if (found == columns_by_type_.end()) return result;
  for (const ColumnId id : found->second) {
    const Column* column = Get(id);
    if (column != nullptr && column->type && column->type->user_type == type) result.push_back(id);
  }
  return result;
}

std::vector<TypeId> Catalog::DomainsOver(TypeId type) const {
  std::vector<TypeId> result;
  const auto found = domains_by_base_.find(type.value);
  if (found == domains_by_base_.end()) return result;
  for (const TypeId id : found->second) {
    if (Get(id) != nullptr) result.push_back(id);
  }
  return result;
}

SchemaId Catalog::FindSchema(std::string_view name) const {
  return FindNewest<Schema>(schema_names_, name, [&](SchemaId id, std::string_view indexed) {
    const Schema* schema = Get(id);
    return schema != nullptr && IsSame(schema->name, indexed);
  });
}

std::vector<SchemaId> Catalog::Schemas() const {
  std::vector<SchemaId> result;
  for (uint32_t value = 1; value <= schemas_.size(); ++value) {
    if (Get(SchemaId{value}) != nullptr) result.push_back(SchemaId{value});
  }
  return result;
}

RelationId Catalog::FindRelation(SchemaId schema, std::string_view name, Snapshot snapshot) const {
  return FindNewest<Relation>(relation_names_, name, [&](RelationId id, std::string_view indexed) {
    const Relation* relation = Get(id, snapshot);
    return relation != nullptr && relation->schema == schema && IsSame(relation->name, indexed);
  });
}

template <typename T>
Id<T> Catalog::FindInPath(std::span<const std::string> schemas, std::string_view name) const {
  // Fewer objects ever had the name than there are schemas to look into.
  const auto namesakes = names<T>().find(name);
  if (namesakes == names<T>().end()) return {};
  Id<T> first;
  const auto& [indexed, ids] = *namesakes;
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    const T* object = Get(*id);
    if (object == nullptr || !IsSame(object->name, indexed)) continue;
    const Schema* schema = Get(object->schema);
    if (schema == nullptr) continue;
    if (schema->name == kTemporarySchema) return *id;
    const auto found = std::find(schemas.begin(), schemas.end(), schema->name);
    if (found == schemas.end()) continue;
    first = *id;
    schemas = schemas.first(static_cast<size_t>(found - schemas.begin()));
  }
  return first;
}

template RelationId Catalog::FindInPath(std::span<const std::string>, std::string_view) const;
template TypeId Catalog::FindInPath(std::span<const std::string>, std::string_view) const;

TypeId Catalog::FindType(SchemaId schema, std::string_view name) const {
  return FindNewest<Type>(type_names_, name, [&](TypeId id, std::string_view indexed) {
    const Type* type = Get(id);
    return type != nullptr && type->schema == schema && IsSame(type->name, indexed);
  });
}

std::vector<FunctionId> Catalog::FindFunctions(SchemaId schema, std::string_view name) const {
  std::vector<FunctionId> result;
  const auto found = function_names_.find(name);
  if (found == function_names_.end()) return result;
  for (const FunctionId id : found->second) {
    const Function* function = Get(id);
    // One that left and came back is entered twice.
    const bool is_known = std::find(result.begin(), result.end(), id) != result.end();
    if (!is_known && function != nullptr && function->schema == schema &&
        IsSame(function->name, found->first))
      result.push_back(id);
  }
  return result;
}

ColumnId Catalog::FindColumn(const Relation& relation, std::string_view name) const {
  const uint32_t fingerprint = FingerprintOf(name);
  for (const ColumnId id : relation.columns) {
    if (column_fingerprints_[id.value - 1] != fingerprint) continue;
    const Column* column = Get(id);
    if (column != nullptr && column->name == name) return id;
  }
  return {};
}

ConstraintId Catalog::FindConstraint(const Relation& relation, std::string_view name) const {
  // The shorter list of both: a table may have thousands, and thousands of tables one of the same name.
  const auto namesakes = constraint_names_.find(name);
  if (namesakes == constraint_names_.end()) return {};
  if (namesakes->second.size() < relation.constraints.size()) {
    return FindNewest<ConstraintObject>(
        constraint_names_, name, [&](ConstraintId id, std::string_view indexed) {
          const ConstraintObject* constraint = Get(id);
          const Relation* holder = constraint == nullptr ? nullptr : Get(constraint->relation);
          return holder != nullptr && IsSame(constraint->name, indexed) &&
                 holder->schema == relation.schema && holder->name == relation.name;
        });
  }
  for (const ConstraintId id : relation.constraints) {
    const ConstraintObject* constraint = Get(id);
    if (constraint != nullptr && IsSame(constraint->name, namesakes->first)) return id;
  }
  return {};
}

bool Catalog::HasConstraint(SchemaId schema, std::string_view name) const {
  const ConstraintId found =
      FindNewest<ConstraintObject>(constraint_names_, name, [&](ConstraintId id, std::string_view indexed) {
        const ConstraintObject* constraint = Get(id);
        if (constraint == nullptr || !IsSame(constraint->name, indexed)) return false;
        if (const Type* domain = Get(constraint->domain)) return domain->schema == schema;
        const Relation* relation = Get(constraint->relation);
        return relation != nullptr && relation->schema == schema;
      });
  return static_cast<bool>(found);
}

AttachmentId Catalog::FindAttachment(const Relation& relation, AttachmentKind kind,
                                     std::string_view name) const {
  for (const AttachmentId id : relation.attachments) {
    const Attachment* attachment = Get(id);
    if (attachment != nullptr && attachment->kind == kind && attachment->name == name) return id;
  }
  return {};
}

AttachmentId Catalog::FindStatistics(SchemaId schema, std::string_view name) const {
  return FindNewest<Attachment>(statistics_names_, name, [&](AttachmentId id, std::string_view /*indexed*/) {
    const Attachment* statistics = Get(id);
    return statistics != nullptr && statistics->name == name && (!schema || statistics->schema == schema);
  });
}

template <typename T>
std::vector<Id<T>> Catalog::MembersOf(SchemaId schema) const {
  std::vector<Id<T>> result;
  const auto found = members<T>().find(schema.value);
  if (found == members<T>().end()) return result;
  // An object that left and came back is entered twice.
  std::set<uint32_t> seen;
  for (const Id<T> id : found->second) {
    const T* object = Get(id);
    if (object != nullptr && object->schema == schema && seen.insert(id.value).second) result.push_back(id);
  }
  return result;
}

template std::vector<RelationId> Catalog::MembersOf<Relation>(SchemaId) const;
template std::vector<TypeId> Catalog::MembersOf<Type>(SchemaId) const;
template std::vector<FunctionId> Catalog::MembersOf<Function>(SchemaId) const;

template <typename T>
void Catalog::Rename(Id<T> id, std::string_view name) {
  name = Keep(name);
  if constexpr (std::is_same_v<T, Attachment>) {
    if (Get(id)->kind == AttachmentKind::kStatistics) statistics_names_[name].push_back(id);
  } else if constexpr (std::is_same_v<T, Column>) {
    column_fingerprints_[id.value - 1] = FingerprintOf(name);
  } else {
    auto& [indexed, ids] = *names<T>().try_emplace(name).first;
    ids.push_back(id);
    name = indexed;
  }
  Change(id).name = name;
}

template <typename T>
void Catalog::Move(Id<T> id, SchemaId schema) {
  Change(id).schema = schema;
  members<T>()[schema.value].push_back(id);
}

template void Catalog::Rename(SchemaId, std::string_view);
template void Catalog::Rename(RelationId, std::string_view);
template void Catalog::Rename(ColumnId, std::string_view);
template void Catalog::Rename(ConstraintId, std::string_view);
template void Catalog::Rename(TypeId, std::string_view);
template void Catalog::Rename(FunctionId, std::string_view);
template void Catalog::Rename(AttachmentId, std::string_view);
template void Catalog::Move(RelationId, SchemaId);
template void Catalog::Move(TypeId, SchemaId);
template void Catalog::Move(FunctionId, SchemaId);

template <typename T>
void Catalog::Restore(uint32_t id, Snapshot snapshot, Snapshot began) {
  const Id<T> object{id};
  // It may be in the journal many times.
  if (table<T>().IsNewerThan(object, began)) return;
  table<T>().Restore(object, snapshot, ++now_);
  if constexpr (std::is_same_v<T, Column>) {
    if (const Column* column = Get(object)) column_fingerprints_[id - 1] = FingerprintOf(column->name);
  }
}

void Catalog::RestoreTo(Snapshot snapshot) {
  const Snapshot began = now_;
  for (; !journal_.empty() && journal_.back().at > snapshot; journal_.pop_back()) {
    const auto [kind, id, at] = journal_.back();
    switch (kind) {
      case Kind::kSchema:
        Restore<Schema>(id, snapshot, began);
        break;
      case Kind::kRelation:
        Restore<Relation>(id, snapshot, began);
        break;
      case Kind::kColumn:
        Restore<Column>(id, snapshot, began);
        break;
      case Kind::kConstraint:
        Restore<ConstraintObject>(id, snapshot, began);
        break;
      case Kind::kType:
        Restore<Type>(id, snapshot, began);
        break;
      case Kind::kFunction:
        Restore<Function>(id, snapshot, began);
        break;
      case Kind::kAttachment:
        Restore<Attachment>(id, snapshot, began);
        break;
    }
  }
}

std::string Catalog::DisplayName(RelationId relation, Snapshot snapshot) const {
  const Relation* object = Get(relation, snapshot);
  if (object == nullptr) object = GetFirst(relation);
  const Schema* schema = Get(object->schema, snapshot);
  if (schema == nullptr) schema = GetFirst(object->schema);
  const std::string_view schema_name = schema == nullptr ? std::string_view() : schema->name;
  return sql::DisplayName(schema_name, object->name);
}

}  // namespace lockstep::model
