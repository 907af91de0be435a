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
    case T_DoStmt:
      return "this DO block";
    case T_CallStmt:
      return "the procedure that this calls";
    case T_ExecuteStmt:
      return "the prepared statement that this executes";
    default:
      return {};
  }
}

void Check(lint::RuleContext& context) {
  const std::string_view what = WhatRuns(context.statement().statement->node);
  if (what.empty()) return;
  context
      .Report(fmt::format(
          "{} is not looked at: no rule knows what it locks, rewrites or drops, nor what later statements "
          "find",
          what))
      .Help(
          "write its statements plainly where that is possible; else look at them with the rules in mind, "
          "and say in a "
          "directive what they do");
}

}  // namespace

const lint::Rule kNotAnalysed{
    {.id = "MIG034",
     .name = "not-analysed",
     .severity = lint::Severity::kInfo,
     .title = "statements that are not looked at: DO, CALL, EXECUTE",
     .rationale = "Silence of the other rules means nothing for what they cannot see."},
    Check};

}  // namespace lockstep::rules
