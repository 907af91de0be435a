// SPDX-License-Identifier: Apache-2.0
#include "migrate/doubt.h"

#include <utility>

#include "migrate/probe.h"
#include "migrate/resume.h"
#include "pg/transaction.h"
#include "source/checksum.h"
#include "sql/script.h"

namespace lockstep::migrate {

namespace {

HistoryEntry EntryFor(const HistoryRow& row) {
  return {.version = row.version,
          .kind = row.kind,
          .name = row.name,
          .checksum = row.checksum,
          .down_checksum = row.down_checksum,
          .direction = row.direction,
          .statements = row.progress.statements};
}

// The row's next state.
Command SettledCommand(const History& history, const HistoryRow& row, bool done) {
  const HistoryEntry entry = EntryFor(row);
  Progress progress = row.progress;
  if (done) {
    ++progress.steps_done;
    ++progress.statements_done;
    progress.statement_hashes.push_back(source::Checksum(row.intent));
    if (progress.statements_done >= progress.statements) {
      return row.direction == Direction::kUp ? history.RecordApplied(entry, 0)
                                             : history.RecordReverted(entry);
    }
  }
  return progress.steps_done == 0 ? history.ForgetIntent(entry) : history.RecordPartial(entry, progress);
}

// Names in the statement mean what the settings before it in the file make them mean.
void ReplaySettings(pg::Connection& connection, const MigrationStatus& status) {
  const HistoryRow& row = *status.row;
  const auto& part = row.direction == Direction::kUp ? status.migration->up : status.migration->down;
  if (!part) return;
  const sql::Script script = sql::Script::Parse(part->file);
  const size_t done = std::min(row.progress.statements_done, script.statements().size());
  for (const sql::Statement* setting : SettingsAmong(script, done)) {
    connection.Query(part->file.Text(setting->span));
  }
}

Verdict Look(pg::Connection& connection, const HistoryRow& row) {
  const sql::SourceFile text = sql::SourceFile::FromText("intent", row.intent);
  const sql::Script script = sql::Script::Parse(text);
  if (script.statements().size() != 1 || script.statements()[0].node == nullptr) return Verdict::kUnknown;
  return ProbeFor(connection, script.statements()[0])->Settle(row.intent_facts);
}

void RecordSettled(pg::Connection& connection, const History& history, const Mirror* mirror,
                   const HistoryRow& row, bool done) {
  pg::Transaction transaction(connection, "BEGIN READ WRITE");
  for (const Command& command : SettledCommands(history, row, done, done ? "found done" : "found not done")) {
    connection.Query(command.sql, command.parameters);
  }
  if (mirror != nullptr) {
    for (const Command& command : mirror->SyncCommands(history))
      connection.Query(command.sql, command.parameters);
  }
  transaction.Commit();
}

}  // namespace

std::vector<Command> SettledCommands(const History& history, const HistoryRow& row, bool done,
                                     std::string_view outcome) {
  return {SettledCommand(history, row, done), history.Log(EntryFor(row), outcome, 0, {}, row.intent)};
}

void SettleDoubts(pg::Connection& connection, const History& history, const Mirror* mirror,
                  const SessionSettings& settings, std::span<const MigrationStatus> statuses) {
  for (const MigrationStatus& status : statuses) {
    if (!status.row || status.row->state != RowState::kRunning || status.migration == nullptr) continue;
    const pg::Uninterrupted uninterrupted(connection);
    ReplaySettings(connection, status);
    const Verdict verdict = Look(connection, *status.row);
    for (const Command& command : RestoreSession(settings)) connection.Query(command.sql, command.parameters);
    if (verdict == Verdict::kUnknown || verdict == Verdict::kStuck) continue;
    RecordSettled(connection, history, mirror, *status.row, verdict == Verdict::kDone);
  }
}

}  // namespace lockstep::migrate
