// SPDX-License-Identifier: Apache-2.0
#include "model/testing/catalog_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep::model {

namespace {

std::string_view NameOf(RelationKind kind) {
  switch (kind) {
    case RelationKind::kTable:
      return "table";
    case RelationKind::kPartitionedTable:
      return "partitioned table";
    case RelationKind::kIndex:
      return "index";
    case RelationKind::kPartitionedIndex:
      return "partitioned index";
    case RelationKind::kView:
      return "view";
    case RelationKind::kMaterializedView:
      return "materialized view";
    case RelationKind::kSequence:
      return "sequence";
    case RelationKind::kCompositeType:
      return "composite type";
    case RelationKind::kForeignTable:
      return "foreign table";
    case RelationKind::kUnknown:
      return kNotKnown;
  }
  return {};
}

std::string_view NameOf(Strategy strategy) {
  switch (strategy) {
    case Strategy::kNone:
      return "none";
    case Strategy::kRange:
      return "range";
    case Strategy::kList:
      return "list";
    case Strategy::kHash:
      return "hash";
  }
  return {};
}

std::string_view NameOf(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::kCheck:
      return "check";
    case ConstraintKind::kNotNull:
      return "not null";
    case ConstraintKind::kPrimaryKey:
      return "primary key";
    case ConstraintKind::kUnique:
      return "unique";
    case ConstraintKind::kExclusion:
      return "exclusion";
    case ConstraintKind::kForeignKey:
      return "foreign key";
  }
  return {};
}

std::string_view NameOf(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::kNoAction:
      return "no action";
    case ReferentialAction::kRestrict:
      return "restrict";
    case ReferentialAction::kCascade:
      return "cascade";
    case ReferentialAction::kSetNull:
      return "set null";
    case ReferentialAction::kSetDefault:
      return "set default";
  }
  return {};
}

std::string_view NameOf(AttachmentKind kind) {
  switch (kind) {
    case AttachmentKind::kTrigger:
      return "trigger";
    case AttachmentKind::kPolicy:
      return "policy";
    case AttachmentKind::kRule:
      return "rule";
    case AttachmentKind::kStatistics:
      return "statistics";
    case AttachmentKind::kPublication:
      return "publication";
  }
  return {};
}

std::string_view NameOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kEnum:
      return "enum";
    case TypeKind::kDomain:
      return "domain";
    case TypeKind::kComposite:
      return "composite";
    case TypeKind::kRange:
      return "range";
    case TypeKind::kBase:
      return "base";
  }
  return {};
}

std::string_view NameOf(ReplicaIdentity identity) {
  switch (identity) {
    case ReplicaIdentity::kPrimaryKey:
      return "primary key";
    case ReplicaIdentity::kIndex:
      return "index";
    case ReplicaIdentity::kFull:
      return "full";
    case ReplicaIdentity::kNothing:
      return "nothing";
  }
  return {};
}

std::string YesOrNo(bool value) { return value ? "yes" : "no"; }

