// SPDX-License-Identifier: Apache-2.0
// MIG033: flags BEGIN, COMMIT and ROLLBACK that get into the way of the runner's transaction.
// https://www.postgresql.org/docs/current/sql-begin.html
#include <fmt/format.h>

#include "model/steps.h"
#include "rules/all_rules.h"

namespace lockstep::rules {

namespace {

struct Text {
  std::string message = {};
  std::string_view help = {};
};

Text TextFor(const lint::RuleContext& context) {
  const std::string_view runner = model::RunnerName(context.file().runner);
  switch (context.statement().control_problem) {
    case model::ControlProblem::kNone:
      return {};
    case model::ControlProblem::kNestedBegin:
      return {fmt::format(
                  "this BEGIN stands in a transaction that is open already ({} or the file has begun it): "
                  "PostgreSQL only warns, and the next COMMIT ends the outer one",
                  runner),
              "remove it, and the COMMIT that belongs to it"};
    case model::ControlProblem::kEndsRunners:
      return {fmt::format("this ends the transaction that {} runs the file in: what follows, and the note "
                          "that the file is "
                          "applied, are no longer applied wholly or not at all",
                          runner),
              "remove it, or divide the file"};
    case model::ControlProblem::kRollsBack:
      return {fmt::format("this undoes what {} is about to call applied", runner),
              "remove it, and what it undoes; ROLLBACK TO a savepoint undoes a part"};
    case model::ControlProblem::kLeftOpen:
      return {
          "nothing in the file ends the transaction that this BEGIN opens: it is rolled back with the "
          "session, or "
          "goes on holding its locks",
          "put COMMIT at its end"};
  }
  return {};
}

void Check(lint::RuleContext& context) {
  if (context.statement().control_problem == model::ControlProblem::kNone) return;
  Text text = TextFor(context);
  context.Report(std::move(text.message)).Help(std::string(text.help));
}

}  // namespace

const lint::Rule kTransactionControl{
    {.id = "MIG033",
     .name = "transaction-control",
     .severity = lint::Severity::kError,
     .title = "nested BEGIN, COMMIT or ROLLBACK inside the runner's transaction, a transaction left open",
     .rationale = "A runner that has opened a transaction counts on it: when the file ends it, a failure "
                  "leaves half of "
                  "the file, or a version that is recorded and not applied.",
     .checks_down = true},
    Check};

}  // namespace lockstep::rules
