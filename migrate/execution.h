// SPDX-License-Identifier: Apache-2.0
// Carries one migration out: in one pipelined transaction, or a statement that refuses one alone. For Runner.
#pragma once

#include "migrate/advisory_lock.h"
#include "migrate/history.h"
#include "migrate/index_cleanup.h"
#include "migrate/observer.h"
#include "migrate/runner.h"
#include "model/steps.h"
#include "pg/connection.h"
#include "sql/script.h"

namespace lockstep::migrate {

// The part that runs in that direction, which has to be there.
const source::Part& PartFor(const source::Migration& migration, Direction direction);

class Execution {
 public:
  Execution(pg::Connection& connection, const History& history, AdvisoryLock& lock,
            const RunnerOptions& options, const Observer& observer);

  // Throws DatabaseError when the connection is lost; everything else is the outcome.
  Outcome Run(const source::Migration& migration, Direction direction);

 private:
  struct Attempt;  // what is being run

  Outcome ApplyWithRetries(const Attempt& attempt);
  std::optional<SqlError> ApplyTransaction(const Attempt& attempt, const model::Step& step);
  Outcome RunAlone(const Attempt& attempt, const model::Step& step);
  std::optional<SqlError> RunStatements(const Attempt& attempt, const model::Step& step,
                                        std::optional<IndexCleanup>& cleanup);
  // The history row and the log row of a success; without a duration, that is the transaction's so far.
  std::vector<Command> Record(const Attempt& attempt, std::optional<Milliseconds> duration) const;
  std::vector<Command> SessionRestoration() const;
  Outcome Fail(const Attempt& attempt, const SqlError& error, bool rolled_back);
  void Report(const Attempt& attempt, const sql::Statement& statement, Milliseconds duration,
              std::string_view command_tag) const;
  pg::Result Send(const Command& command);
  bool IsInterrupted() const;

  pg::Connection& connection_;
  const History& history_;
  AdvisoryLock& lock_;
  const RunnerOptions& options_;
  const Observer& observer_;
  const source::Migration* current_ = nullptr;  // for notices
};

}  // namespace lockstep::migrate
