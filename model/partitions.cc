// SPDX-License-Identifier: Apache-2.0
// Models DefineRelation(), ATExecAttachPartition(), ATExecDetachPartition() and ATExecAttachPartitionIdx() of
// PostgreSQL's tablecmds.c, and check_default_partition_contents() of partbounds.c.
#include "model/partitions.h"

#include <algorithm>

#include "model/foreign_keys.h"
#include "model/inheritance.h"
#include "model/object_names.h"
#include "model/partition_indexes.h"
#include "model/partition_overlap.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

// CloneFkReferenced() locks the referencing tables since (before, it only looked at them).
constexpr int kReferencingTablesLocked = 15;

void AppendScan(std::pmr::vector<PendingWork>& pending, RelationId table, Cause cause,
                std::string_view subject) {
  pending.push_back({.table = table,
                     .work = {.kind = WorkKind::kScan, .table = table, .cause = cause, .subject = subject}});
}

// Rows of the default partition may belong into the new one: it is locked and read, unless a CHECK of its own
// rules that out.
void CheckDefaultPartition(Execution& execution, RelationId parent, RelationId partition,
                           const Predicate& bound, std::pmr::vector<PendingWork>& pending) {
  const RelationId default_partition = execution.Get(parent)->default_partition;
  if (!default_partition || default_partition == partition) return;
  for (const RelationId table : WithDescendants(execution.catalog(), default_partition)) {
    execution.Lock(table, LockMode::kAccessExclusive);
    if (execution.Get(table)->IsPartitioned()) continue;
    const bool excluded = IsProven(execution, table, Negation(OnTable(execution, table, bound)));
    if (!excluded) AppendScan(pending, table, Cause::kPartitionBound, execution.Get(partition)->name);
  }
}

// CloneFkReferencing(): the parent's foreign keys hold for the partition, and are checked on the rows that it
// has.
void CloneForeignKeys(Execution& execution, RelationId parent, RelationId partition, PartitionRows rows,
                      std::pmr::vector<PendingWork>& pending) {
  for (const ConstraintId id : execution.Get(parent)->constraints) {
    const ConstraintObject& key = *execution.Get(id);
    if (key.kind != ConstraintKind::kForeignKey) continue;
    execution.LockTree(key.referenced, LockMode::kShareRowExclusive);
    if (AdoptForeignKey(execution, id, partition, pending)) continue;
    CloneForeignKey(execution, id, partition);
    const Relation& table = *execution.Get(partition);
    const bool is_empty = table.created_in == execution.environment().file && !table.has_rows;
    if (rows == PartitionRows::kNone || is_empty || !key.is_valid) continue;
    AppendScan(pending, partition, Cause::kForeignKey, key.name);
    AppendScan(pending, key.referenced, Cause::kForeignKey, key.name);
  }
}

// Foreign keys to a partitioned table refer to what is below it as well. Of those that come from a
// partitioned table, the whole, not its parts.
std::vector<ConstraintId> KeysTo(const Execution& execution, RelationId table) {
  std::vector<ConstraintId> keys;
  for (const Relation* target = execution.Get(table); target != nullptr;) {
    for (const ConstraintId id : target->referenced_by) {
      if (!execution.Get(id)->parent) keys.push_back(id);
    }
    const bool is_below = target->is_partition && !target->parents.empty();
    target = is_below ? execution.Get(target->parents.front()) : nullptr;
  }
  return keys;
}

// CloneFkReferenced(): foreign keys to the parent refer to the partition as well.
void LockReferencing(Execution& execution, RelationId parent) {
  const LockMode mode = execution.pg_version() >= kReferencingTablesLocked ? LockMode::kShareRowExclusive
                                                                           : LockMode::kAccessShare;
  for (const ConstraintId id : KeysTo(execution, parent)) execution.Lock(execution.Get(id)->relation, mode);
}

// CloneRowTriggersToPartition().
void CloneTriggers(Execution& execution, RelationId parent, RelationId partition) {
  for (const AttachmentId id : execution.Get(parent)->attachments) {
    Attachment copy = *execution.Get(id);
    if (copy.kind != AttachmentKind::kTrigger || !copy.is_row_trigger) continue;
    copy.relation = partition;
    copy.columns.clear();
    execution.catalog().Add(copy);
  }
}

// What the partition has in common with its parent, once it is one.
void TakeParts(Execution& execution, RelationId parent, RelationId partition, PartitionRows rows,
               std::pmr::vector<PendingWork>& pending) {
  for (const RelationId index : execution.Get(parent)->indexes) {
    execution.Lock(index, LockMode::kShareUpdateExclusive);
    EnsureIndex(execution, partition, index, rows, Fitting::kValid);
  }
  CloneForeignKeys(execution, parent, partition, rows, pending);
  LockReferencing(execution, parent);
  CloneTriggers(execution, parent, partition);
}

