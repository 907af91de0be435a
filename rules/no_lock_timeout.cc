// SPDX-License-Identifier: Apache-2.0
// MIG022: flags the first lock of a file that others wait for and that is itself waited for without end.
// https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT
#include <fmt/format.h>

#include "lint/effect_summary.h"
#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

const model::LockRequest* StrongestLock(const lint::RuleContext& context) {
  const model::LockRequest* strongest = nullptr;
  for (const model::LockRequest& lock : context.statement().locks) {
    if (!lint::KeepsOthersWaiting(context.file(), context.statement(), lock)) continue;
    if (strongest == nullptr || lock.mode > strongest->mode) strongest = &lock;
  }
  return strongest;
}

std::string WhyThereIsNone(const lint::RuleContext& context) {
  const int64_t timeout = context.statement().lock_timeout_ms;
  if (timeout == 0) return "the file sets lock_timeout to 0, which is none";
  if (timeout == model::Settings::kReset)
    return "the file resets lock_timeout to the server's default, which is none unless somebody has set one";
  return fmt::format("neither the file nor {} sets lock_timeout", model::RunnerName(context.file().runner));
}

void Check(lint::RuleContext& context) {
  // One SET at the head of the file mends all of it.
  if (context.HasReported() || context.LockTimeoutIsSet()) return;
  // Of LOCK TABLE MIG008 says it.
  if (sql::As<::LockStmt>(context.statement().statement->node) != nullptr) return;
  const model::LockRequest* lock = StrongestLock(context);
  if (lock == nullptr) return;
  context
      .Report(fmt::format("this waits for {} on {} without end: {}, and while it waits behind a long "
                          "transaction, {} after it wait as well",
                          model::SqlName(lock->mode), context.NameOf(lock->relation), WhyThereIsNone(context),
                          model::BlocksReads(lock->mode) ? "all reads and writes" : "all writes"))
      .Help("SET lock_timeout = '5s' at the head of the file, and try again when it is exceeded");
}

}  // namespace

const lint::Rule kNoLockTimeout{
    {.id = "MIG022",
     .name = "no-lock-timeout",
     .severity = lint::Severity::kWarning,
     .title = "a strong lock on an existing table with no lock_timeout in force",
     .rationale = "A lock request queues behind whoever has the table, and everybody else queues behind it: "
                  "without lock_timeout one long query stops the application for as long as it runs."},
    Check};

}  // namespace lockstep::rules
