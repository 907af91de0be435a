// SPDX-License-Identifier: Apache-2.0
#include "model/removal.h"

#include "model/columns.h"
#include "model/constraints.h"
#include "model/domains.h"
#include "model/indexes.h"

namespace lockstep::model {

namespace {

// heap_drop_with_catalog() in heap.c: other partitions are told by a lock on the parent and on the default
// partition, whose bound grows.
void LeaveParents(Execution& execution, RelationId id) {
  const Relation* relation = execution.Get(id);
  for (const RelationId parent : relation->parents) {
    const Relation* object = execution.Get(parent);
    if (object == nullptr) continue;
    const RelationId default_partition = object->default_partition;
    if (relation->is_partition) {
      execution.Lock(parent, LockMode::kAccessExclusive);
      if (execution.Get(default_partition) != nullptr)
        execution.Lock(default_partition, LockMode::kAccessExclusive);
    }
    execution.catalog().Unlink(parent, &Relation::children, id);
    if (default_partition == id) execution.catalog().Change(parent).default_partition = {};
  }
}

void RemoveParts(Execution& execution, RelationId id) {
  // Copies of the lists: each part takes itself off.
  for (const ConstraintId part : IdList(execution.Get(id)->constraints)) RemoveObject(execution, part);
  for (const RelationId part : IdList(execution.Get(id)->indexes)) RemoveIndex(execution, part);
  for (const AttachmentId part : IdList(execution.Get(id)->attachments)) RemoveObject(execution, part);
  for (const ColumnId part : execution.Get(id)->columns) execution.catalog().Remove(part);
}

}  // namespace

void RemoveObject(Execution& execution, RelationId id) {
  const Relation* relation = execution.Get(id);
  if (relation == nullptr) return;
  if (relation->index) return RemoveIndex(execution, id);
  LeaveParents(execution, id);
  RemoveParts(execution, id);
  Catalog& catalog = execution.catalog();
  for (const RelationId read : relation->view->reads) catalog.Unlink(read, &Relation::dependent_views, id);
  catalog.Unlink(relation->owned_by, &Relation::owned_sequences, id);
  catalog.Remove(id);
}

void RemoveObject(Execution& execution, ColumnId id) {
  if (execution.Get(id) != nullptr) RemoveColumn(execution, id);
}

void RemoveObject(Execution& execution, ConstraintId id) {
  const ConstraintObject* constraint = execution.Get(id);
  if (constraint == nullptr) return;
  if (constraint->domain) return RemoveDomainConstraint(execution, id);
  execution.Lock(constraint->relation, LockMode::kAccessExclusive);
  RemoveConstraint(execution, id);
}

void RemoveObject(Execution& execution, AttachmentId id) {
  const Attachment* attachment = execution.Get(id);
  if (attachment == nullptr) return;
  if (attachment->kind == AttachmentKind::kStatistics) {
    execution.Lock(attachment->relation, LockMode::kShareUpdateExclusive);
  } else if (attachment->kind != AttachmentKind::kPublication) {
    execution.Lock(attachment->relation, LockMode::kAccessExclusive);
  }
  execution.catalog().Unlink(attachment->relation, &Relation::attachments, id);
  execution.catalog().Remove(id);
}

void RemoveObject(Execution& execution, FunctionId id) {
  if (execution.Get(id) != nullptr) execution.catalog().Remove(id);
}

void RemoveObject(Execution& execution, SchemaId id) {
  if (execution.Get(id) != nullptr) execution.catalog().Remove(id);
}

void RemoveObject(Execution& execution, TypeId id) {
  const Type* type = execution.Get(id);
  if (type == nullptr) return;
  for (const ConstraintId part : type->constraints) execution.catalog().Remove(part);
  execution.catalog().Remove(id);
}

void RemoveDefault(Execution& execution, ColumnId id) {
  if (execution.Get(id) == nullptr) return;
  execution.Lock(execution.Get(id)->relation, LockMode::kAccessExclusive);
  Column& column = execution.catalog().Change(id);
  column.has_default = column.has_literal_default = false;
  execution.catalog().SetUses(id, {});
}

}  // namespace lockstep::model
