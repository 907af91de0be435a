// SPDX-License-Identifier: Apache-2.0
// MIG016: flags DROP of tables and of what else running clients may name, and says what goes with it.
// https://www.postgresql.org/docs/current/ddl-depend.html
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <variant>
#include <vector>

#include "lint/effect_summary.h"
#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

constexpr std::string_view kHelp =
    "deploy clients that no longer use it first; then drop it, with a directive that says so";

// Whether it was there before the file. Of what nothing is known that is assumed.
bool IsExisting(const lint::RuleContext& context, model::ObjectId object) {
  return std::visit(
      [&](auto id) {
        if constexpr (std::is_same_v<decltype(id), model::RelationId>) return context.IsExisting(id);
        const auto* state = context.Before(id);
        if constexpr (requires { state->created_in; }) {
          return state == nullptr || state->created_in != context.file().number;
        } else {
          return true;
        }
      },
      object);
}

// A type that was given another name in this file, for a new one to take the old one: clients go on with
// that.
bool IsReplacedType(const lint::RuleContext& context, model::ObjectId object) {
  const auto* id = std::get_if<model::TypeId>(&object);
  if (id == nullptr) return false;
  const model::Type* was = context.catalog().Get(*id, context.file().before);
  const model::Type* is = context.Before(*id);
  if (was == nullptr || is == nullptr || was->name == is->name) return false;
  return static_cast<bool>(context.catalog().FindType(was->schema, was->name));
}

// Sequences go with their column, and nobody else uses them.
bool IsOwnSequence(const lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* relation = context.Before(operation.relation);
  return relation != nullptr && relation->kind == model::RelationKind::kSequence && relation->owned_by;
}

struct Along {
  std::vector<std::string> items = {};
  bool has_data = false;  // a default, a column, a table or view that others may use
};

void Append(const lint::RuleContext& context, const model::Operation& operation, Along& along) {
  if (IsOwnSequence(context, operation)) return;
  const bool only_default = operation.kind == model::OperationKind::kAlterColumn;
  const std::string what = context.Describe(operation.object);
  if (what.empty()) return;
  along.items.push_back((only_default ? "the default of " : "") + what);
  const bool is_part = operation.kind == model::OperationKind::kDropConstraint ||
                       !std::holds_alternative<model::RelationId>(operation.object);
  const bool is_column = std::holds_alternative<model::ColumnId>(operation.object);
  if ((!is_part || is_column) && context.IsExisting(operation.relation)) along.has_data = true;
}

std::string Text(const Along& along) {
  constexpr size_t kShown = 5;
  std::string text;
  for (size_t i = 0; i < std::min(kShown, along.items.size()); ++i)
    text += (text.empty() ? "" : ", ") + along.items[i];
  if (along.items.size() > kShown) text += fmt::format(" and {} more", along.items.size() - kShown);
  if (text.empty()) return text;
  return "; " + text + (along.items.size() == 1 ? " goes" : " go") + " with it";
}

// What is nothing by itself to those who query tables.
bool OnlyMattersByCascade(ObjectType type) {
  return type == OBJECT_SEQUENCE || type == OBJECT_FUNCTION || type == OBJECT_PROCEDURE ||
         type == OBJECT_ROUTINE;
}

std::string_view KindName(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
      return "table";
    case OBJECT_FOREIGN_TABLE:
      return "foreign table";
    case OBJECT_VIEW:
      return "view";
    case OBJECT_MATVIEW:
      return "materialized view";
    case OBJECT_SCHEMA:
      return "schema";
    case OBJECT_TYPE:
      return "type";
    case OBJECT_DOMAIN:
      return "domain";
    case OBJECT_SEQUENCE:
      return "sequence";
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return "function";
    default:
      return {};
  }
}

std::string_view Harm(ObjectType type) {
  switch (type) {
    case OBJECT_TABLE:
      return "loses its data and breaks clients that still name it";
    case OBJECT_SCHEMA:
      return "breaks clients that still name what is in it";
    case OBJECT_TYPE:
    case OBJECT_DOMAIN:
      return "breaks clients that still name it";
    case OBJECT_SEQUENCE:
    case OBJECT_FUNCTION:
    case OBJECT_PROCEDURE:
    case OBJECT_ROUTINE:
      return "takes along what uses it";
    default:
      return "breaks clients that still read it";
  }
}

