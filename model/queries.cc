// SPDX-License-Identifier: Apache-2.0
#include "model/queries.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/expression.h"
#include "model/table_reads.h"
#include "sql/walk.h"
#include "sql/with_clause.h"

namespace lockstep::model {

namespace {

// What a query's own clauses say of a table that it names.
struct NameUse {
  LockMode mode = LockMode::kAccessShare;
  bool is_target = false;
  bool is_read_wholly = false;
  bool is_no_table = false;  // SELECT INTO's new table, an alias in FOR UPDATE OF
  bool recurses = true;
  RelationId relation = {};  // where it has been looked up
};

using Tables = std::pmr::vector<const ::RangeVar*>;

// The tables of an entry of a FROM list, subqueries aside, and the conditions of its joins.
void AppendFrom(const ::Node* node, Tables& tables, Conditions& conditions) {
  // A chain of joins nests on the left, as deep as it is long.
  while (const auto* join = sql::As<::JoinExpr>(node)) {
    AppendConjuncts(join->quals, conditions);
    AppendFrom(join->rarg, tables, conditions);
    node = join->larg;
  }
  if (const auto* table = sql::As<::RangeVar>(node)) tables.push_back(table);
}

// SELECT min(a) or max(a) takes its answer from the end of an index on a; null for every other query.
const ::Node* MinimumOrMaximumOf(const ::SelectStmt& select) {
  if (select.groupClause != nullptr || sql::Length(select.targetList) != 1) return nullptr;
  const auto* target = sql::As<::ResTarget>(sql::At(select.targetList, 0));
  const ::Node* value = target == nullptr ? nullptr : target->val;
  // coalesce(max(id), 1), max(id) + 1
  const ::FuncCall* aggregate = nullptr;
  size_t aggregates = 0;
  sql::Walk(value, [&](const ::Node& node) {
    if (sql::As<::SubLink>(&node) != nullptr) return sql::Visit::kSkip;
    const auto* call = sql::As<::FuncCall>(&node);
    if (call == nullptr) return sql::Visit::kDescend;
    const std::string_view name = sql::LastName(call->funcname);
    if (name == "max" || name == "min") aggregate = call;
    if (name == "max" || name == "min" || call->agg_star) ++aggregates;
    return sql::Visit::kDescend;
  });
  const bool is_alone = aggregates == 1 && aggregate != nullptr && sql::Length(aggregate->args) == 1;
  return is_alone ? sql::At(aggregate->args, 0) : nullptr;
}

class QueryReader {
 public:
  QueryReader(Execution& execution, Reading reading) : execution_(execution), reading_(reading) {}

  std::pmr::vector<TableUse> Read(const ::Node* query) {
    ReadScope(query, {});
    return std::move(uses_);
  }

 private:
  using Names = std::vector<std::string_view>;

  // One query with the WITH names that it sees. Its WITH queries see those before them, or all of them under
  // RECURSIVE.
  void ReadScope(const ::Node* root, Names visible) {
    const ::WithClause* with = root == nullptr ? nullptr : sql::WithClauseOf(*root);
    if (with != nullptr) {
      const sql::Elements<::CommonTableExpr> queries(with->ctes);
      if (with->recursive) {
        for (const auto* query : queries) visible.push_back(NameOf(query));
      }
      for (const auto* query : queries) {
        if (query != nullptr) ReadScope(query->ctequery, visible);
        if (!with->recursive) visible.push_back(NameOf(query));
      }
    }
    sql::Walk(root, [&](const ::Node& node) {
      if (&node == reinterpret_cast<const ::Node*>(with)) return sql::Visit::kSkip;
      if (&node != root && sql::WithClauseOf(node) != nullptr) {
        ReadScope(&node, visible);
        return sql::Visit::kSkip;
      }
      Enter(node, visible);
      return sql::Visit::kDescend;
    });
  }

  static std::string_view NameOf(const ::CommonTableExpr* query) {
    return query == nullptr ? std::string_view() : sql::Text(query->ctename);
  }

