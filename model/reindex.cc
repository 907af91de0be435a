// SPDX-License-Identifier: Apache-2.0
// REINDEX in its forms: ExecReindex() in PostgreSQL's indexcmds.c, reindex_index() in index.c.
#include <algorithm>

#include "model/statements.h"

namespace lockstep::model {

namespace {

class ReindexRun {
 public:
  ReindexRun(Execution& execution, const ::ReindexStmt& statement)
      : execution_(execution),
        statement_(statement),
        is_concurrent_(sql::OptionIsOn(statement.params, "concurrently")) {}

  void Run() {
    switch (statement_.kind) {
      case REINDEX_OBJECT_INDEX:
        return OneIndex();
      case REINDEX_OBJECT_TABLE:
        return OneTable();
      case REINDEX_OBJECT_SCHEMA:
        Begin({});
        return AllOf(execution_.FindSchema(sql::Text(statement_.name)));
      case REINDEX_OBJECT_SYSTEM:
        Begin({});
        return;
      case REINDEX_OBJECT_DATABASE:
        Begin({});
        for (const SchemaId schema : execution_.catalog().Schemas()) AllOf(schema);
        return;
    }
  }

 private:
  Operation& Begin(RelationId relation) {
    const int location = statement_.relation == nullptr ? -1 : statement_.relation->location;
    return execution_.Do(OperationKind::kReindex, relation, &statement_, location);
  }

  LockMode TableMode() const { return is_concurrent_ ? LockMode::kShareUpdateExclusive : LockMode::kShare; }

  void OneIndex() {
    if (statement_.relation == nullptr) return;
    const RelationId id = execution_.ResolveRelation(*statement_.relation, RelationKind::kIndex);
    const auto& facts = execution_.Get(id)->index;
    Begin(facts ? facts->table : RelationId{}).index = id;
    if (facts) execution_.Lock(facts->table, TableMode());
    if (execution_.Get(id)->kind == RelationKind::kPartitionedIndex) return Partitioned(LeavesOf(id));
    if (RefusesConcurrently(id)) return;
    Rebuild(id);
  }

  void OneTable() {
    if (statement_.relation == nullptr) return;
    const RelationId id = execution_.ResolveRelation(*statement_.relation);
    Begin(id);
    execution_.Lock(id, TableMode());
    if (!execution_.Get(id)->IsPartitioned()) return Table(id);
    std::vector<RelationId> indexes;
    for (const RelationId table : WithDescendants(execution_.catalog(), id)) {
      if (table != id) execution_.Lock(table, LockMode::kShare);
      const auto& own = execution_.Get(table)->indexes;
      if (!execution_.Get(table)->IsPartitioned()) indexes.insert(indexes.end(), own.begin(), own.end());
    }
    Partitioned(indexes);
  }

  void Table(RelationId id) {
    execution_.Lock(id, TableMode());
    for (const RelationId index : execution_.Get(id)->indexes) {
      // reindexing a table leaves out what cannot be built concurrently, with a warning
      if (!is_concurrent_ || !IsExclusion(index)) Rebuild(index);
    }
    // Of an unknown table's indexes none is known; it has some, or nobody would rebuild them.
    const Relation& relation = *execution_.Get(id);
    if (relation.is_complete || !relation.indexes.empty()) return;
    execution_.Scan(id, Cause::kIndex);
    execution_.BuildIndex(id, Cause::kIndex);
  }

  // The indexes on the partitions below a partitioned index.
  std::vector<RelationId> LeavesOf(RelationId index) const {
    std::vector<RelationId> leaves;
    for (const RelationId id : WithDescendants(execution_.catalog(), index)) {
      if (execution_.Get(id)->kind == RelationKind::kIndex) leaves.push_back(id);
    }
    return leaves;
  }

  // ReindexPartitions(): each in a transaction of its own, after all that are below what is named, tables or
  // indexes, were locked in SHARE mode, under CONCURRENTLY too.
  void Partitioned(const std::vector<RelationId>& indexes) {
    execution_.record().transactionality = Transactionality::kRefused;
    for (const RelationId index : indexes) {
      execution_.Lock(execution_.Get(index)->index->table, TableMode());
      if (!is_concurrent_ || !IsExclusion(index)) Rebuild(index);
    }
  }

  void AllOf(SchemaId schema) {
    if (!schema) return;
    for (const RelationId id : execution_.catalog().MembersOf<Relation>(schema)) {
      const Relation& relation = *execution_.Get(id);
      const bool has_storage =
          relation.kind == RelationKind::kTable || relation.kind == RelationKind::kMaterializedView;
      if (has_storage && !relation.is_temporary) Table(id);
    }
  }

  bool IsExclusion(RelationId index) const {
    const auto& facts = execution_.Get(index)->index;
    const ConstraintObject* constraint = facts ? execution_.Get(facts->constraint) : nullptr;
    return constraint != nullptr && constraint->kind == ConstraintKind::kExclusion;
  }

  bool RefusesConcurrently(RelationId index) {
    if (!is_concurrent_ || !IsExclusion(index)) return false;
    execution_.Lock(index, LockMode::kShareUpdateExclusive);
    execution_.Fail("0A000", "concurrent index creation for exclusion constraints is not supported");
    return true;
  }

  void Rebuild(RelationId index) {
    execution_.Lock(index, LockMode::kAccessExclusive);
    const Relation& relation = *execution_.Get(index);
    if (!relation.index) return;
    execution_.Scan(relation.index->table, Cause::kIndex, relation.name);
    execution_.BuildIndex(relation.index->table, Cause::kIndex, relation.name);
  }

  Execution& execution_;
  const ::ReindexStmt& statement_;
  bool is_concurrent_;
};

}  // namespace

void Reindex(Execution& execution, const ::ReindexStmt& statement) { ReindexRun(execution, statement).Run(); }

}  // namespace lockstep::model
