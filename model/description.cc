// SPDX-License-Identifier: Apache-2.0
#include "model/description.h"

#include <string_view>
#include <variant>

namespace lockstep::model {

namespace {

std::string_view KindName(RelationKind kind) {
  switch (kind) {
    case RelationKind::kTable:
    case RelationKind::kPartitionedTable:
      return "table";
    case RelationKind::kIndex:
    case RelationKind::kPartitionedIndex:
      return "index";
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
      return "relation";
  }
  return {};
}

std::string_view KindName(AttachmentKind kind) {
  switch (kind) {
    case AttachmentKind::kTrigger:
      return "trigger";
    case AttachmentKind::kPolicy:
      return "policy";
    case AttachmentKind::kRule:
      return "rule";
    case AttachmentKind::kStatistics:
      return "statistics object";
    case AttachmentKind::kPublication:
      return "publication";
  }
  return {};
}

class Description {
 public:
  Description(const Catalog& catalog, Snapshot snapshot) : catalog_(catalog), snapshot_(snapshot) {}

  std::string Of(ObjectId object) const {
    return std::visit([this](auto id) { return Get(id) == nullptr ? std::string() : Text(id); }, object);
  }

 private:
  template <typename T>
  const T* Get(Id<T> id) const {
    return catalog_.Get(id, snapshot_);
  }

  std::string Relation(RelationId id) const { return catalog_.DisplayName(id, snapshot_); }

  std::string Text(RelationId id) const { return std::string(KindName(Get(id)->kind)) + " " + Relation(id); }
  std::string Text(ColumnId id) const {
    const Column& column = *Get(id);
    return "column " + std::string(column.name) + " of " + Of(column.relation);
  }
  std::string Text(ConstraintId id) const {
    const ConstraintObject& constraint = *Get(id);
    return "constraint " + std::string(constraint.name) + " on " +
           (constraint.domain ? Of(constraint.domain) : Of(constraint.relation));
  }
  std::string Text(AttachmentId id) const {
    const Attachment& attachment = *Get(id);
    return std::string(KindName(attachment.kind)) + " " + std::string(attachment.name) + " on " +
           Of(attachment.relation);
  }
  std::string Text(TypeId id) const { return "type " + std::string(Get(id)->name); }
  std::string Text(FunctionId id) const { return "function " + std::string(Get(id)->name); }
  std::string Text(SchemaId id) const { return "schema " + std::string(Get(id)->name); }

  const Catalog& catalog_;
  Snapshot snapshot_;
};

}  // namespace

std::string Describe(const Catalog& catalog, ObjectId object, Snapshot snapshot) {
  return Description(catalog, snapshot).Of(object);
}

}  // namespace lockstep::model
