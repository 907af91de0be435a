// SPDX-License-Identifier: Apache-2.0
#include "sql/expressions.h"

#include <utility>

namespace lockstep::sql {

namespace {

template <typename T>
const ::Node* AsNode(const T* node) {
  return reinterpret_cast<const ::Node*>(node);
}

class Gatherer {
 public:
  std::vector<const ::Node*> Gather(const ::Node& statement) {
    switch (TagOf(&statement)) {
      case T_CreateStmt:
        for (const auto* element : Elements<::Node>(As<::CreateStmt>(&statement)->tableElts))
          AddDefinition(element);
        break;
      case T_AlterTableStmt:
        for (const auto* command : Elements<::AlterTableCmd>(As<::AlterTableStmt>(&statement)->cmds)) {
          if (command != nullptr) AddDefinition(command->def);
        }
        break;
      case T_IndexStmt:
        AddIndex(*As<::IndexStmt>(&statement));
        break;
      case T_ViewStmt:
        Add(As<::ViewStmt>(&statement)->query);
        break;
      case T_CreateTableAsStmt:
        Add(As<::CreateTableAsStmt>(&statement)->query);
        break;
      case T_CreatePolicyStmt:
        Add(As<::CreatePolicyStmt>(&statement)->qual);
        Add(As<::CreatePolicyStmt>(&statement)->with_check);
        break;
      default:
        Add(&statement);
    }
    return std::move(found_);
  }

 private:
  void Add(const ::Node* node) {
    if (node != nullptr) found_.push_back(node);
  }

  // A column, a constraint, or the expression of SET DEFAULT.
  void AddDefinition(const ::Node* definition) {
    const auto* column = As<::ColumnDef>(definition);
    if (const auto* constraint = As<::Constraint>(definition)) return Add(constraint->raw_expr);
    if (column == nullptr) return Add(definition);
    Add(AsNode(column->typeName));
    Add(column->raw_default);
    for (const auto* constraint : Elements<::Constraint>(column->constraints)) {
      if (constraint != nullptr) Add(constraint->raw_expr);
    }
  }

  void AddIndex(const ::IndexStmt& index) {
    Add(index.whereClause);
    for (const auto* element : Elements<::IndexElem>(index.indexParams)) {
      if (element != nullptr) Add(element->expr);
    }
  }

  std::vector<const ::Node*> found_;
};

}  // namespace

std::vector<const ::Node*> ExpressionsOf(const ::Node& statement) { return Gatherer().Gather(statement); }

}  // namespace lockstep::sql
