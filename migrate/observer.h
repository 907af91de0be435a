// SPDX-License-Identifier: Apache-2.0
// What happens during a run, as it happens. The runner reports and never prints.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "migrate/history.h"
#include "pg/error.h"
#include "pg/server_message.h"
#include "source/migration.h"

namespace lockstep::migrate {

using Milliseconds = std::chrono::milliseconds;

// A session that holds what we wait for; fields that we may not see are empty.
struct LockHolder {
  int pid = 0;
  std::string application = {};
  std::string user = {};
  std::string client = {};
  std::string state = {};
  std::string query = {};
  std::string since = {};
  std::string prepared =
      {};  // the name of a prepared transaction, which holds its locks without a session (pid 0)
  bool is_working = false;  // runs a statement, and waits for no lock
  bool is_hidden = false;   // what it does is only shown to members of pg_read_all_stats
};

// An error with its place in a migration's file.
struct SqlError {
  pg::ServerMessage message;
  const sql::SourceFile* file = nullptr;  // null: not of a file's statement
  sql::Span statement = {};
  std::optional<size_t> offset = {};  // byte of the file that the server points at
};

struct LockWaiting {
  Milliseconds waited{0};
  std::optional<LockHolder> holder = {};
};
struct LockAcquired {
  Milliseconds waited{0};
};
struct MigrationStarted {
  Direction direction;
  const source::Migration& migration;
  size_t statements = 0;
  size_t statements_done = 0;  // by an earlier run
};
struct StatementFinished {
  const source::Migration& migration;
  const sql::SourceFile& file;
  sql::Span statement;
  size_t number = 0;  // 1-based, in the file
  Milliseconds duration{0};
  std::string command_tag = {};
};
struct Notice {
  const source::Migration* migration = nullptr;
  pg::ServerMessage message;
};
struct Retry {
  const source::Migration& migration;
  size_t attempt = 0;  // that failed, 1-based
  size_t attempts = 0;
  Milliseconds delay{0};
  SqlError error;
  std::vector<LockHolder> blockers = {};  // as seen last; none where nobody could look
};
// No second session can be had: blockers are not named, nor progress shown.
struct WatcherRefused {
  std::string reason;
};
// How far an index build is: https://www.postgresql.org/docs/current/progress-reporting.html
struct BuildProgress {
  const source::Migration& migration;
  std::string phase;
  int64_t done = 0;  // of whatever the phase counts
  int64_t total = 0;
  int waits_for_pid = 0;  // a session whose transaction has to end first
};
struct MigrationFinished {
  Direction direction;
  const source::Migration& migration;
  Milliseconds duration{0};
};

// In which state a migration that failed has left the database.
enum class Aftermath : uint8_t {
  kUntouched,  // as it was before this migration
  kPartial,    // the first statements_done are done; the next run goes on behind them
  kInDoubt,  // the failed statement has left something that could not be cleared up; the next run looks again
};

struct MigrationFailed {
  Direction direction;
  const source::Migration& migration;
  SqlError error;
  Aftermath aftermath = Aftermath::kUntouched;
  size_t statements_done = 0;
  size_t statements = 0;
  // CALL and DO may commit, and go on: what they have committed before they failed stays, and nobody but
  // their author can tell what that is. The next run runs them from their beginning.
  bool may_have_committed = false;
  std::vector<LockHolder> blockers = {};  // where a table's lock could not be had
};

using Event = std::variant<LockWaiting, LockAcquired, MigrationStarted, StatementFinished, Notice, Retry,
                           WatcherRefused, BuildProgress, MigrationFinished, MigrationFailed>;

// Called from the runner's thread. References inside an event live as long as the call.
using Observer = std::function<void(const Event& event)>;

}  // namespace lockstep::migrate
