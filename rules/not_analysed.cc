// SPDX-License-Identifier: Apache-2.0
// MIG034: says what was not looked at.
// https://www.postgresql.org/docs/current/sql-do.html
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

std::string_view WhatRuns(const ::Node* statement) {
  if (statement == nullptr) return {};
  switch (sql::TagOf(statement)) {
    case T_CallStmt:
      return "the procedure that this calls";
    case T_ExecuteStmt:
      return "the prepared statement that this executes";
    default:
      return {};
  }
}

void Report(lint::RuleContext& context, sql::Span span, std::string_view what) {
  context
      .Report(span,
              fmt::format(
                  "{}: no rule knows what it locks, rewrites or drops, nor what later statements find", what))
      .Help(
          "write its statements plainly where that is possible; else look at them with the rules in mind, "
          "and say in "
          "a directive what they do");
}

void Check(lint::RuleContext& context) {
  const model::StatementRecord& statement = context.statement();
  if (statement.code != nullptr) {
    for (const sql::UnreadCode& unread : statement.code->unread())
      Report(context, unread.span, fmt::format("this is not looked at, as {}", unread.reason));
  }
  const std::string_view what = WhatRuns(statement.statement->node);
  if (!what.empty()) Report(context, statement.statement->span, fmt::format("{} is not looked at", what));
}

}  // namespace

const lint::Rule kNotAnalysed{
    {.id = "MIG034",
     .name = "not-analysed",
     .severity = lint::Severity::kInfo,
     .title = "statements that are not looked at: dynamic SQL, CALL, EXECUTE",
     .rationale = "Silence of the other rules means nothing for what they cannot see."},
    Check};

}  // namespace lockstep::rules
