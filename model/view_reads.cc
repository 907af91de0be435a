// SPDX-License-Identifier: Apache-2.0
// What a view depends on: pg_depend's rows for its rewrite rule, as recordDependencyOnExpr() in PostgreSQL's
// dependency.c makes them.
#include <algorithm>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "model/expression.h"
#include "model/queries.h"
#include "sql/walk.h"

namespace lockstep::model {

namespace {

template <typename List>
void AddOnce(List& values, typename List::value_type value) {
  if (!Contains(values, value)) values.push_back(value);
}

// The columns that a query names, resolved by the tables and aliases that stand anywhere in it.
class ColumnNames {
 public:
  ColumnNames(const Execution& execution, const ::Node* query) : execution_(execution) {
    sql::Walk(query, [this](const ::Node& node) {
      if (const auto* reference = sql::As<::ColumnRef>(&node)) AddReference(*reference);
      if (const auto* table = sql::As<::RangeVar>(&node)) AddAlias(*table);
      if (const auto* join = sql::As<::JoinExpr>(&node)) {
        for (const auto* name : sql::Elements<::Node>(join->usingClause))
          AddOnce(names_, {.column = sql::StringOf(name)});
      }
      return sql::Visit::kDescend;
    });
  }

  // Appends those of the relation.
  void AppendOf(RelationId relation, std::vector<ColumnId>& columns) const {
    const Relation& object = *execution_.Get(relation);
    const size_t first = columns.size();
    for (const Name& name : names_) {
      if (!name.qualifier.empty() && !IsAlias(relation, name.qualifier)) continue;
      // The bare name of a table is its whole row.
      if (name.column.empty() || (name.qualifier.empty() && IsAlias(relation, name.column))) {
        columns.resize(first);
        columns.insert(columns.end(), object.columns.begin(), object.columns.end());
        return;
      }
      if (const ColumnId column = execution_.catalog().FindColumn(object, name.column))
        AddOnce(columns, column);
    }
  }

 private:
  struct Name {
    std::string_view qualifier = {};
    std::string_view column = {};

    bool operator==(const Name&) const = default;
  };

  struct Alias {
    RelationId relation;
    std::string_view name;
  };

  // `*` and table.* stand there as an empty name.
  void AddReference(const ::ColumnRef& reference) {
    const size_t parts = sql::Length(reference.fields);
    const std::string_view qualifier =
        parts > 1 ? sql::StringOf(sql::At(reference.fields, parts - 2)) : std::string_view();
    AddOnce(names_, {.qualifier = qualifier, .column = sql::LastName(reference.fields)});
  }

  void AddAlias(const ::RangeVar& table) {
    const RelationId relation = execution_.FindRelation(table);
    const std::string_view alias =
        table.alias == nullptr ? sql::Text(table.relname) : sql::Text(table.alias->aliasname);
    if (relation) aliases_.push_back({.relation = relation, .name = alias});
  }

  bool IsAlias(RelationId relation, std::string_view name) const {
    return std::any_of(aliases_.begin(), aliases_.end(),
                       [&](const Alias& alias) { return alias.relation == relation && alias.name == name; });
  }

  const Execution& execution_;
  std::pmr::vector<Name> names_{execution_.scratch()};
  std::pmr::vector<Alias> aliases_{execution_.scratch()};
};

}  // namespace

void RecordReads(Execution& execution, RelationId view, const ::Node* query, std::span<const TableUse> uses) {
  Catalog& catalog = execution.catalog();
  for (const RelationId old : execution.Get(view)->view->reads) {
    catalog.Unlink(old, &Relation::dependent_views, view);
  }
  std::vector<RelationId> reads;
  std::vector<RelationId> scans;
  for (const TableUse& use : uses) {
    AddOnce(reads, use.relation);
    if (use.is_read_wholly) AddOnce(scans, use.relation);
  }
  const ColumnNames names(execution, query);
  std::vector<ColumnId> columns;
  for (const RelationId table : reads) {
    names.AppendOf(table, columns);
    catalog.Link(table, &Relation::dependent_views, view);
  }
  catalog.Change(view).view = catalog.KeepValue(
      ViewFacts{.reads = std::move(reads), .scans = std::move(scans), .columns = std::move(columns)});
  catalog.SetUses(view, FactsOf(execution, query).uses);
}

}  // namespace lockstep::model
