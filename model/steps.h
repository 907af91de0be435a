// SPDX-License-Identifier: Apache-2.0
// The step planner: which statements of a file go together in which transaction, for each runner. A pure
// function that the linter, `plan` and the runner share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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
};

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
  kStatement,  // outside of any: SET statements, if there are some, then one that refuses a transaction block
};

struct Step {
  StepKind kind = StepKind::kTransaction;
  std::vector<size_t> statements =
      {};  // indexes into Script::statements(), without the file's own BEGIN and COMMIT
  TransactionModes modes = {};
};

// Why a file cannot be run safely; found before anything runs. The message says what to do.
struct StepProblem {
  sql::Span span;
  std::string message;
};

struct StepPlan {
  std::vector<Step> steps = {};
  std::vector<StepProblem> problems = {};
};

// Steps for our own runner. A file of comments only has no steps, and is applied all the same.
StepPlan PlanSteps(const sql::Script& script);

// The transaction that a runner's way of sending a file puts one statement in.
struct StatementTransaction {
  uint32_t number = 0;  // statements of the file with the same number share a transaction
  bool in_block =
      false;  // of more than this statement, or opened by BEGIN: what refuses a transaction block fails in it
  bool begins = false;  // the runner opens it before this statement
  bool ends = false;    // the runner commits it after this statement
};

// One for each statement of the script.
std::vector<StatementTransaction> TransactionsOf(const sql::Script& script, Runner runner);

}  // namespace lockstep::model