  void Enter(const ::Node& node, const Names& visible) {
    switch (sql::TagOf(&node)) {
      case T_SelectStmt:
        return EnterSelect(*sql::As<::SelectStmt>(&node), visible);
      case T_InsertStmt:
        SetTarget(sql::As<::InsertStmt>(&node)->relation);
        names_[sql::As<::InsertStmt>(&node)->relation].recurses = false;
        return;
      case T_UpdateStmt: {
        const auto& update = *sql::As<::UpdateStmt>(&node);
        SetTarget(update.relation);
        return FindReadWholly(update.relation, update.fromClause, update.whereClause, visible);
      }
      case T_DeleteStmt: {
        const auto& deletion = *sql::As<::DeleteStmt>(&node);
        SetTarget(deletion.relation);
        return FindReadWholly(deletion.relation, deletion.usingClause, deletion.whereClause, visible);
      }
      case T_MergeStmt: {
        const auto& merge = *sql::As<::MergeStmt>(&node);
        SetTarget(merge.relation);
        return FindMergedWholly(merge, visible);
      }
      case T_RangeVar:
        return EnterTable(*sql::As<::RangeVar>(&node), visible);
      case T_SubLink: {
        const auto& sublink = *sql::As<::SubLink>(&node);
        // EXISTS stops at the first row.
        if (sublink.subLinkType == EXISTS_SUBLINK) bounded_.insert(sublink.subselect);
        return;
      }
      case T_FuncCall:
        return EnterCall(*sql::As<::FuncCall>(&node));
      default:
        return;
    }
  }

  void SetTarget(const ::RangeVar* target) {
    NameUse& use = names_[target];
    use.mode = LockMode::kRowExclusive;
    use.is_target = true;
  }

  void EnterSelect(const ::SelectStmt& select, const Names& visible) {
    if (select.intoClause != nullptr) names_[select.intoClause->rel].is_no_table = true;
    Tables tables(execution_.scratch());
    Conditions conditions(execution_.scratch());
    for (const auto* item : sql::Elements<::Node>(select.fromClause)) AppendFrom(item, tables, conditions);
    for (const auto* locking : sql::Elements<::LockingClause>(select.lockingClause)) {
      if (locking == nullptr) continue;
      for (const auto* name : sql::Elements<::RangeVar>(locking->lockedRels)) names_[name].is_no_table = true;
      for (const ::RangeVar* table : tables) names_[table].mode = LockMode::kRowShare;
    }
    if (select.limitCount != nullptr || bounded_.contains(reinterpret_cast<const ::Node*>(&select))) return;
    if (tables.size() == 1 && IsTable(*tables.front(), visible) && TakesEndOfIndex(select, *tables.front())) {
      return;
    }
    AppendConjuncts(select.whereClause, conditions);
    MarkReadWholly(tables, conditions, visible);
  }

  // SELECT max(a) of a table with an index on a.
  bool TakesEndOfIndex(const ::SelectStmt& select, const ::RangeVar& name) {
    const std::string_view column = PlainColumn(MinimumOrMaximumOf(select));
    if (column.empty()) return false;
    const RelationId table = execution_.ResolveRelation(name);
    return IsLedByIndex(execution_, table, execution_.catalog().FindColumn(*execution_.Get(table), column));
  }

  void FindMergedWholly(const ::MergeStmt& merge, const Names& visible) {
    Tables tables({merge.relation}, execution_.scratch());
    Conditions conditions(execution_.scratch());
    AppendFrom(merge.sourceRelation, tables, conditions);
    AppendConjuncts(merge.joinCondition, conditions);
    MarkReadWholly(tables, conditions, visible);
  }

  void FindReadWholly(const ::RangeVar* target, const ::List* from, const ::Node* where,
                      const Names& visible) {
    Tables tables({target}, execution_.scratch());
    Conditions conditions(execution_.scratch());
    for (const auto* item : sql::Elements<::Node>(from)) AppendFrom(item, tables, conditions);
    AppendConjuncts(where, conditions);
    MarkReadWholly(tables, conditions, visible);
  }

  void MarkReadWholly(const Tables& tables, const Conditions& conditions, const Names& visible) {
    std::pmr::vector<FromItem> items(execution_.scratch());
    items.reserve(tables.size());
    for (const ::RangeVar* table : tables) {
      if (!IsTable(*table, visible)) continue;
      items.push_back({.name = table, .relation = execution_.ResolveRelation(*table)});
    }
    FindBounded(execution_, conditions, items);
    for (const FromItem& item : items) {
      NameUse& use = names_[item.name];
      use.is_read_wholly = !item.is_bounded;
      use.relation = item.relation;
    }
  }