void SetBound(Execution& execution, RelationId parent, RelationId partition,
              const ::PartitionBoundSpec& bound, Predicate predicate) {
  Relation& changed = execution.catalog().Change(partition);
  changed.is_partition = true;
  changed.is_default_partition = bound.is_default;
  changed.hash_modulus = bound.modulus;
  changed.hash_remainder = bound.remainder;
  changed.bound = execution.catalog().KeepValue(std::move(predicate));
  if (bound.is_default) execution.catalog().Change(parent).default_partition = partition;
}

void AttachIndexPartition(Execution& execution, RelationId parent, const ::RangeVar& name) {
  const RelationId index = execution.ResolveRelation(name, RelationKind::kIndex);
  execution.record().operations.back().index = index;
  execution.Lock(index, LockMode::kAccessExclusive);
  for (const RelationId id : {parent, index}) {
    const auto& facts = execution.Get(id)->index;
    if (facts) execution.Lock(facts->table, LockMode::kAccessShare);
  }
  AttachIndex(execution, parent, index);
}

// What PostgreSQL refuses before it looks at any row.
bool RefusesAttach(Execution& execution, RelationId parent, RelationId partition,
                   const ::PartitionBoundSpec& bound) {
  const Relation& relation = *execution.Get(partition);
  const auto tree = WithDescendants(execution.catalog(), partition);
  const Relation& target = *execution.Get(parent);
  if (target.is_complete && !target.IsPartitioned()) {
    execution.Fail("42809", "\"" + std::string(target.name) + "\" is not partitioned");
  } else if (std::find(tree.begin(), tree.end(), parent) != tree.end()) {
    execution.Fail("42P07", "circular inheritance not allowed");
  } else if (relation.is_partition) {
    execution.Fail("42809", "\"" + std::string(relation.name) + "\" is already a partition");
  } else {
    return RefusesPartition(execution, parent, bound);
  }
  return execution.failed();
}

// Foreign keys to the parent: no row of theirs may refer to the partition that leaves
// (ATDetachCheckNoForeignKeyRefs()).
void CheckNotReferenced(Execution& execution, RelationId parent, RelationId partition) {
  for (const ConstraintId id : KeysTo(execution, parent)) {
    const ConstraintObject& key = *execution.Get(id);
    execution.Lock(key.relation, LockMode::kAccessExclusive);
    for (const RelationId table : WithDescendants(execution.catalog(), key.relation)) {
      if (!execution.Get(table)->IsPartitioned()) execution.Scan(table, Cause::kForeignKey, key.name);
    }
    if (!execution.Get(partition)->IsPartitioned()) execution.Scan(partition, Cause::kForeignKey, key.name);
  }
}

// createForeignKeyActionTriggers() does not go on to partitions before PostgreSQL 15, and has nothing to put
// on a partitioned table.
std::vector<RelationId> HoldersGivenTriggers(const Execution& execution, RelationId referenced) {
  const bool is_partitioned = execution.Get(referenced)->IsPartitioned();
  if (is_partitioned && execution.pg_version() < kReferencingTablesLocked) return {};
  return WithDescendants(execution.catalog(), referenced);
}

// The partition's foreign keys stand on their own from now on, with triggers of their own on the referenced
// tables (DetachPartitionFinalize()).
void KeepForeignKeys(Execution& execution, RelationId partition) {
  for (const ConstraintId id : execution.Get(partition)->constraints) {
    const ConstraintObject& key = *execution.Get(id);
    if (key.kind != ConstraintKind::kForeignKey || !key.is_inherited) continue;
    for (const RelationId target : HoldersGivenTriggers(execution, key.referenced))
      execution.Lock(target, LockMode::kShareRowExclusive);
    ConstraintObject& own = execution.catalog().Change(id);
    own.is_inherited = false;
    own.is_local = true;
    own.parent = {};
  }
}

// DETACH … CONCURRENTLY leaves the bound behind as a CHECK (DetachAddConstraintIfNeeded()).
void KeepBoundAsCheck(Execution& execution, RelationId parent, RelationId partition) {
  const Relation& relation = *execution.Get(partition);
  ConstraintObject check;
  check.relation = partition;
  for (const ColumnId key : execution.Get(parent)->partition_key) {
    const ColumnId own = execution.ResolveColumn(partition, execution.Get(key)->name);
    if (own) check.columns.Add(own, execution.scratch());
  }
  const bool on_one_column = check.columns.size() == 1;
  check.name = ChooseConstraintName(execution, partition,
                                    on_one_column ? execution.Get(check.columns[0])->name : "", "check");
  check.predicate = relation.bound;
  check.created_in = execution.environment().file;
  execution.catalog().Add(check);
}

void ForgetBound(Execution& execution, RelationId parent, RelationId partition) {
  Relation& changed = execution.catalog().Change(partition);
  changed.is_partition = false;
  changed.is_default_partition = false;
  changed.hash_modulus = changed.hash_remainder = 0;
  changed.bound = {};
  if (execution.Get(parent)->default_partition == partition)
    execution.catalog().Change(parent).default_partition = {};
}

