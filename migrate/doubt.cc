// SPDX-License-Identifier: Apache-2.0
#include "migrate/doubt.h"

#include "migrate/index_cleanup.h"
#include "sql/nodes.h"
#include "sql/script.h"

namespace lockstep::migrate {

namespace {

enum class Answer { kDone, kNotDone, kUnknown };

Answer AnswerForIndex(pg::Connection& connection, const ConcurrentIndex& index) {
  const IndexState state = StateOf(connection, index);
  if (index.is_drop) return state == IndexState::kAbsent ? Answer::kDone : Answer::kNotDone;
  if (state == IndexState::kValid) return Answer::kDone;
  // It was absent when the intent was written: an INVALID one is what the broken build left.
  if (state == IndexState::kInvalid) DropIndex(connection, index);
  return Answer::kNotDone;
}

// Carried out twice they do what they do once.
bool MayBeRepeated(const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_VacuumStmt:
    case T_ReindexStmt:
    case T_ClusterStmt:
    case T_AlterSystemStmt:
      return true;
    default:
      return false;
  }
}

Answer Probe(pg::Connection& connection, const std::string& intent) {
  const sql::SourceFile text = sql::SourceFile::FromText("intent", intent);
  const sql::Script script = sql::Script::Parse(text);
  if (script.statements().size() != 1 || script.statements()[0].node == nullptr) return Answer::kUnknown;
  const sql::Statement& statement = script.statements()[0];
  if (const auto index = ConcurrentIndexOf(statement)) return AnswerForIndex(connection, *index);
  return MayBeRepeated(*statement.node) ? Answer::kNotDone : Answer::kUnknown;
}

// Names in the statement mean what the settings before it in the file make them mean.
void ReplaySettings(pg::Connection& connection, const MigrationStatus& status) {
  const auto& part = status.row->direction == Direction::kUp ? status.migration->up : status.migration->down;
  if (!part) return;
  const sql::Script script = sql::Script::Parse(part->file);
  for (const sql::Statement& statement : script.statements()) {
    if (sql::As<::VariableSetStmt>(statement.node) == nullptr) continue;
    connection.Query(part->file.Text(statement.span));
  }
}

}  // namespace

void SettleDoubts(pg::Connection& connection, const History& history,
                  std::span<const MigrationStatus> statuses) {
  for (const MigrationStatus& status : statuses) {
    if (status.state != MigrationState::kPartial || status.migration == nullptr) continue;
    const HistoryRow& row = *status.row;
    ReplaySettings(connection, status);
    const Answer answer = Probe(connection, row.intent);
    connection.Execute("RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL");
    if (answer == Answer::kUnknown) continue;
    const HistoryEntry entry{
        .version = row.version, .name = row.name, .checksum = row.checksum, .direction = row.direction};
    const bool done = answer == Answer::kDone;
    const bool applied = (row.direction == Direction::kUp) == done;
    const Command record = done ? (applied ? history.RecordApplied(entry, 0) : history.RecordReverted(entry))
                                : history.ForgetIntent(entry);
    connection.Query(record.sql, record.parameters);
    const Command log = history.Log(entry, done ? "found done" : "found not done", 0, {}, {});
    connection.Query(log.sql, log.parameters);
  }
}

}  // namespace lockstep::migrate
