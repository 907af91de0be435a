// SPDX-License-Identifier: Apache-2.0
// TRUNCATE: ExecuteTruncate() in PostgreSQL's tablecmds.c.
#include <algorithm>
#include <set>
#include <vector>

#include "model/statements.h"

namespace lockstep::model {

namespace {

class TruncateRun {
 public:
  TruncateRun(Execution& execution, const ::TruncateStmt& statement)
      : execution_(execution), statement_(statement) {}

  void Run() {
    for (const auto* name : sql::Elements<::RangeVar>(statement_.relations)) {
      if (name == nullptr) continue;
      const RelationId table = execution_.ResolveRelation(*name, RelationKind::kTable);
      execution_.Do(OperationKind::kTruncate, table, &statement_, name->location);
      if (!name->inh && execution_.Get(table)->IsPartitioned()) {
        return execution_.Fail("42809", "cannot truncate only a partitioned table");
      }
      Add(table, name->inh);
    }
    if (statement_.behavior == DROP_CASCADE) {
      AddReferencing();
    } else if (IsHeld()) {
      return;
    }
    for (const RelationId table : tables_) Empty(table);
  }

 private:
  void Add(RelationId table, bool with_descendants) {
    if (!with_descendants) return AddOne(table);
    for (const RelationId id : WithDescendants(execution_.catalog(), table)) AddOne(id);
  }

  void AddOne(RelationId table) {
    execution_.Lock(table, LockMode::kAccessExclusive);
    if (known_.insert(table).second) tables_.push_back(table);
  }

  // Foreign keys to the table, or to a partitioned table that it is a part of.
  std::vector<ConstraintId> KeysTo(RelationId table) const {
    std::vector<ConstraintId> keys;
    const Relation* relation = execution_.Get(table);
    while (relation != nullptr) {
      keys.insert(keys.end(), relation->referenced_by.begin(), relation->referenced_by.end());
      relation = relation->is_partition && !relation->parents.empty()
                     ? execution_.Get(relation->parents.front())
                     : nullptr;
    }
    return keys;
  }

  // heap_truncate_find_FKs(), until no table is new.
  void AddReferencing() {
    for (size_t i = 0; i < tables_.size(); ++i) {
      for (const ConstraintId id : KeysTo(tables_[i])) {
        const RelationId table = execution_.Get(id)->relation;
        if (known_.contains(table)) continue;
        execution_.Do(OperationKind::kTruncate, table, &statement_).by_cascade = true;
        AddOne(table);
      }
    }
  }

  bool IsHeld() {
    for (const RelationId table : tables_) {
      for (const ConstraintId id : KeysTo(table)) {
        if (known_.contains(execution_.Get(id)->relation)) continue;
        execution_.Fail("0A000", "cannot truncate a table referenced in a foreign key constraint (" +
                                     std::string(execution_.Get(id)->name) + ")");
        return true;
      }
    }
    return false;
  }

  void Empty(RelationId table) {
    const Relation* relation = execution_.Get(table);
    if (statement_.restart_seqs) {
      for (const RelationId sequence : relation->owned_sequences) {
        execution_.Lock(sequence, LockMode::kAccessExclusive);
      }
    }
    if (relation->IsPartitioned()) return;
    for (const RelationId index : relation->indexes) execution_.Lock(index, LockMode::kAccessExclusive);
    if (!relation->indexes.empty()) execution_.BuildIndex(table, Cause::kTruncate);
    if (relation->has_rows) execution_.catalog().Change(table).has_rows = false;
  }

  Execution& execution_;
  const ::TruncateStmt& statement_;
  std::vector<RelationId> tables_;
  std::set<RelationId> known_;
};

}  // namespace

void Truncate(Execution& execution, const ::TruncateStmt& statement) {
  TruncateRun(execution, statement).Run();
}

}  // namespace lockstep::model
