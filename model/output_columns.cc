// SPDX-License-Identifier: Apache-2.0
#include "model/output_columns.h"

#include <optional>
#include <string_view>
#include <vector>

#include "model/column_names.h"

namespace lockstep::model {

namespace {

struct OutputColumn {
  std::string_view name;
  std::optional<ColumnType> type = {};
};

// A table in FROM; no relation where it is a subquery, a function or a WITH query, of which nothing is worked
// out.
struct Source {
  std::string_view alias;
  const Relation* relation = nullptr;
};

// The first SELECT of UNION and its siblings names the columns.
const ::SelectStmt* FirstSelect(const ::Node* query) {
  const auto* select = sql::As<::SelectStmt>(query);
  while (select != nullptr && select->op != SETOP_NONE) select = select->larg;
  return select;
}

bool NamesWithQuery(const ::SelectStmt& select, const ::RangeVar& name) {
  if (select.withClause == nullptr || name.schemaname != nullptr) return false;
  for (const auto* query : sql::Elements<::CommonTableExpr>(select.withClause->ctes)) {
    if (query != nullptr && sql::Text(query->ctename) == sql::Text(name.relname)) return true;
  }
  return false;
}

class OutputColumns {
 public:
  OutputColumns(Execution& execution, const ::SelectStmt& select) : execution_(execution), select_(select) {}

  // Nothing when they cannot all be told.
  std::optional<std::vector<OutputColumn>> Find() {
    for (const auto* item : sql::Elements<::Node>(select_.fromClause)) AddSource(item);
    for (const auto* target : sql::Elements<::ResTarget>(select_.targetList)) {
      if (target == nullptr || !Add(*target)) return std::nullopt;
    }
    if (columns_.empty()) return std::nullopt;
    return std::move(columns_);
  }

 private:
  void AddSource(const ::Node* item) {
    // A chain of joins nests on the left; its tables come in the order in which they are written.
    std::vector<const ::Node*> parts;
    while (const auto* join = sql::As<::JoinExpr>(item)) {
      merges_columns_ = merges_columns_ || join->isNatural || join->usingClause != nullptr;
      parts.push_back(join->rarg);
      item = join->larg;
    }
    parts.push_back(item);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      if (sql::As<::JoinExpr>(*part) != nullptr) {
        AddSource(*part);
      } else {
        sources_.push_back(SourceOf(sql::As<::RangeVar>(*part)));
      }
    }
  }

  Source SourceOf(const ::RangeVar* name) const {
    if (name == nullptr || NamesWithQuery(select_, *name)) return {};
    const auto* alias = name->alias;
    const Relation* relation = execution_.Get(execution_.FindRelation(*name));
    if (alias != nullptr && alias->colnames != nullptr)
      relation = nullptr;  // renamed columns are not followed
    return {.alias = alias == nullptr ? sql::Text(name->relname) : sql::Text(alias->aliasname),
            .relation = relation};
  }

  bool Add(const ::ResTarget& target) {
    if (const auto* reference = sql::As<::ColumnRef>(target.val)) return AddReference(target, *reference);
    OutputColumn column{.name = sql::Text(target.name)};
    if (const auto* cast = sql::As<::TypeCast>(target.val); cast != nullptr && cast->typeName != nullptr) {
      column.type = execution_.ResolveType(*cast->typeName);
    }
    if (column.name.empty()) column.name = FigureColumnName(target.val);
    if (column.name.empty()) column.name = "?column?";
    columns_.push_back(column);
    return true;
  }

  bool AddReference(const ::ResTarget& target, const ::ColumnRef& reference) {
    const size_t parts = sql::Length(reference.fields);
    const std::string_view name = sql::LastName(reference.fields);
    const std::string_view qualifier =
        parts > 1 ? sql::StringOf(sql::At(reference.fields, parts - 2)) : std::string_view();
    if (name.empty()) return AddAll(qualifier);
    const std::string_view label = target.name == nullptr ? name : sql::Text(target.name);
    columns_.push_back({.name = label, .type = TypeOf(qualifier, name)});
    return true;
  }

  // `*` or table.*
  bool AddAll(std::string_view qualifier) {
    if (qualifier.empty() && merges_columns_) return false;
    bool found = false;
    for (const Source& source : sources_) {
      if (!qualifier.empty() && source.alias != qualifier) continue;
      if (source.relation == nullptr || !source.relation->is_complete) return false;
      found = true;
      for (const ColumnId id : source.relation->columns) {
        const Column* column = execution_.Get(id);
        columns_.push_back({.name = column->name, .type = column->type});
      }
    }
    return found;
  }

  std::optional<ColumnType> TypeOf(std::string_view qualifier, std::string_view name) const {
    for (const Source& source : sources_) {
      if (source.relation == nullptr || (!qualifier.empty() && source.alias != qualifier)) continue;
      const ColumnId id = execution_.catalog().FindColumn(*source.relation, name);
      if (id) return execution_.Get(id)->type;
    }
    return std::nullopt;
  }

  Execution& execution_;
  const ::SelectStmt& select_;
  std::vector<Source> sources_;
  std::vector<OutputColumn> columns_;
  bool merges_columns_ = false;  // NATURAL, USING: `*` is not simply all columns of all tables
};

}  // namespace

void DefineOutputColumns(Execution& execution, RelationId relation, const ::Node* query,
                         const ::List* names) {
  const auto* select = FirstSelect(query);
  auto columns = select == nullptr ? std::nullopt : OutputColumns(execution, *select).Find();
  if (!columns) {
    execution.catalog().Change(relation).is_complete = false;
    return;
  }
  size_t position = 0;
  for (const OutputColumn& column : *columns) {
    const bool renamed = position < sql::Length(names);
    Column entered;
    entered.relation = relation;
    entered.name = renamed ? sql::StringOf(sql::At(names, position)) : column.name;
    entered.type = column.type;
    entered.created_in = execution.environment().file;
    execution.catalog().Add(entered);
    ++position;
  }
}

}  // namespace lockstep::model