// A view that is made anew in the same transaction is missed by nobody, if it still has its columns.
bool ComesBack(const lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* before = context.Before(operation.relation);
  const model::Relation* successor = context.SuccessorOf(operation.relation);
  return before != nullptr && successor != nullptr && !before->IsTable() && successor->kind == before->kind;
}

// The names of DROP, each with what goes along; PostgreSQL drops them together.
void CheckDrop(lint::RuleContext& context, const ::DropStmt& statement) {
  const std::string_view kind = KindName(statement.removeType);
  // What is refused (MIG032) drops nothing.
  if (kind.empty() || context.statement().failure) return;
  const model::Operation* first = nullptr;
  size_t count = 0;
  bool all_come_back = true;
  Along along;
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.by_cascade) {
      Append(context, operation, along);
    } else if (!operation.does_nothing && IsExisting(context, operation.object) &&
               !IsReplacedType(context, operation.object)) {
      if (first == nullptr) first = &operation;
      ++count;
      all_come_back = all_come_back && ComesBack(context, operation);
    }
  }
  if (first == nullptr || (OnlyMattersByCascade(statement.removeType) && !along.has_data)) return;
  std::string what = context.Describe(first->object);
  if (what.empty()) what = fmt::format("this {}, which no earlier migration shows,", kind);
  if (count > 1) what += fmt::format(" and {} more", count - 1);
  if (all_come_back && along.items.empty()) {
    context
        .Report(fmt::format(
            "{} is dropped and made anew in one transaction: its grants are lost, and clients break "
            "that read a column which it no longer has",
            what))
        .Help("keep the columns that clients read, and repeat its grants; CREATE OR REPLACE VIEW keeps both")
        .As(lint::Severity::kWarning);
    return;
  }
  context.Report(fmt::format("dropping {} {}{}", what, Harm(statement.removeType), Text(along)))
      .Help(std::string(kHelp));
}

// An attribute that tables have is a column to MIG005.
void CheckAttributes(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kDropColumn)) {
    const model::Relation* type = context.Before(operation->relation);
    const model::Column* attribute = context.Before(operation->column);
    if (operation->does_nothing || type == nullptr || type->kind != model::RelationKind::kCompositeType)
      continue;
    if (!context.IsExisting(operation->relation) || !type->children.empty()) continue;
    if (attribute != nullptr && attribute->created_in == context.file().number) continue;
    context
        .Report(*operation,
                fmt::format("dropping attribute {} of type {} breaks clients that still name it",
                            context.NameOf(operation->column), context.NameOf(operation->relation)))
        .Help(std::string(kHelp));
  }
}

void Check(lint::RuleContext& context) {
  const ::Node* node = context.statement().statement->node;
  if (const auto* drop = sql::As<::DropStmt>(node)) {
    const bool is_extension = drop->removeType == OBJECT_EXTENSION;
    if (!is_extension) return CheckDrop(context, *drop);
    if (drop->behavior != DROP_CASCADE) return;
    context
        .Report(
            "dropping an extension with CASCADE takes along every column, default, index and function that "
            "uses "
            "what it made, none of which is shown here")
        .Help("drop it without CASCADE, which fails as long as something uses it");
  } else if (const auto* database = sql::As<::DropdbStmt>(node)) {
    context.Report(fmt::format("dropping database {} loses all that is in it", sql::Text(database->dbname)))
        .Help("drop databases by hand, with a backup, not in a migration");
  } else if (sql::As<::DropOwnedStmt>(node) != nullptr) {
    context
        .Report(
            "DROP OWNED drops everything in this database that the role owns, tables with their data too, "
            "none of "
            "which is shown here")
        .Help("REASSIGN OWNED to another role first, then DROP OWNED takes nothing but privileges");
  } else {
    CheckAttributes(context);
  }
}

}  // namespace

const lint::Rule kDropTable{
    {.id = "MIG016",
     .name = "drop-table",
     .severity = lint::Severity::kError,
     .title = "DROP of an existing table, view, schema, type or database",
     .rationale =
         "Clients that still name it fail at once, its data does not come back with a rollback of the "
         "release, and CASCADE takes along more than the statement names."},
    Check};

}  // namespace lockstep::rules
