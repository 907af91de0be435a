// SPDX-License-Identifier: Apache-2.0
// MIG028: flags that foreign keys and triggers are switched off.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "rules/all_rules.h"
#include "sql/nodes.h"
#include "sql/walk.h"

namespace lockstep::rules {

namespace {

constexpr std::string_view kHelp =
    "leave them on; a trigger that is in the way is disabled by name, and enabled again in the same "
    "transaction";

bool EqualsIgnoringCase(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::string_view StringIn(const ::Node* node) {
  const auto* constant = sql::As<::A_Const>(node);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_String) return {};
  return sql::Text(constant->val.sval.sval);
}

bool IsReplica(std::string_view name, const ::Node* value) {
  return EqualsIgnoringCase(name, "session_replication_role") &&
         EqualsIgnoringCase(StringIn(value), "replica");
}

// SET, or SELECT set_config(…).
bool SetsReplica(const ::Node* statement) {
  if (const auto* set = sql::As<::VariableSetStmt>(statement))
    return set->kind == VAR_SET_VALUE && IsReplica(sql::Text(set->name), sql::At(set->args, 0));
  const auto* select = sql::As<::SelectStmt>(statement);
  if (select == nullptr) return false;
  for (const auto* target : sql::Elements<::ResTarget>(select->targetList)) {
    const auto* call = target == nullptr ? nullptr : sql::As<::FuncCall>(target->val);
    if (call == nullptr || sql::LastName(call->funcname) != "set_config" || sql::Length(call->args) < 2)
      continue;
    if (IsReplica(StringIn(sql::At(call->args, 0)), sql::At(call->args, 1))) return true;
  }
  return false;
}

void Check(lint::RuleContext& context) {
  if (SetsReplica(context.statement().statement->node)) {
    context
        .Report(
            "session_replication_role = replica switches off all triggers and foreign keys for what follows: "
            "rows that "
            "break them come in unseen")
        .Help(std::string(kHelp));
    return;
  }
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAlterColumn)) {
    const auto* command = sql::As<::AlterTableCmd>(operation->node);
    if (command == nullptr || command->subtype != AT_DisableTrigAll ||
        !context.IsExisting(operation->relation))
      continue;
    context
        .Report(
            *operation,
            fmt::format("DISABLE TRIGGER ALL switches off the triggers and foreign keys of {} for everybody, "
                        "until they are enabled again: rows that break them come in unseen",
                        context.NameOf(operation->relation)))
        .Help(std::string(kHelp));
  }
}

}  // namespace

const lint::Rule kTriggersDisabled{
    {.id = "MIG028",
     .name = "triggers-disabled",
     .severity = lint::Severity::kWarning,
     .title = "DISABLE TRIGGER ALL, session_replication_role = replica",
     .rationale = "Foreign keys are triggers: switched off, they let rows in "
                  "that break them, and nobody looks at those "
                  "again.",
     .operations = {model::OperationKind::kAlterColumn, model::OperationKind::kSetting,
                    model::OperationKind::kQuery, model::OperationKind::kCreateTable}},
    Check};

}  // namespace lockstep::rules
