// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cmd/database_access.h"
#include "cmd/messages.h"
#include "cmd/run_observers.h"
#include "sql/excerpt.h"

namespace lockstep::cmd {

namespace {

std::string Label(const source::Migration& migration) {
  return fmt::format("{} {}", migration.version.text(), migration.name);
}

std::string HolderText(const migrate::LockHolder& holder) {
  std::string text = fmt::format("pid {}", holder.pid);
  if (!holder.application.empty()) text += fmt::format(", {}", holder.application);
  if (!holder.user.empty()) text += fmt::format(", user {}", holder.user);
  if (!holder.client.empty()) text += fmt::format(", from {}", holder.client);
  return text;
}

std::string AftermathText(const migrate::MigrationFailed& event) {
  const bool up = event.direction == migrate::Direction::kUp;
  switch (event.aftermath) {
    case migrate::Aftermath::kUntouched:
      return up ? "nothing of it was applied" : "nothing of it was reverted";
    case migrate::Aftermath::kPartial:
      return fmt::format(
          "{} of its {} statements are done and stay: mend the rest of the file, then `lockstep {}` goes on "
          "behind them",
          event.statements_done, event.statements, migrate::DirectionName(event.direction));
    case migrate::Aftermath::kInDoubt:
      return fmt::format(
          "what it has left could not be removed now, as others use it: `lockstep {}` looks again",
          migrate::DirectionName(event.direction));
  }
  return {};
}

class TextWriter {
 public:
  TextWriter(std::ostream& err, RunStyle style) : err_(err), style_(style) {}

  void operator()(const migrate::LockWaiting& event) const {
    if (style_.quiet) return;
    err_ << "waiting for another run of lockstep on this database";
    if (event.holder) err_ << " (" << HolderText(*event.holder) << ")";
    err_ << '\n' << std::flush;
  }
  void operator()(const migrate::LockAcquired& event) const {
    if (style_.quiet || event.waited.count() < 1000) return;
    err_ << "had to wait " << FormatDuration(event.waited) << " for it\n" << std::flush;
  }
  void operator()(const migrate::MigrationStarted& event) const {
    if (!style_.verbose) return;
    err_ << (event.direction == migrate::Direction::kUp ? "applying " : "reverting ")
         << Label(event.migration) << '\n'
         << std::flush;
  }
  void operator()(const migrate::StatementFinished& event) const {
    if (!style_.verbose) return;
    const sql::Position position = event.file.PositionOf(event.statement.begin);
    err_ << fmt::format("  {}:{}: {} ({})\n", event.file.name(), position.line, event.command_tag,
                        FormatDuration(event.duration))
         << std::flush;
  }
  void operator()(const migrate::Notice& event) const {
    if (style_.quiet) return;
    err_ << fmt::format("  {}: {}\n", event.message.severity, event.message.message) << std::flush;
  }
  void operator()(const migrate::Retry& event) const {
    if (style_.quiet) return;
    err_ << FormatSqlError(event.error)
         << fmt::format("  attempt {} of {} at {}; trying again in {}\n", event.attempt, event.attempts,
                        Label(event.migration), FormatDuration(event.delay))
         << std::flush;
  }
  void operator()(const migrate::MigrationFinished& event) const {
    if (style_.quiet) return;
    err_ << fmt::format("{} {} ({})\n", event.direction == migrate::Direction::kUp ? "applied" : "reverted",
                        Label(event.migration), FormatDuration(event.duration))
         << std::flush;
  }
  void operator()(const migrate::MigrationFailed& event) const {
    err_ << FormatSqlError(event.error)
         << fmt::format("{} failed; {}\n", Label(event.migration), AftermathText(event)) << std::flush;
  }

 private:
  std::ostream& err_;
  RunStyle style_;
};

}  // namespace

migrate::Observer TextObserver(Runtime& runtime, RunStyle style) {
  return
      [writer = TextWriter(runtime.err, style)](const migrate::Event& event) { std::visit(writer, event); };
}

void WriteTextReport(const migrate::RunReport& report, migrate::Direction direction, Runtime& runtime,
                     RunStyle style) {
  std::ostream& err = runtime.err;
  const std::string_view verb = direction == migrate::Direction::kUp ? "applied" : "reverted";
  for (const migrate::Conflict& conflict : report.conflicts) WriteError(err, conflict.message);
  for (const migrate::Obstacle& obstacle : report.obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    const sql::Excerpt excerpt = sql::ExcerptOf(*obstacle.file, obstacle.span);
    err << fmt::format("{}:{}:{}: error: {}\n{:>5} | {}\n{:>5} | {}{}\n", obstacle.file->name(),
                       position.line, position.column, obstacle.message, excerpt.line_number, excerpt.line,
                       "", excerpt.indent, std::string(excerpt.width, '^'));
  }
  switch (report.outcome) {
    case migrate::Outcome::kDone:
      if (!style.quiet) {
        err << fmt::format("{} {} migration{} in {}\n", verb, report.finished,
                           report.finished == 1 ? "" : "s", FormatDuration(report.duration));
      }
      return;
    case migrate::Outcome::kNothingToDo:
      if (!style.quiet)
        err << (direction == migrate::Direction::kUp ? "nothing to apply\n" : "nothing to revert\n");
      return;
    case migrate::Outcome::kConflict:
    case migrate::Outcome::kUnrunnable:
      err << "nothing was run\n";
      return;
    case migrate::Outcome::kLockTimeout:
      if (report.holder) {
        err << "lockstep: error: another run holds the lock of this database: " << HolderText(*report.holder)
            << fmt::format("\n  if it is dead: SELECT pg_terminate_backend({});\n", report.holder->pid);
      }
      break;
    case migrate::Outcome::kInterrupted:
      err << "interrupted\n";
      break;
    case migrate::Outcome::kFailed:
      break;
  }
  err << fmt::format("{} {}, {} not\n", report.finished, verb, report.remaining);
}

}  // namespace lockstep::cmd
