// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cmd/database_access.h"
#include "cmd/messages.h"
#include "cmd/progress_bar.h"
#include "cmd/run_observers.h"
#include "sql/excerpt.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

std::string HolderText(const migrate::LockHolder& holder) {
  std::string text = fmt::format("pid {}", holder.pid);
  if (!holder.application.empty()) text += fmt::format(", {}", holder.application);
  if (!holder.user.empty()) text += fmt::format(", user {}", holder.user);
  if (!holder.client.empty()) text += fmt::format(", from {}", holder.client);
  return text;
}

// Behind a CALL or DO that may have committed before it failed.
std::string CommittedText(const migrate::MigrationFailed& event) {
  const std::string earlier = event.statements_done == 0
                                  ? std::string()
                                  : fmt::format("{} of its {} statements are done and stay; ",
                                                event.statements_done, event.statements);
  return fmt::format(
      "{}what this statement committed before it failed stays: look what that is; `lockstep {}` runs "
      "the statement again, from its beginning",
      earlier, migrate::DirectionName(event.direction));
}

std::string AftermathText(const migrate::MigrationFailed& event) {
  if (event.may_have_committed) return CommittedText(event);
  const bool up = event.direction == migrate::Direction::kUp;
  switch (event.aftermath) {
    case migrate::Aftermath::kUntouched:
      if (up) return "nothing of it was applied";
      return fmt::format(
          "nothing of it was reverted: mend its down part, which may be changed at any time, or revert it by "
          "hand and `lockstep repair --forget {}`; then go on",
          event.migration.Key());
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

std::string FirstLine(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of("\r\n")));
}

std::string QuotedLiteral(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
  return quoted + "'";
}

// Who is in the way of a table's lock, and the statement that would end it.
std::string BlockersText(const std::vector<migrate::LockHolder>& blockers) {
  std::string text;
  for (const migrate::LockHolder& blocker : blockers) {
    if (!blocker.prepared.empty()) {
      text += fmt::format(
          "  blocked by the prepared transaction \"{}\" of {}, since {}\n    to end it: ROLLBACK PREPARED "
          "{};\n",
          sql::Printable(blocker.prepared), sql::Printable(blocker.user), blocker.since,
          QuotedLiteral(blocker.prepared));
      continue;
    }
    text += fmt::format("  blocked by {}", sql::Printable(HolderText(blocker)));
    if (!blocker.state.empty()) text += ", " + blocker.state;
    if (!blocker.since.empty()) text += fmt::format(", since {}", blocker.since);
    if (blocker.is_hidden) text += " (what it does is only shown to members of pg_read_all_stats)";
    if (!blocker.query.empty()) text += fmt::format("\n    {}", sql::Printable(FirstLine(blocker.query)));
    text += fmt::format("\n    to end it: SELECT pg_terminate_backend({});\n", blocker.pid);
  }
  return text;
}

// What became of the migration during which the connection was lost.
std::string LostText(const migrate::LostMigration& lost, bool up) {
  std::string found = up ? "is not applied: nothing of it is left" : "is not reverted: it is as it was";
  if (lost.is_finished) {
    found = up ? "is applied all the same" : "is reverted all the same";
  } else if (lost.state == migrate::MigrationState::kPartial) {
    found = fmt::format("has got as far as {} of its {} statements: the next run goes on there",
                        lost.progress.statements_done, lost.progress.statements);
  }
  if (!lost.is_known) {
    // Another `down` may be one too many.
    return PrintableLines(fmt::format(
        "lockstep: error: {}\n  what became of {} could not be found out: `lockstep status` tells, when the "
        "database can be reached again{}\n",
        lost.message, lost.label, up ? ", and `lockstep up` goes on from there" : ""));
  }
  return PrintableLines(fmt::format("lockstep: error: {}\n  looked on another connection: {} {}\n",
                                    lost.message, lost.label, found));
}

// Past a down part that cannot be run.
std::string WaysAround(const migrate::RunReport& report) {
  if (report.obstacles.empty()) return {};
  const migrate::Obstacle& first = report.obstacles.front();
  if (!first.migration->down || first.file != &first.migration->down->file) return {};
  const std::string version = sql::Printable(first.migration->Key());
  return fmt::format(
      "; a down part may be changed at any time: mend it. Or go down to it (`lockstep goto {0}`), revert it "
      "by "
      "hand, and `lockstep repair --forget {0}`",
      version);
}

class TextWriter {
 public:
  TextWriter(Runtime& runtime, RunStyle style)
      : err_(runtime.err), style_(style), bar_(runtime.err, runtime.err_is_terminal && !style.quiet) {}

  void Write(const migrate::Event& event) {
    if (!std::holds_alternative<migrate::BuildProgress>(event)) bar_.Clear();
    std::visit(*this, event);
  }

