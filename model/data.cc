// SPDX-License-Identifier: Apache-2.0
// SELECT, INSERT, UPDATE, DELETE, MERGE and COPY: what they lock and read, and what foreign keys make of them
// (PostgreSQL's ri_triggers.c).
#include <algorithm>
#include <set>
#include <vector>

#include "model/creation.h"
#include "model/output_columns.h"
#include "model/queries.h"
#include "model/statements.h"
#include "sql/with_clause.h"

namespace lockstep::model {

namespace {

// How a statement changes rows of its target.
enum class Change : uint8_t { kInsert, kUpdate, kDelete };

// Foreign keys that the change of a table's rows has looked up in other tables. `columns` are those that an
// UPDATE sets.
class ForeignKeyEffects {
 public:
  explicit ForeignKeyEffects(Execution& execution) : execution_(execution) {}

  void Book(RelationId table, Change change, const IdList<ColumnId>& columns, bool wholly) {
    pending_.push_back({.table = table, .change = change, .columns = columns, .wholly = wholly});
    while (!pending_.empty()) {
      const Task task = pending_.back();
      pending_.pop_back();
      const Relation& relation = *execution_.Get(task.table);
      if (task.change != Change::kDelete) {
        for (const ConstraintId id : relation.constraints) BookReferenced(*execution_.Get(id), task);
      }
      if (task.change != Change::kInsert) {
        for (const ConstraintId id : relation.referenced_by) BookReferencing(*execution_.Get(id), task);
      }
    }
  }

 private:
  struct Task {
    RelationId table;
    Change change;
    IdList<ColumnId> columns;
    bool wholly;
  };

  // Whether the change touches the columns of a key.
  static bool Concerns(const Task& task, const IdList<ColumnId>& key) {
    return task.change != Change::kUpdate || std::any_of(key.begin(), key.end(), [&](ColumnId column) {
             return task.columns.Contains(column);
           });
  }

  bool HasIndexOn(const Relation& table, const IdList<ColumnId>& columns) const {
    return !table.is_complete || std::any_of(table.indexes.begin(), table.indexes.end(), [&](RelationId id) {
      const IndexFacts& index = *execution_.Get(id)->index;
      return !index.keys.empty() && columns.Contains(index.keys.front());
    });
  }

  // RI_FKey_check(): SELECT … FOR KEY SHARE of the row that is referred to.
  void BookReferenced(const ConstraintObject& key, const Task& task) {
    if (key.kind != ConstraintKind::kForeignKey || !key.is_enforced || !Concerns(task, key.columns)) return;
    execution_.Lock(key.referenced, LockMode::kRowShare);
  }

  // RI_FKey_noaction_del(), RI_FKey_cascade_del() and their siblings. Cascades go on from table to table.
  void BookReferencing(const ConstraintObject& key, const Task& task) {
    if (!key.is_enforced || !Concerns(task, key.referenced_columns)) return;
    const ReferentialAction action = task.change == Change::kDelete ? key.on_delete : key.on_update;
    const bool changes = action != ReferentialAction::kNoAction && action != ReferentialAction::kRestrict;
    execution_.Lock(key.relation, changes ? LockMode::kRowExclusive : LockMode::kRowShare);
    const Relation& referencing = *execution_.Get(key.relation);
    // Looked up once for each row: an index on the key's columns saves reading everything, each time.
    const bool reads_wholly = (task.wholly && changes) || !HasIndexOn(referencing, key.columns);
    if (reads_wholly && !referencing.IsPartitioned()) {
      execution_.Scan(key.relation, Cause::kForeignKey, key.name);
    }
    if (!changes || !seen_.insert(key.relation).second) return;
    const bool deletes = task.change == Change::kDelete && action == ReferentialAction::kCascade;
    pending_.push_back({.table = key.relation,
                        .change = deletes ? Change::kDelete : Change::kUpdate,
                        .columns = key.columns,
                        .wholly = task.wholly});
  }

