// SPDX-License-Identifier: Apache-2.0
#include "model/dependencies.h"

#include <algorithm>
#include <map>
#include <memory_resource>
#include <utility>
#include <vector>

#include "model/columns.h"
#include "model/constraints.h"
#include "model/description.h"
#include "model/indexes.h"
#include "model/removal.h"

namespace lockstep::model {

namespace {

// The first version in which a generated column keeps the columns it is made of from being dropped without
// CASCADE.
constexpr int kGeneratedColumnsHold = 15;

// Something that is to be dropped. Of a column that only gets its default from what is dropped, the default
// goes and the column stays.
struct Item {
  ObjectId object;
  bool only_default = false;
  bool is_automatic = false;  // goes without being asked for: DEPENDENCY_AUTO, DEPENDENCY_INTERNAL

  auto Key() const { return std::pair(object, only_default); }
};

// Finds what depends directly on one object.
class DependentFinder {
 public:
  explicit DependentFinder(const Execution& execution) : execution_(execution) {}

  // Valid until the next one is asked for.
  const std::pmr::vector<Item>& Find(const Item& item) {
    found_.clear();
    if (!item.only_default) std::visit([this](auto id) { Of(id); }, item.object);
    return found_;
  }

 private:
  const Catalog& catalog() const { return execution_.catalog(); }

  void Automatic(ObjectId object) { found_.push_back({.object = object, .is_automatic = true}); }
  void Normal(ObjectId object) { found_.push_back({.object = object}); }

  // Objects whose expressions name it. A generated column goes with its expression, any other only loses its
  // default.
  void Users(const std::vector<ObjectId>& users) {
    for (const ObjectId user : users) {
      const auto* column = std::get_if<ColumnId>(&user);
      const bool only_default = column != nullptr && execution_.Get(*column)->generated == Generated::kNo;
      found_.push_back({.object = user, .only_default = only_default});
    }
  }

  void Of(SchemaId id) {
    for (const RelationId member : catalog().MembersOf<Relation>(id)) {
      if (!execution_.Get(member)->IsIndex()) Normal(member);
    }
    for (const TypeId member : catalog().MembersOf<Type>(id)) Normal(member);
    for (const FunctionId member : catalog().MembersOf<Function>(id)) Normal(member);
  }

  void Of(FunctionId id) { Users(catalog().UsersOf(id)); }

  // A trigger of a partitioned table has a copy on each partition.
  void Of(AttachmentId id) {
    const Attachment& attachment = *execution_.Get(id);
    if (attachment.kind != AttachmentKind::kTrigger) return;
    for (const RelationId child : execution_.Get(attachment.relation)->children) {
      const Relation& partition = *execution_.Get(child);
      if (!partition.is_partition) continue;
      const AttachmentId copy = catalog().FindAttachment(partition, attachment.kind, attachment.name);
      if (copy) Automatic(copy);
    }
  }

  void Of(TypeId id) {
    if (const RelationId composite = execution_.Get(id)->composite) Automatic(composite);
    for (const ColumnId column : catalog().ColumnsOfType(id))
      IsInPartitionKey(column) ? Normal(execution_.Get(column)->relation) : Normal(column);
    for (const TypeId domain : catalog().DomainsOver(id)) Normal(domain);
  }

  // Such a column goes with its table alone (StorePartitionKey() in heap.c).
  bool IsInPartitionKey(ColumnId id) const {
    const Relation* table = execution_.Get(execution_.Get(id)->relation);
    return table != nullptr && Contains(table->partition_key, id);
  }

  void Of(RelationId id) {
    const Relation& relation = *execution_.Get(id);
    for (const RelationId index : relation.indexes) Automatic(index);
    for (const ConstraintId constraint : relation.constraints) Automatic(constraint);
    for (const AttachmentId attachment : relation.attachments) Automatic(attachment);
    for (const RelationId sequence : relation.owned_sequences) Automatic(sequence);
    for (const RelationId child : relation.children) {
      // StoreCatalogInheritance1(): partitions go with their parent, inheritance children hold it.
      relation.IsPartitioned() || relation.IsIndex() ? Automatic(child) : Normal(child);
    }
    for (const RelationId view : relation.dependent_views) Normal(view);
    for (const ConstraintId key : relation.referenced_by) Normal(key);
    if (relation.is_partition) KeysToAncestors(relation);
    if (relation.index) ForeignKeysOn(id);
    Users(catalog().UsersOf(id));
  }

