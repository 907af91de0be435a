// SPDX-License-Identifier: Apache-2.0
// MIG027: flags a new enum value that is used in the transaction that adds it.
// https://www.postgresql.org/docs/current/sql-altertype.html#id-1.9.3.42.7
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/all_rules.h"
#include "sql/expressions.h"
#include "sql/name.h"
#include "sql/nodes.h"
#include "sql/walk.h"

namespace lockstep::rules {

namespace {

// Since then a value can be used at once if the transaction has made the type too.
constexpr int kUsableInNewType = 17;

std::string_view StringIn(const ::Node& node) {
  const auto* constant = sql::As<::A_Const>(&node);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_String) return {};
  return sql::Text(constant->val.sval.sval);
}

// Whether the statement has to do with the type: it names it, or a table that has a column of it.
class TypesInvolved {
 public:
  explicit TypesInvolved(const lint::RuleContext& context) : context_(context) {}

  bool Contain(model::TypeId type) {
    if (types_.empty()) Gather();
    const model::Type* object = context_.Before(type);
    return types_.contains(type) || (object != nullptr && names_.contains(object->name));
  }

 private:
  void Gather() {
    for (const model::LockRequest& lock : context_.statement().locks) {
      const model::Relation* relation = context_.Before(lock.relation);
      if (relation == nullptr) continue;
      for (const model::ColumnId id : relation->columns) {
        const model::Column* column = context_.Before(id);
        if (column != nullptr && column->type) types_.insert(column->type->user_type);
      }
    }
    for (const ::Node* expression : sql::ExpressionsOf(*context_.statement().statement->node)) {
      sql::Walk(expression, [&](const ::Node& node) {
        if (const auto* name = sql::As<::TypeName>(&node)) names_.emplace(sql::LastName(name->names));
        return sql::Visit::kDescend;
      });
    }
    types_.insert(model::TypeId{});  // gathered
  }

  const lint::RuleContext& context_;
  std::set<model::TypeId> types_;
  std::set<std::string, std::less<>> names_;
};

// The value that the transaction has added before and that cannot be used yet; null: none.
const lint::NewLabel* Unusable(const lint::RuleContext& context, std::string_view label,
                               TypesInvolved& types) {
  const auto [begin, end] = context.facts().NewLabelsOf(context.index()).equal_range(label);
  const auto found = std::find_if(begin, end, [&](const auto& entry) {
    const lint::NewLabel& added = entry.second;
    const bool type_is_new = context.BeforeTransaction(added.type) == nullptr;
    const bool is_usable = type_is_new && context.pg_version() >= kUsableInNewType;
    return added.statement < context.index() && !is_usable && types.Contain(added.type);
  });
  return found == end ? nullptr : &found->second;
}

void CheckLabel(lint::RuleContext& context, std::string_view label, TypesInvolved& types) {
  const lint::NewLabel* added = Unusable(context, label, types);
  if (added == nullptr) return;
  context
      .Report(fmt::format(
          "this uses '{}', which {} adds to enum {} in the same transaction: PostgreSQL refuses a new "
          "value before it is committed (55P04)",
          label, context.LineOf(added->statement), sql::QuoteIdentifier(context.Before(added->type)->name)))
      .Help("move ALTER TYPE … ADD VALUE to a migration of its own, before this one");
}

void Check(lint::RuleContext& context) {
  const ::Node* statement = context.statement().statement->node;
  if (statement == nullptr || context.facts().NewLabelsOf(context.index()).empty()) return;
  TypesInvolved types(context);
  std::set<std::string_view> seen;
  for (const ::Node* expression : sql::ExpressionsOf(*statement)) {
    sql::Walk(expression, [&](const ::Node& node) {
      const std::string_view label = StringIn(node);
      if (!label.empty() && seen.insert(label).second) CheckLabel(context, label, types);
      return sql::Visit::kDescend;
    });
  }
}

}  // namespace

const lint::Rule kEnumValueInTransaction{{.id = "MIG027",
                                          .name = "enum-value-in-transaction",
                                          .severity = lint::Severity::kError,
                                          .title = "ALTER TYPE ADD VALUE used later in the same transaction",
                                          .rationale = "A new value must not be used before it is committed: "
                                                       "the statement fails, and the migration with it.",
                                          .checks_down = true},
                                         Check};

}  // namespace lockstep::rules