  Execution& execution_;
  std::pmr::vector<Task> pending_{execution_.scratch()};
  std::pmr::set<RelationId> seen_{execution_.scratch()};
};

struct Write {
  const ::RangeVar* target = nullptr;
  Change change = Change::kInsert;
  const ::List* set = nullptr;
};

void AppendWrites(const ::Node& node, std::pmr::vector<Write>& writes) {
  if (const auto* insert = sql::As<::InsertStmt>(&node)) {
    writes.push_back({.target = insert->relation, .change = Change::kInsert});
  } else if (const auto* update = sql::As<::UpdateStmt>(&node)) {
    writes.push_back({.target = update->relation, .change = Change::kUpdate, .set = update->targetList});
  } else if (const auto* deletion = sql::As<::DeleteStmt>(&node)) {
    writes.push_back({.target = deletion->relation, .change = Change::kDelete});
  } else if (const auto* merge = sql::As<::MergeStmt>(&node)) {
    for (const auto* when : sql::Elements<::MergeWhenClause>(merge->mergeWhenClauses)) {
      if (when == nullptr) continue;
      if (when->commandType == CMD_INSERT)
        writes.push_back({.target = merge->relation, .change = Change::kInsert});
      if (when->commandType == CMD_DELETE)
        writes.push_back({.target = merge->relation, .change = Change::kDelete});
      if (when->commandType != CMD_UPDATE) continue;
      writes.push_back({.target = merge->relation, .change = Change::kUpdate, .set = when->targetList});
    }
  }
}

IdList<ColumnId> ColumnsSet(Execution& execution, RelationId table, const ::List* targets) {
  IdList<ColumnId> columns;
  for (const auto* target : sql::Elements<::ResTarget>(targets)) {
    if (target == nullptr || target->name == nullptr) continue;
    if (const ColumnId id = execution.catalog().FindColumn(*execution.Get(table), target->name))
      columns.Add(id, execution.scratch());
  }
  return columns;
}

// The table gets rows; those of a table that was there before are nothing to remember.
void NoteRows(Execution& execution, RelationId table) {
  const Relation& relation = *execution.Get(table);
  if (!relation.has_rows && relation.created_in == execution.environment().file) {
    execution.catalog().Change(table).has_rows = true;
  }
}

void LockIndexes(Execution& execution, RelationId table) {
  for (const RelationId index : execution.Get(table)->indexes) {
    if (execution.Get(index)->kind == RelationKind::kIndex) execution.Lock(index, LockMode::kRowExclusive);
  }
}

// What writing into the statement's targets, WITH queries included, brings beyond their own locks.
void BookWrites(Execution& execution, const ::Node& statement) {
  std::pmr::vector<Write> writes(execution.scratch());
  AppendWrites(statement, writes);
  // WITH queries that write stand at the top level (transformWithClause() in parse_cte.c).
  if (const auto* with = sql::WithClauseOf(statement)) {
    for (const auto* query : sql::Elements<::CommonTableExpr>(with->ctes)) {
      if (query != nullptr && query->ctequery != nullptr) AppendWrites(*query->ctequery, writes);
    }
  }
  for (const Write& write : writes) {
    if (write.target == nullptr) continue;
    const RelationId table = execution.ResolveRelation(*write.target);
    LockIndexes(execution, table);
    if (write.change == Change::kInsert) NoteRows(execution, table);
    ForeignKeyEffects(execution).Book(table, write.change, ColumnsSet(execution, table, write.set),
                                      execution.record().Does(WorkKind::kScan, table));
  }
}

void Execute(Execution& execution, const ::Node& statement) {
  ReadRelations(execution, &statement, Reading::kRows);
  BookWrites(execution, statement);
}

template <typename Statement>
void ExecuteWrite(Execution& execution, const Statement& statement) {
  const RelationId table = execution.ResolveRelation(*statement.relation);
  execution.Do(OperationKind::kWrite, table, &statement, statement.relation->location);
  Execute(execution, reinterpret_cast<const ::Node&>(statement));
}

// SELECT … INTO table; in UNION it stands in the first SELECT.
const ::IntoClause* IntoOf(const ::SelectStmt& statement) {
  const ::SelectStmt* first = &statement;
  while (first->op != SETOP_NONE && first->larg != nullptr) first = first->larg;
  return first->intoClause;
}

}  // namespace

void Query(Execution& execution, const ::SelectStmt& statement) {
  const ::IntoClause* into = IntoOf(statement);
  const auto* node = reinterpret_cast<const ::Node*>(&statement);
  execution.Do(into == nullptr ? OperationKind::kQuery : OperationKind::kCreateTable, {}, &statement);
  Execute(execution, *node);
  ApplySetConfig(execution, statement);
  if (into == nullptr) return;
  if (FindExisting(execution, *into->rel)) {
    return execution.Fail("42P07",
                          "relation \"" + std::string(sql::Text(into->rel->relname)) + "\" already exists");
  }
  const RelationId table = NewRelation(execution, *into->rel, RelationKind::kTable);
  DefineOutputColumns(execution, table, node, nullptr);
  execution.catalog().Change(table).has_rows = true;
  execution.record().operations.back().relation = table;
}

void Insert(Execution& execution, const ::InsertStmt& statement) { ExecuteWrite(execution, statement); }

void Update(Execution& execution, const ::UpdateStmt& statement) { ExecuteWrite(execution, statement); }

void Delete(Execution& execution, const ::DeleteStmt& statement) { ExecuteWrite(execution, statement); }

void Merge(Execution& execution, const ::MergeStmt& statement) { ExecuteWrite(execution, statement); }

// ANALYZE carries the statement out; without, it is only planned, with the same locks on what it names.
void Explain(Execution& execution, const ::ExplainStmt& statement) {
  if (statement.query == nullptr) return;
  if (sql::OptionIsOn(statement.options, "analyze")) return ExecuteStatement(execution, *statement.query);
  execution.Do(OperationKind::kQuery, {}, &statement);
  const ::Node* query = statement.query;
  if (const auto* created = sql::As<::CreateTableAsStmt>(query)) query = created->query;
  for (const TableUse& use : TablesOf(execution, query, Reading::kRows)) {
    const auto tables = use.recurses ? WithDescendants(execution.catalog(), use.relation)
                                     : std::vector<RelationId>{use.relation};
    for (const RelationId table : tables) execution.Lock(table, use.mode);
  }
}

void Copy(Execution& execution, const ::CopyStmt& statement) {
  if (statement.relation == nullptr) {
    execution.Do(OperationKind::kQuery, {}, &statement);
    if (statement.query != nullptr) Execute(execution, *statement.query);
    return;
  }
  const RelationId table = execution.ResolveRelation(*statement.relation);
  execution.Do(statement.is_from ? OperationKind::kWrite : OperationKind::kQuery, table, &statement,
               statement.relation->location);
  if (!statement.is_from) {
    execution.Lock(table, LockMode::kAccessShare);
    return execution.Scan(table, Cause::kQuery);
  }
  execution.Lock(table, LockMode::kRowExclusive);
  LockIndexes(execution, table);
  NoteRows(execution, table);
  ForeignKeyEffects(execution).Book(table, Change::kInsert, {}, false);
}

}  // namespace lockstep::model