  // A foreign key to a partitioned table refers to each of its partitions.
  void KeysToAncestors(const Relation& partition) {
    const Relation* relation = &partition;
    while (relation->is_partition && !relation->parents.empty()) {
      relation = execution_.Get(relation->parents.front());
      if (relation == nullptr) return;
      for (const ConstraintId key : relation->referenced_by) Normal(key);
    }
  }

  void Of(ConstraintId id) {
    const ConstraintObject& constraint = *execution_.Get(id);
    if (constraint.index) Automatic(constraint.index);
  }

  void Of(ColumnId id) {
    const RelationId owner = execution_.Get(id)->relation;
    const Relation& table = *execution_.Get(owner);
    for (const RelationId index : IndexesUsing(catalog(), id)) Automatic(index);
    for (const ConstraintId constraint : ConstraintsUsing(catalog(), id, catalog().Now())) {
      execution_.Get(constraint)->relation == owner ? Automatic(constraint) : Normal(constraint);
    }
    for (const ColumnId other : table.columns) {
      if (!execution_.Get(other)->generated_from.Contains(id)) continue;
      execution_.pg_version() >= kGeneratedColumnsHold ? Normal(other) : Automatic(other);
    }
    for (const RelationId view : ViewsUsing(catalog(), id, catalog().Now())) Normal(view);
    for (const AttachmentId attachment : table.attachments) {
      const Attachment& object = *execution_.Get(attachment);
      if (!Contains(object.columns, id)) continue;
      object.kind == AttachmentKind::kStatistics ? Automatic(attachment) : Normal(attachment);
    }
    for (const RelationId sequence : table.owned_sequences) {
      if (execution_.Get(sequence)->owned_by_column == id) Automatic(sequence);
    }
  }

  // Foreign keys stand on one unique index of the table that they refer to.
  void ForeignKeysOn(RelationId index) {
    const auto& facts = execution_.Get(index)->index;
    const Relation* table = facts ? execution_.Get(facts->table) : nullptr;
    if (table == nullptr) return;
    for (const ConstraintId id : table->referenced_by) {
      if (execution_.Get(id)->referenced_index == index) Normal(id);
    }
  }

  const Execution& execution_;
  std::pmr::vector<Item> found_{execution_.scratch()};
};

class Deletion {
 public:
  Deletion(Execution& execution, DropLocking locking) : execution_(execution), locking_(locking) {}

  void Run(std::span<const ObjectId> objects, DropBehavior behavior) {
    for (const ObjectId object : objects) Add({.object = object, .is_automatic = true});
    named_ = items_.size();
    FindDependents();
    if (behavior != DROP_CASCADE && IsHeld()) return;
    ForgetParts();
    // What depends goes before what it depends on.
    for (size_t i = items_.size(); i-- > 0;) {
      if (i >= named_) Announce(items_[i]);
      Remove(items_[i]);
    }
  }

 private:
  void Add(const Item& item) {
    const auto [found, added] = known_.emplace(item.Key(), items_.size());
    if (!added) {
      // Reached by several ways: the one that asks for nothing counts.
      items_[found->second].is_automatic = items_[found->second].is_automatic || item.is_automatic;
      return;
    }
    items_.push_back(item);
    LockFound(item);
  }

  // findDependentObjects(): breadth first, everything locked as it is found.
  void FindDependents() {
    DependentFinder finder(execution_);
    for (size_t i = 0; i < items_.size(); ++i) {
      for (const Item& dependent : finder.Find(items_[i])) Add(dependent);
    }
  }

  // AcquireDeletionLock(): relations, and columns by their relation. What else there is locks its table when
  // it is removed.
  void LockFound(const Item& item) {
    if (item.only_default) return;
    const LockMode mode =
        locking_ == DropLocking::kConcurrent ? LockMode::kShareUpdateExclusive : LockMode::kAccessExclusive;
    if (const auto* relation = std::get_if<RelationId>(&item.object)) {
      const auto& index = execution_.Get(*relation)->index;
      if (index) execution_.Lock(index->table, mode);
      execution_.Lock(*relation, mode);
    }
    if (const auto* column = std::get_if<ColumnId>(&item.object)) {
      execution_.Lock(execution_.Get(*column)->relation, LockMode::kAccessExclusive);
    }
  }

