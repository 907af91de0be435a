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
  const sql::Statement& written = *statement.statement;
  if (statement.part_of != nullptr && written.error)
    Report(context, written.span, fmt::format("this is not looked at, as {}", written.error->message));
  const std::string_view what = statement.code.empty() ? WhatRuns(written.node) : "";
  if (!what.empty()) Report(context, written.span, fmt::format("{} is not looked at", what));
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
