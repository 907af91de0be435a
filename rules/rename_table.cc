// SPDX-License-Identifier: Apache-2.0
// MIG015: flags that a table, view or schema that running clients may name gets another name.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME
#include <fmt/format.h>

#include <variant>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool IsQueried(const model::Relation& relation) {
  return relation.IsTable() || relation.kind == model::RelationKind::kView ||
         relation.kind == model::RelationKind::kMaterializedView;
}

std::string NewPlace(const ::Node* node) {
  if (const auto* rename = sql::As<::RenameStmt>(node))
    return sql::QuoteIdentifier(sql::Text(rename->newname));
  const auto* move = sql::As<::AlterObjectSchemaStmt>(node);
  return move == nullptr ? std::string() : "schema " + sql::QuoteIdentifier(sql::Text(move->newschema));
}

void CheckRelation(lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* relation = context.Before(operation.relation);
  if (relation == nullptr) relation = context.After(operation.relation);
  // Not where it is a constraint or a trigger of it that is renamed.
  const bool is_itself = operation.object == model::ObjectId(operation.relation);
  if (!is_itself || relation == nullptr || !IsQueried(*relation) || !context.IsExisting(operation.relation))
    return;
  const ::Node* node = context.statement().statement->node;
  const std::string_view verb = sql::As<::RenameStmt>(node) != nullptr ? "renaming" : "moving";
  const std::string what =
      fmt::format("{} {} to {}", verb, context.NameOf(operation.relation), NewPlace(node));
  const model::Relation* successor = context.SuccessorOf(operation.relation);
  if (successor == nullptr) {
    context.Report(operation, what + " breaks every client that uses the old name, at once")
        .Help(
            "create a view of the old name in the same transaction, and drop it when no client uses it any "
            "more");
    return;
  }
  const bool is_view = successor->kind == model::RelationKind::kView;
  context
      .Report(operation,
              fmt::format("{} leaves clients of the old name with {} of that name, made in the same "
                          "transaction",
                          what, is_view ? "the view" : "another relation"))
      .Help(is_view ? "make sure that it has all columns and grants, and that no client does what views do "
                      "not let it "
                      "(TRUNCATE, COPY, ON CONFLICT ON CONSTRAINT)"
                    : "make sure that it has the same columns, rows and grants")
      .As(lint::Severity::kWarning);
}

void Check(lint::RuleContext& context) {
  const auto* statement = sql::As<::RenameStmt>(context.statement().statement->node);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kRename)) {
    if (operation->does_nothing) continue;
    if (statement == nullptr || statement->renameType != OBJECT_SCHEMA) {
      CheckRelation(context, *operation);
      continue;
    }
    const auto* id = std::get_if<model::SchemaId>(&operation->object);
    const model::Schema* schema = id == nullptr ? nullptr : context.Before(*id);
    if (schema != nullptr && schema->created_in == context.file().number) continue;
    context
        .Report(*operation,
                fmt::format("renaming schema {} to {} breaks every client that names what is in it, or has "
                            "it in its search_path",
                            sql::QuoteIdentifier(sql::Text(statement->subname)),
                            NewPlace(context.statement().statement->node)))
        .Help("create the new schema, move tables one by one and leave a view of each in the old one");
  }
}

}  // namespace

const lint::Rule kRenameTable{
    {.id = "MIG015",
     .name = "rename-table",
     .severity = lint::Severity::kError,
     .title = "RENAME or SET SCHEMA of an existing table, view or schema",
     .rationale =
         "Old and new clients run side by side during a release; after the rename one of the two fails, "
         "unless a view keeps the old name alive.",
     .operations = {model::OperationKind::kRename}},
    Check};

}  // namespace lockstep::rules