  // reportDependentObjects().
  bool IsHeld() {
    const auto held =
        std::find_if(items_.begin() + static_cast<std::ptrdiff_t>(named_), items_.end(),
                     [this](const Item& item) { return !item.is_automatic && !GoesAnyway(item); });
    if (held == items_.end()) return false;
    execution_.Fail("2BP01", "cannot drop " + execution_.Describe(items_.front().object) +
                                 " because other objects depend on it (" + execution_.Describe(held->object) +
                                 ")");
    return true;
  }

  // What goes with its table need not leave it one by one: a parent may have thousands of children.
  void ForgetParts() {
    for (const Item& item : items_) {
      const auto* id = std::get_if<RelationId>(&item.object);
      if (id == nullptr) continue;
      Relation& relation = execution_.catalog().Change(*id);
      relation.children.clear();
      relation.indexes.clear();
      relation.constraints.clear();
      relation.attachments.clear();
      relation.owned_sequences.clear();
    }
  }

  // A part of what goes holds nothing, however else it was reached: the default of a column of a dropped
  // table.
  bool GoesAnyway(const Item& item) const {
    if (item.only_default && known_.contains(Item{.object = item.object}.Key())) return true;
    return std::visit(
        [this](auto id) {
          if constexpr (requires { execution_.Get(id)->relation; }) {
            return GoesItself(execution_.Get(id)->relation);
          }
          return false;
        },
        item.object);
  }

  bool GoesItself(RelationId relation) const { return known_.contains(Item{.object = relation}.Key()); }

  // What goes along is an operation of its own, unless it is part of a relation that goes, or is gone with
  // another one.
  void Announce(const Item& item) {
    std::visit([&](auto id) { Announce(id, item); }, item.object);
  }

  void Announce(RelationId id, const Item&) {
    const Relation* object = execution_.Get(id);
    if (object == nullptr) return;
    if (!object->index) {
      Book(OperationKind::kDrop, id, id);
    } else if (!GoesItself(object->index->table)) {
      Book(OperationKind::kDrop, object->index->table, id).index = id;
    }
  }

  void Announce(ColumnId id, const Item& item) {
    const Column* object = execution_.Get(id);
    if (object == nullptr || GoesItself(object->relation)) return;
    Book(item.only_default ? OperationKind::kAlterColumn : OperationKind::kDropColumn, object->relation, id)
        .column = id;
  }

  void Announce(ConstraintId id, const Item&) {
    const ConstraintObject* object = execution_.Get(id);
    if (object == nullptr || GoesItself(object->relation)) return;
    Book(OperationKind::kDropConstraint, object->relation, id).constraint = id;
  }

  void Announce(AttachmentId id, const Item&) {
    const Attachment* object = execution_.Get(id);
    if (object != nullptr && !GoesItself(object->relation)) Book(OperationKind::kDrop, object->relation, id);
  }

  template <typename T>
  void Announce(Id<T> id, const Item&) {
    Book(OperationKind::kDrop, {}, id);
  }

  Operation& Book(OperationKind kind, RelationId relation, ObjectId object) {
    Operation& operation = execution_.Do(kind, relation);
    operation.object = object;
    operation.by_cascade = true;
    return operation;
  }

  void Remove(const Item& item) {
    if (item.only_default) return RemoveDefault(execution_, std::get<ColumnId>(item.object));
    std::visit([this](auto id) { RemoveObject(execution_, id); }, item.object);
  }

  Execution& execution_;
  DropLocking locking_;
  std::pmr::vector<Item> items_{execution_.scratch()};
  std::pmr::map<std::pair<ObjectId, bool>, size_t> known_{execution_.scratch()};
  size_t named_ = 0;
};

}  // namespace

void DropObjects(Execution& execution, std::span<const ObjectId> objects, DropBehavior behavior,
                 DropLocking locking) {
  Deletion(execution, locking).Run(objects, behavior);
}

}  // namespace lockstep::model
