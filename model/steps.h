// SPDX-License-Identifier: Apache-2.0
// The step planner: which statements of a file go together in which transaction, for each runner. A pure
// function that the linter, `plan` and the runner share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sql/script.h"

namespace lockstep::model {

// Who runs the file, and so where transactions begin and end.
enum class Runner : uint8_t {
  kLockstep,       // one transaction a file; what refuses one runs on its own
  kGolangMigrate,  // the whole file as one simple-protocol string: an implicit transaction
  kGoose,          // one transaction a file
  kDbmate,         // one transaction a file
  kSqlx,           // one transaction a file
  kFlyway,         // one transaction a file, none when a statement refuses it
  kPsql,           // autocommit: each statement on its own, unless the file says BEGIN
  kNone,           // nobody that is told: the same
};

// By the number of the runner.
inline constexpr std::array<std::string_view, 8> kRunnerNames = {
    "lockstep", "golang-migrate", "goose", "dbmate", "sqlx", "flyway", "psql", "none"};

std::optional<Runner> RunnerFromName(std::string_view name);
std::string_view RunnerName(Runner runner);

// How a transaction begins: what a file's own BEGIN says, so that the runner's can say the same.
struct TransactionModes {
  std::string isolation_level = {};  // "serializable", …; empty: the default
  std::optional<bool> read_only = {};
  std::optional<bool> deferrable = {};

  bool operator==(const TransactionModes&) const = default;
};

enum class StepKind : uint8_t {
  kTransaction,  // all statements in one transaction, the history row inside
  kStatement,    // outside of any: settings, if there are some, then one that refuses a transaction block
};

struct Step {
  StepKind kind = StepKind::kTransaction;
  // What it does of the file: statements [begin, end) of Script::statements(), steps without gaps between
  // them.
  size_t begin = 0;
  size_t end = 0;
  // Those of them that are sent: the file's own BEGIN and COMMIT are not.
  std::vector<size_t> statements = {};
  TransactionModes modes = {};
};

struct StepOptions {
  bool no_transaction = false;    // the file's author asks for none: each statement commits by itself
  std::set<size_t> refused = {};  // statements that the server has refused in a transaction block
};

// Why a file cannot be run safely; found before anything runs. The message says what to do.
struct StepProblem {
  sql::Span span;
  std::string message;
};

struct StepPlan {
  std::vector<Step> steps = {};  // empty when there are problems
  std::vector<StepProblem> problems = {};
};

// Steps for our own runner: as few as the statements let it be. A file of comments only has no steps, and is
// applied all the same.
StepPlan PlanSteps(const sql::Script& script, const StepOptions& options = {});

// What is left of the steps when the first `done` statements are done.
std::vector<Step> StepsAfter(std::vector<Step> steps, size_t done);

// What BEGIN, COMMIT or ROLLBACK does that its author cannot have meant.
enum class ControlProblem : uint8_t {
  kNone,
  kNestedBegin,  // in a transaction already: nothing but a warning
  kEndsRunners,  // ends the transaction that the runner has opened, and has not closed
  kRollsBack,    // undoes what the runner is about to call applied
  kLeftOpen,     // BEGIN that nothing in the file ends
};

// The transaction that a runner's way of sending a file puts one statement in.
struct StatementTransaction {
  uint32_t number = 0;  // statements of the file with the same number share a transaction
  bool in_block =
      false;  // of more than this statement, or opened by BEGIN: what refuses a transaction block fails in it
  bool begins = false;  // the runner opens it before this statement
  bool ends = false;    // the runner commits it after this statement
  ControlProblem problem = ControlProblem::kNone;
};

// One for each statement of the script. `no_transaction`: its author asks for none (model/no_transaction.h).
std::vector<StatementTransaction> TransactionsOf(const sql::Script& script, Runner runner,
                                                 bool no_transaction = false);

}  // namespace lockstep::model