  void operator()(const migrate::LockWaiting& event) const {
    if (style_.quiet) return;
    err_ << "waiting for another run on this database";
    if (event.holder) err_ << " (" << sql::Printable(HolderText(*event.holder)) << ")";
    err_ << '\n' << std::flush;
  }
  void operator()(const migrate::LockAcquired& event) const {
    if (style_.quiet || event.waited.count() < 1000) return;
    err_ << "had to wait " << FormatDuration(event.waited) << " for it\n" << std::flush;
  }
  void operator()(const migrate::MigrationStarted& event) const {
    if (!style_.verbose) return;
    err_ << (event.direction == migrate::Direction::kUp ? "applying " : "reverting ")
         << LabelOf(event.migration.version, event.migration.name) << '\n'
         << std::flush;
  }
  void operator()(const migrate::StatementFinished& event) const {
    if (!style_.verbose) return;
    const sql::Position position = event.file.PositionOf(event.statement.begin);
    err_ << fmt::format("  {}:{}: {} ({})\n", sql::Printable(event.file.name()), position.line,
                        event.command_tag, FormatDuration(event.duration))
         << std::flush;
  }
  void operator()(const migrate::Notice& event) const {
    if (style_.quiet) return;
    err_ << PrintableLines(fmt::format("  {}: {}\n", event.message.severity, event.message.message))
         << std::flush;
  }
  void operator()(const migrate::Retry& event) const {
    if (style_.quiet) return;
    err_ << FormatSqlError(event.error) << BlockersText(event.blockers)
         << fmt::format("  attempt {} of {} at {}; trying again in {}\n", event.attempt, event.attempts,
                        LabelOf(event.migration.version, event.migration.name), FormatDuration(event.delay))
         << std::flush;
  }
  void operator()(const migrate::WatcherRefused& event) const {
    if (style_.quiet) return;
    err_ << "no second session can be had, so that who blocks a lock is not named, and no progress shown: "
         << event.reason << '\n'
         << std::flush;
  }
  void operator()(const migrate::BuildProgress& event) { bar_.Draw(event); }
  void operator()(const migrate::MigrationFinished& event) const {
    if (style_.quiet) return;
    err_ << fmt::format("{} {} ({})\n", event.direction == migrate::Direction::kUp ? "applied" : "reverted",
                        LabelOf(event.migration.version, event.migration.name),
                        FormatDuration(event.duration))
         << std::flush;
  }
  void operator()(const migrate::MigrationFailed& event) const {
    err_ << FormatSqlError(event.error) << BlockersText(event.blockers)
         << fmt::format("{} failed; {}\n", LabelOf(event.migration.version, event.migration.name),
                        AftermathText(event))
         << std::flush;
  }

 private:
  std::ostream& err_;
  RunStyle style_;
  ProgressBar bar_;
};

}  // namespace

migrate::Observer TextObserver(Runtime& runtime, RunStyle style) {
  return [writer = TextWriter(runtime, style)](const migrate::Event& event) mutable { writer.Write(event); };
}

void WriteHolder(const std::optional<migrate::LockHolder>& holder, Runtime& runtime) {
  if (!holder) return;
  WriteError(runtime.err,
             fmt::format("another run holds the lock of this database: {}\n  if it is dead: SELECT "
                         "pg_terminate_backend({});",
                         HolderText(*holder), holder->pid));
}

void WriteTextReport(const migrate::RunReport& report, Runtime& runtime, RunStyle style) {
  std::ostream& err = runtime.err;
  const std::string_view verb = report.direction == migrate::Direction::kUp ? "applied" : "reverted";
  if (!style.quiet) {
    for (const migrate::Conflict& warning : report.warnings) WriteWarning(err, warning.message);
  }
  for (const migrate::Conflict& conflict : report.conflicts) WriteError(err, conflict.message);
  for (const migrate::Obstacle& obstacle : report.obstacles) {
    const sql::Position position = obstacle.file->PositionOf(obstacle.span.begin);
    const sql::Excerpt excerpt = sql::ExcerptOf(*obstacle.file, obstacle.span);
    err << fmt::format("{}:{}:{}: error: {}\n{:>5} | {}\n{:>5} | {}{}\n",
                       sql::Printable(obstacle.file->name()), position.line, position.column,
                       obstacle.message, excerpt.line_number, excerpt.line, "", excerpt.indent,
                       std::string(excerpt.width, '^'));
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
        err << (report.direction == migrate::Direction::kUp ? "nothing to apply\n" : "nothing to revert\n");
      return;
    case migrate::Outcome::kUnrunnable:
      err << "nothing was run" << WaysAround(report) << '\n';
      return;
    case migrate::Outcome::kConflict:
    case migrate::Outcome::kRejected:
      err << "nothing was run\n";
      return;
    case migrate::Outcome::kDenied:
      WriteError(err, "nothing is reverted here: the configuration says down: deny; nothing was run");
      return;
    case migrate::Outcome::kLockTimeout:
      WriteHolder(report.holder, runtime);
      break;
    case migrate::Outcome::kConnectionLost:
      err << LostText(*report.lost, report.direction == migrate::Direction::kUp);
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
