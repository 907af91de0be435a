// SPDX-License-Identifier: Apache-2.0
// What happens during a run, as it happens. The runner reports and never prints.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>

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
};

using Event = std::variant<LockWaiting, LockAcquired, MigrationStarted, StatementFinished, Notice, Retry,
                           MigrationFinished, MigrationFailed>;

// Called from the runner's thread. References inside an event live as long as the call.
using Observer = std::function<void(const Event& event)>;

}  // namespace lockstep::migrate
