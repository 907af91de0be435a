// SPDX-License-Identifier: Apache-2.0
// MIG018: flags statements whose very purpose is to write a table anew, which they do under ACCESS EXCLUSIVE.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
#include <fmt/format.h>

#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

struct Purpose {
  std::string_view what;
  std::string_view help;
};

constexpr std::string_view kPack =
    "plain VACUUM lets new rows use the space again and blocks nobody; pg_repack or pg_squeeze write the "
    "table anew "
    "while it is in use";
constexpr std::string_view kCopy =
    "make a new table with the setting, keep it current by a trigger, fill it in batches, and let the two "
    "change names";
constexpr std::string_view kExpression =
    "add a plain column, keep it by a trigger, fill it in batches, and let it take the place of the "
    "generated one";

Purpose PurposeOf(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_SetLogged:
      return {"SET LOGGED", kCopy};
    case AT_SetUnLogged:
      return {"SET UNLOGGED", kCopy};
    case AT_SetAccessMethod:
      return {"SET ACCESS METHOD", kCopy};
    case AT_SetTableSpace:
      return {"SET TABLESPACE", "pg_repack moves a table to another tablespace while it is in use"};
    case AT_SetExpression:
      return {"SET EXPRESSION", kExpression};
    default:
      return {};
  }
}

Purpose PurposeOf(const lint::RuleContext& context, const model::Operation& operation) {
  if (const auto* command = sql::As<::AlterTableCmd>(operation.node)) return PurposeOf(*command);
  const ::Node* node = context.statement().statement->node;
  if (sql::As<::ClusterStmt>(node) != nullptr) return {"CLUSTER", kPack};
  if (sql::As<::VacuumStmt>(node) != nullptr) return {"VACUUM FULL", kPack};
  return {};
}

// SET LOGGED and UNLOGGED go by what the table is, which is not known where no migration made it.
std::string Assumption(const lint::RuleContext& context, const model::Operation& operation) {
  const auto* command = sql::As<::AlterTableCmd>(operation.node);
  if (command == nullptr || (command->subtype != AT_SetLogged && command->subtype != AT_SetUnLogged))
    return {};
  const model::Relation* table = context.Before(operation.relation);
  if (table != nullptr && table->is_complete) return {};
  return fmt::format("; that it is {} now is assumed, since no earlier migration shows it (--schema does)",
                     command->subtype == AT_SetLogged ? "UNLOGGED" : "LOGGED");
}

// VACUUM FULL and CLUSTER without a name.
bool IsOfAllTables(const lint::RuleContext& context, const model::Operation& operation) {
  if (operation.relation) return false;
  const auto* vacuum = sql::As<::VacuumStmt>(context.statement().statement->node);
  const bool is_full = vacuum != nullptr && vacuum->is_vacuumcmd && sql::OptionIsOn(vacuum->options, "full");
  return is_full || sql::As<::ClusterStmt>(context.statement().statement->node) != nullptr;
}

// Whoever uses the table opens all its indexes (optimizer/util/plancat.c, get_relation_info).
void CheckIndex(lint::RuleContext& context, const model::Operation& operation) {
  const auto* command = sql::As<::AlterTableCmd>(operation.node);
  const model::Relation* index = context.Before(operation.relation);
  if (command == nullptr || command->subtype != AT_SetTableSpace || index == nullptr) return;
  const bool is_copied = index->kind == model::RelationKind::kIndex &&
                         index->administration->tablespace != sql::Text(command->name);
  if (!is_copied || !context.IsExisting(index->index->table)) return;
  context
      .Report(operation,
              fmt::format("SET TABLESPACE copies index {} under ACCESS EXCLUSIVE: reads and writes "
                          "of {} wait until the copy is done",
                          context.NameOf(operation.relation), context.NameOf(index->index->table)))
      .Help(fmt::format(
          "REINDEX (TABLESPACE {}) INDEX CONCURRENTLY {}: it is built anew there, and nobody waits",
          sql::QuoteIdentifier(sql::Text(command->name)), context.NameOf(operation.relation)));
}

void CheckOperation(lint::RuleContext& context, const model::Operation& operation) {
  const Purpose purpose = PurposeOf(context, operation);
  if (purpose.what.empty()) return;
  const auto rewrites = context.WorkOf(operation, model::WorkKind::kRewrite);
  const bool all = IsOfAllTables(context, operation);
  if (rewrites.empty() && !all) return;
  const std::string tables = !all ? context.TablesOf(rewrites)
                             : purpose.what == "CLUSTER"
                                 ? "every table that was clustered before, one after the other,"
                                 : "every table of the database, one after the other,";
  context
      .Report(operation,
              fmt::format("{} rewrites {} under ACCESS EXCLUSIVE: reads and writes wait until the whole copy "
                          "is done{}",
                          purpose.what, tables, Assumption(context, operation)))
      .Help(std::string(purpose.help));
}

void Check(lint::RuleContext& context) {
  if (context.statement().failure) return;
  for (const auto kind : {model::OperationKind::kRewriteTable, model::OperationKind::kMaintain,
                          model::OperationKind::kAlterColumn}) {
    for (const model::Operation* operation : context.Operations(kind)) CheckOperation(context, *operation);
  }
  for (const model::Operation* operation : context.Operations(model::OperationKind::kRewriteTable))
    CheckIndex(context, *operation);
}

}  // namespace

const lint::Rule kTableRewrite{
    {.id = "MIG018",
     .name = "table-rewrite",
     .severity = lint::Severity::kError,
     .title =
         "VACUUM FULL, CLUSTER, SET LOGGED, TABLESPACE, ACCESS METHOD or EXPRESSION that rewrites the table",
     .rationale =
         "The whole table and its indexes are copied while ACCESS EXCLUSIVE keeps everybody out, readers "
         "too.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kRewriteTable, model::OperationKind::kMaintain,
                    model::OperationKind::kAlterColumn}},
    Check};

}  // namespace lockstep::rules