std::string Join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class Description {
 public:
  explicit Description(const Catalog& catalog) : catalog_(catalog) {}

  CatalogObjects Take() {
    for (const SchemaId id : catalog_.Schemas()) {
      const Schema& schema = *catalog_.Get(id);
      if (schema.name == kTemporarySchema) continue;
      if (schema.created_in != 0) objects_[fmt::format("schema {}", schema.name)];
      for (const TypeId type : catalog_.MembersOf<Type>(id)) AddType(type);
      for (const RelationId relation : catalog_.MembersOf<Relation>(id)) AddRelation(relation);
    }
    return std::move(objects_);
  }

 private:
  std::string Qualified(SchemaId schema, std::string_view name) const {
    return fmt::format("{}.{}", catalog_.Get(schema)->name, name);
  }

  std::string NameOfRelation(RelationId id) const {
    const Relation* relation = catalog_.Get(id);
    return relation == nullptr ? kNotKnown : Qualified(relation->schema, relation->name);
  }

  std::string Member(RelationId relation, std::string_view name) const {
    return fmt::format("{}.{}", NameOfRelation(relation), name);
  }

  std::vector<std::string> NamesOf(std::span<const ColumnId> columns) const {
    std::vector<std::string> names;
    for (const ColumnId id : columns) {
      const Column* column = catalog_.Get(id);
      names.emplace_back(column == nullptr ? std::string_view(kNotKnown) : column->name);
    }
    return names;
  }

  std::string Sorted(std::span<const ColumnId> columns) const {
    std::vector<std::string> names = NamesOf(columns);
    std::sort(names.begin(), names.end());
    return Join(names);
  }

  std::string TypeName(const std::optional<ColumnType>& type) const {
    if (!type) return kNotKnown;
    const Type* object = catalog_.Get(type->user_type);
    if (object == nullptr) return type->ref.Display();
    return Qualified(object->schema, object->name) + (type->ref.is_array ? "[]" : "");
  }

  void AddType(TypeId id) {
    const Type& type = *catalog_.Get(id);
    if (!type.extension.empty()) return;
    Properties& properties = objects_["type " + Qualified(type.schema, type.name)];
    properties["kind"] = NameOf(type.kind);
    if (type.kind == TypeKind::kEnum) properties["labels"] = Join(*type.labels);
    if (type.kind != TypeKind::kDomain) return;
    properties["base"] = TypeName(type.base);
    properties["nulls"] = YesOrNo(!type.is_not_null);
    for (const ConstraintId constraint : type.constraints)
      AddDomainConstraint(type, *catalog_.Get(constraint));
    properties["default"] = YesOrNo(type.has_default);
  }

  void AddRelation(RelationId id) {
    const Relation& relation = *catalog_.Get(id);
    if (relation.created_in == 0) return;  // only ever referred to
    if (relation.index) return AddIndex(id, relation);
    Properties& properties = objects_["relation " + NameOfRelation(id)];
    properties["kind"] = NameOf(relation.kind);
    properties["unlogged"] = YesOrNo(relation.is_unlogged);
    if (relation.kind == RelationKind::kSequence) {
      const Column* owner = catalog_.Get(relation.owned_by_column);
      if (owner != nullptr) properties["owned by"] = Member(owner->relation, owner->name);
      return;
    }
    AddPlace(relation, properties);
    if (relation.IsTable()) properties["replica identity"] = NameOf(relation.replica_identity);
    int position = 0;
    for (const ColumnId column : relation.columns) AddColumn(*catalog_.Get(column), ++position);
    if (!relation.is_complete) properties["columns"] = kNotKnown;
    for (const ConstraintId constraint : relation.constraints) AddConstraint(*catalog_.Get(constraint));
    for (const AttachmentId attachment : relation.attachments) {
      const Attachment& object = *catalog_.Get(attachment);
      objects_[fmt::format("{} {}", NameOf(object.kind), Member(id, object.name))];
    }
  }

  // In a tree of partitions or of inheritance.
  void AddPlace(const Relation& relation, Properties& properties) const {
    std::vector<std::string> parents;
    for (const RelationId parent : relation.parents) {
      if (catalog_.Get(parent)->kind != RelationKind::kCompositeType)
        parents.push_back(NameOfRelation(parent));
    }
    if (!parents.empty()) properties["parents"] = Join(parents);
    if (relation.is_partition) properties["partition"] = relation.is_default_partition ? "default" : "yes";
    if (!relation.IsPartitioned()) return;
    properties["partitioned by"] =
        std::string(NameOf(relation.partition_strategy)) + " " + Join(NamesOf(relation.partition_key));
  }

  void AddColumn(const Column& column, int position) {
    Properties& properties = objects_["column " + Member(column.relation, column.name)];
    properties["position"] = std::to_string(position);
    properties["type"] = TypeName(column.type);
    properties["nulls"] = YesOrNo(!column.not_null);
    properties["default"] = YesOrNo(column.has_default);
    properties["local"] = YesOrNo(column.is_local);
    if (column.is_identity) properties["identity"] = "yes";
    if (column.generated != Generated::kNo)
      properties["generated"] = column.generated == Generated::kStored ? "stored" : "virtual";
  }

  void AddDomainConstraint(const Type& domain, const ConstraintObject& constraint) {
    Properties& properties =
        objects_[fmt::format("constraint {}.{}", Qualified(domain.schema, domain.name), constraint.name)];
    properties["kind"] = NameOf(constraint.kind);
    properties["valid"] = YesOrNo(constraint.is_valid);
  }

  void AddConstraint(const ConstraintObject& constraint) {
    Properties& properties = objects_["constraint " + Member(constraint.relation, constraint.name)];
    properties["kind"] = NameOf(constraint.kind);
    const bool is_check = constraint.kind == ConstraintKind::kCheck;
    properties["columns"] = is_check ? Sorted(constraint.columns) : Join(NamesOf(constraint.columns));
    properties["valid"] = YesOrNo(constraint.is_valid);
    properties["enforced"] = YesOrNo(constraint.is_enforced);
    properties["inherited"] = YesOrNo(constraint.is_inherited);
    properties["local"] = YesOrNo(constraint.is_local);
    if (constraint.index) properties["index"] = NameOfRelation(constraint.index);
    if (constraint.kind != ConstraintKind::kForeignKey) return;
    properties["references"] = NameOfRelation(constraint.referenced);
    properties["referenced columns"] = Join(NamesOf(constraint.referenced_columns));
    properties["index"] = NameOfRelation(constraint.referenced_index);
    properties["on delete"] = NameOf(constraint.on_delete);
    properties["on update"] = NameOf(constraint.on_update);
  }

  void AddIndex(RelationId id, const Relation& relation) {
    const IndexFacts& index = *relation.index;
    Properties& properties = objects_["index " + NameOfRelation(id)];
    properties["kind"] = NameOf(relation.kind);
    properties["table"] = NameOfRelation(index.table);
    properties["method"] = index.access_method;
    properties["columns"] = Join(NamesOf(index.keys));
    properties["included"] = Join(NamesOf(index.included));
    properties["expressions"] = YesOrNo(index.has_expressions);
    properties["partial"] = YesOrNo(index.has_predicate);
    properties["unique"] = YesOrNo(index.is_unique);
    properties["valid"] = YesOrNo(index.is_valid);
    properties["clustered"] = YesOrNo(index.is_clustered);
    if (index.parent) properties["parent"] = NameOfRelation(index.parent);
  }

  const Catalog& catalog_;
  CatalogObjects objects_;
};

}  // namespace

CatalogObjects ObjectsOf(const Catalog& catalog) { return Description(catalog).Take(); }

}  // namespace lockstep::model