bool RefusesOverlap(Execution& execution, RelationId parent, RelationId partition,
                    const ::PartitionBoundSpec& bound, const Predicate& predicate) {
  const RelationId other = FindOverlapping(execution, partition, *execution.Get(parent), bound, predicate);
  if (!other) return false;
  execution.Fail("42P17", "partition \"" + std::string(execution.Get(partition)->name) +
                              "\" would overlap partition \"" + std::string(execution.Get(other)->name) +
                              "\"");
  return true;
}

}  // namespace

bool RefusesPartition(Execution& execution, RelationId parent, const ::PartitionBoundSpec& bound) {
  const Relation& table = *execution.Get(parent);
  if (!table.is_complete) return false;
  if (!table.IsPartitioned()) {
    execution.Fail("42P17", "\"" + std::string(table.name) + "\" is not partitioned");
  } else if (bound.is_default && table.default_partition) {
    execution.Fail("42P17", "the partition conflicts with existing default partition \"" +
                                std::string(execution.Get(table.default_partition)->name) + "\"");
  }
  return execution.failed();
}

void BecomePartition(Execution& execution, RelationId partition, RelationId parent,
                     const ::PartitionBoundSpec& bound) {
  execution.Lock(parent, LockMode::kAccessExclusive);
  Predicate predicate = PredicateOf(execution, partition, *execution.Get(parent), bound);
  if (RefusesOverlap(execution, parent, partition, bound, predicate)) return;
  std::pmr::vector<PendingWork> pending(execution.scratch());
  if (!bound.is_default) CheckDefaultPartition(execution, parent, partition, predicate, pending);
  SetBound(execution, parent, partition, bound, std::move(predicate));
  TakeParts(execution, parent, partition, PartitionRows::kNone, pending);
  for (const PendingWork& work : pending) execution.Scan(work.table, work.work.cause, work.work.subject);
}

void AttachPartition(Execution& execution, RelationId parent, const ::PartitionCmd& command,
                     std::pmr::vector<PendingWork>& pending) {
  if (command.name == nullptr) return;
  if (command.bound == nullptr) return AttachIndexPartition(execution, parent, *command.name);
  const RelationId partition = execution.ResolveRelation(*command.name, RelationKind::kTable);
  const auto tables = WithDescendants(execution.catalog(), partition);
  for (const RelationId table : tables) execution.Lock(table, LockMode::kAccessExclusive);
  if (RefusesAttach(execution, parent, partition, *command.bound)) return;
  const bool parent_is_known = execution.Get(parent)->is_complete;
  if (!parent_is_known) execution.catalog().Change(parent).kind = RelationKind::kPartitionedTable;
  Predicate predicate = PredicateOf(execution, partition, *execution.Get(parent), *command.bound);
  if (RefusesOverlap(execution, parent, partition, *command.bound, predicate)) return;
  BecomeChild(execution, partition, parent);
  // The partition's own rows (QueuePartitionConstraintValidation()), and those of the default partition.
  const std::string_view name = execution.Get(partition)->name;
  for (const RelationId table : tables) {
    if (execution.Get(table)->IsPartitioned()) continue;
    if (!IsProven(execution, table, OnTable(execution, table, predicate))) {
      AppendScan(pending, table, Cause::kPartitionBound, name);
    }
  }
  if (!command.bound->is_default) CheckDefaultPartition(execution, parent, partition, predicate, pending);
  SetBound(execution, parent, partition, *command.bound, std::move(predicate));
  TakeParts(execution, parent, partition, PartitionRows::kMayExist, pending);
}

void DetachPartition(Execution& execution, RelationId parent, const ::PartitionCmd& command) {
  if (command.name == nullptr) return;
  const RelationId default_partition = execution.Get(parent)->default_partition;
  if (default_partition && command.concurrent) {
    return execution.Fail("55000", "cannot detach partitions concurrently when a default partition exists");
  }
  if (default_partition) execution.Lock(default_partition, LockMode::kAccessExclusive);
  const RelationId partition = execution.ResolveRelation(*command.name, RelationKind::kTable);
  const Relation& leaving = *execution.Get(partition);
  const bool is_attached =
      std::find(leaving.parents.begin(), leaving.parents.end(), parent) != leaving.parents.end();
  if (leaving.is_complete && execution.Get(parent)->is_complete && !is_attached) {
    return execution.Fail("42P01", "relation \"" + std::string(leaving.name) +
                                       "\" is not a partition of relation \"" +
                                       std::string(execution.Get(parent)->name) + "\"");
  }
  execution.LockTree(partition, LockMode::kAccessExclusive);
  KeepForeignKeys(execution, partition);
  CheckNotReferenced(execution, parent, partition);
  DetachIndexes(execution, partition);
  if (command.concurrent && execution.Get(partition)->is_complete)
    KeepBoundAsCheck(execution, parent, partition);
  LeaveParent(execution, partition, parent);
  ForgetBound(execution, parent, partition);
}

}  // namespace lockstep::model
