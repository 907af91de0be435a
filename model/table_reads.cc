// SPDX-License-Identifier: Apache-2.0
#include "model/table_reads.h"

#include <algorithm>
#include <optional>

#include "sql/walk.h"

namespace lockstep::model {

namespace {

// What one condition says of the tables beside it.
struct Condition {
  // A table whose columns it names.
  struct Item {
    size_t item;
    bool is_indexed;  // an index of it may serve the condition
  };

  std::pmr::vector<Item> items;
  bool is_semijoin = false;  // IN (SELECT …), EXISTS: as good as a join with something unbounded
};

// The name by which the query speaks of the table.
std::string_view AliasOf(const ::RangeVar& name) {
  return name.alias != nullptr ? sql::Text(name.alias->aliasname) : sql::Text(name.relname);
}

// Which table of the list a column reference means, and which column of it, where that is known.
struct ResolvedColumn {
  size_t item;
  ColumnId column;
};

std::optional<ResolvedColumn> Resolve(const Execution& execution, std::span<const FromItem> items,
                                      const ::ColumnRef& reference) {
  const std::string_view name = sql::LastName(reference.fields);
  if (name.empty()) return std::nullopt;
  const size_t parts = sql::Length(reference.fields);
  const std::string_view qualifier =
      parts > 1 ? sql::StringOf(sql::At(reference.fields, parts - 2)) : std::string_view();
  std::optional<ResolvedColumn> guess;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].name == nullptr || (!qualifier.empty() && AliasOf(*items[i].name) != qualifier)) continue;
    const Relation* relation = execution.Get(items[i].relation);
    if (relation == nullptr) continue;
    if (const ColumnId column = execution.catalog().FindColumn(*relation, name))
      return ResolvedColumn{i, column};
    if (!qualifier.empty() || !relation->is_complete) guess = ResolvedColumn{i, {}};
  }
  return guess;
}

// Whether an index can be entered by the column, or partitions be left out by it. Of an incomplete table no
// index is known.
bool MayBound(const Execution& execution, RelationId table, ColumnId column) {
  const Relation* relation = execution.Get(table);
  if (!relation->is_complete || !column || relation->kind == RelationKind::kView) return true;
  if (Contains(relation->partition_key, column)) return true;
  return std::any_of(relation->indexes.begin(), relation->indexes.end(), [&](RelationId id) {
    const Relation* object = execution.Get(id);
    if (object == nullptr || !object->index) return false;
    const IndexFacts& index = *object->index;
    const bool leads = !index.keys.empty() && index.keys.front() == column;
    return leads || Contains(index.expression_columns, column) || Contains(index.predicate_columns, column) ||
           (index.access_method != "btree" && Contains(index.keys, column));
  });
}

Condition Describe(const Execution& execution, std::span<const FromItem> items, const ::Node* node) {
  Condition result{.items = std::pmr::vector<Condition::Item>(execution.scratch())};
  sql::Walk(node, [&](const ::Node& part) {
    if (const auto* sublink = sql::As<::SubLink>(&part)) {
      result.is_semijoin = result.is_semijoin || sublink->subLinkType != EXPR_SUBLINK;
      return sql::Visit::kSkip;
    }
    const auto* reference = sql::As<::ColumnRef>(&part);
    if (reference == nullptr) return sql::Visit::kDescend;
    const auto column = Resolve(execution, items, *reference);
    if (!column) return sql::Visit::kDescend;
    auto named = std::find_if(result.items.begin(), result.items.end(),
                              [&](const Condition::Item& other) { return other.item == column->item; });
    if (named == result.items.end()) named = result.items.insert(named, {column->item, false});
    named->is_indexed =
        named->is_indexed || MayBound(execution, items[column->item].relation, column->column);
    return sql::Visit::kDescend;
  });
  return result;
}

// Whether all tables of the condition but `item` are bounded.
bool OthersAreBounded(const Condition& condition, std::span<const FromItem> items, size_t item) {
  return !condition.is_semijoin &&
         std::all_of(condition.items.begin(), condition.items.end(), [&](const Condition::Item& other) {
           return other.item == item || items[other.item].is_bounded;
         });
}

}  // namespace

void FindBounded(const Execution& execution, const Conditions& conditions, std::span<FromItem> items) {
  if (items.empty()) return;
  std::pmr::vector<Condition> described(execution.scratch());
  described.reserve(conditions.size());
  for (const ::Node* condition : conditions) described.push_back(Describe(execution, items, condition));
  bool changed = true;
  while (changed) {
    changed = false;
    for (const Condition& condition : described) {
      for (const auto& [item, is_indexed] : condition.items) {
        if (!is_indexed || items[item].is_bounded || !OthersAreBounded(condition, items, item)) continue;
        items[item].is_bounded = true;
        changed = true;
      }
    }
  }
}

bool IsLedByIndex(const Execution& execution, RelationId table, ColumnId column) {
  const Relation* relation = execution.Get(table);
  if (!relation->is_complete || relation->kind == RelationKind::kView) return true;
  return std::any_of(relation->indexes.begin(), relation->indexes.end(), [&](RelationId id) {
    const IndexFacts& index = *execution.Get(id)->index;
    return index.access_method == "btree" && !index.has_predicate && !index.keys.empty() &&
           index.keys.front() == column;
  });
}

void AppendConjuncts(const ::Node* condition, Conditions& conjuncts) {
  if (condition == nullptr) return;
  const auto* boolean = sql::As<::BoolExpr>(condition);
  if (boolean == nullptr || boolean->boolop != AND_EXPR) {
    conjuncts.push_back(condition);
    return;
  }
  for (const auto* argument : sql::Elements<::Node>(boolean->args)) AppendConjuncts(argument, conjuncts);
}

}  // namespace lockstep::model