  // Not the name of a WITH query, nor a table of the system's own.
  bool IsTable(const ::RangeVar& name, const Names& visible) const {
    const std::string_view schema = sql::Text(name.schemaname);
    const std::string_view relation = sql::Text(name.relname);
    if (schema == "pg_catalog" || schema == "information_schema") return false;
    if (!schema.empty()) return true;
    if (std::find(visible.begin(), visible.end(), relation) != visible.end()) return false;
    return !relation.starts_with("pg_") || execution_.FindRelation(name);
  }

  void EnterTable(const ::RangeVar& name, const Names& visible) {
    const auto found = names_.find(&name);
    const NameUse use = found == names_.end() ? NameUse{} : found->second;
    if (use.is_no_table || (!use.relation && !IsTable(name, visible))) return;
    AddTable({.relation = use.relation ? use.relation : execution_.ResolveRelation(name),
              .mode = use.mode,
              .is_target = use.is_target,
              .is_read_wholly = use.is_read_wholly,
              .recurses = use.recurses && name.inh && reading_ == Reading::kRows});
  }

  // A view stands for what it reads.
  void AddTable(const TableUse& named) {
    for (std::pmr::vector<TableUse> pending({named}, execution_.scratch()); !pending.empty();) {
      const TableUse use = pending.back();
      pending.pop_back();
      uses_.push_back(use);
      const Relation* relation = execution_.Get(use.relation);
      if (relation->kind != RelationKind::kView || reading_ == Reading::kNothing) continue;
      if (!expanded_.insert({use.relation, use.mode}).second) continue;
      for (const RelationId read : relation->view->reads) {
        if (execution_.Get(read) == nullptr) continue;
        TableUse underlying = use;
        underlying.relation = read;
        underlying.is_read_wholly = use.is_read_wholly && Contains(relation->view->scans, read);
        pending.push_back(underlying);
      }
    }
  }

  // nextval() and setval() lock the sequence as a write does (init_sequence() in sequence.c).
  void EnterCall(const ::FuncCall& call) {
    if (const RelationId sequence = SequenceWrittenBy(execution_, call)) {
      uses_.push_back({.relation = sequence, .mode = LockMode::kRowExclusive});
    }
  }

  Execution& execution_;
  Reading reading_;
  std::pmr::unordered_map<const ::RangeVar*, NameUse> names_{execution_.scratch()};
  std::pmr::set<const ::Node*> bounded_{execution_.scratch()};  // queries of which not all rows are asked for
  std::pmr::vector<TableUse> uses_{execution_.scratch()};
  std::pmr::set<std::pair<RelationId, LockMode>> expanded_{
      execution_.scratch()};  // views, with the mode in which they are used
};

bool HasRows(const Relation& relation) {
  return relation.kind == RelationKind::kTable || relation.kind == RelationKind::kMaterializedView ||
         relation.kind == RelationKind::kUnknown;
}

}  // namespace

std::pmr::vector<TableUse> TablesOf(Execution& execution, const ::Node* query, Reading reading) {
  return QueryReader(execution, reading).Read(query);
}

void ReadRelations(Execution& execution, const ::Node* query, Reading reading) {
  ReadRelations(execution, TablesOf(execution, query, reading), reading);
}

void ReadRelations(Execution& execution, std::span<const TableUse> uses, Reading reading) {
  for (const TableUse& use : uses) {
    if (!use.recurses || execution.Get(use.relation)->children.empty()) {
      execution.Lock(use.relation, use.mode);
      if (reading == Reading::kRows && use.is_read_wholly && HasRows(*execution.Get(use.relation))) {
        execution.Scan(use.relation, Cause::kQuery);
      }
      continue;
    }
    for (const RelationId table : WithDescendants(execution.catalog(), use.relation)) {
      execution.Lock(table, use.mode);
      if (use.is_read_wholly && HasRows(*execution.Get(table))) execution.Scan(table, Cause::kQuery);
    }
  }
}

}  // namespace lockstep::model
