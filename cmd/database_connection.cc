// SPDX-License-Identifier: Apache-2.0
#include "cmd/database_connection.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "cmd/messages.h"
#include "cmd/password_command.h"
#include "pg/error.h"
#include "pg/writable.h"

namespace lockstep::cmd {

using std::chrono::ceil;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds kBetweenAttempts{250};
constexpr seconds kLongestAttempt{10};  // as long as Connection::Open() waits for one address

bool HasPassword(std::string_view url) {
  try {
    return !pg::ConnectionString::Parse(url).Get("password").empty();
  } catch (const pg::DatabaseError&) {
    return false;  // with the variables it may be one
  }
}

void WarnOfReadablePassword(CommandContext& context) {
  const Config& config = context.config();
  if (!config.database_as_written || !HasPassword(*config.database_as_written)) return;
  std::error_code unreadable;  // then nobody reads it
  const auto permissions = std::filesystem::status(config.path, unreadable).permissions();
  if (unreadable || (permissions & std::filesystem::perms::others_read) == std::filesystem::perms::none)
    return;
  WriteWarning(context.runtime().err,
               fmt::format("{0} has a password in it, and everybody on this machine may read it: write "
                           "${{VARIABLE}} for the password, or use password_command, or chmod o-r {0}",
                           context.ShownPath(config.path).string()));
}

void AddPassword(CommandContext& context, pg::ConnectionString& database, const pg::Interrupt* interrupt) {
  const auto& command = context.config().password_command;
  if (!command || !database.Get("password").empty()) return;
  if (const auto password = context.runtime().environment("PGPASSWORD"); password && !password->empty())
    return;
  database.Set("password", RunPasswordCommand(*command, context.config().path.parent_path(), interrupt));
}

pg::Connection Open(const pg::ConnectionString& database, const ConnectOptions& options) {
  const pg::Waiting waiting{.interrupt = options.interrupt};
  return options.access == Access::kWrite ? pg::OpenWritable(database, waiting)
                                          : pg::Connection::Open(database, waiting);
}

// So that an attempt does not outlast the wait.
pg::ConnectionString WithTimeout(pg::ConnectionString database, milliseconds left) {
  if (!database.Get("connect_timeout").empty()) return database;
  const auto timeout = std::clamp(ceil<seconds>(left), seconds(1), kLongestAttempt);
  database.Set("connect_timeout", std::to_string(timeout.count()));
  return database;
}

void Pause(milliseconds duration, const pg::Interrupt* interrupt) {
  if (interrupt != nullptr) {
    interrupt->WaitFor(duration);
  } else {
    std::this_thread::sleep_for(duration);
  }
}

}  // namespace

pg::ConnectionString ChooseDatabase(CommandContext& context, const pg::Interrupt* interrupt) {
  auto database = pg::ConnectionString::Parse(context.DatabaseUrl());
  for (const std::string& warning : database.warnings()) WriteWarning(context.runtime().err, warning);
  WarnOfReadablePassword(context);
  if (const auto& role = context.config().role) database.SetDefault("role", *role);
  AddPassword(context, database, interrupt);
  return database;
}

pg::Connection OpenDatabase(CommandContext& context, const pg::ConnectionString& database,
                            const ConnectOptions& options) {
  const auto end = steady_clock::now() + options.wait;
  bool is_first = true;
  while (true) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - steady_clock::now());
    if (left.count() <= 0) return Open(database, options);
    try {
      return Open(WithTimeout(database, left), options);
    } catch (const pg::DatabaseError& error) {
      const bool interrupted = options.interrupt != nullptr && options.interrupt->raised();
      if (error.failure() != pg::Failure::kUnreachable || interrupted) throw;
      if (is_first && !context.global().quiet) {
        WriteProgress(context.runtime().err, fmt::format("waiting for the database: {}", error.message()));
      }
      is_first = false;
    }
    Pause(std::min(kBetweenAttempts, left), options.interrupt);
  }
}

pg::Connection OpenDatabase(CommandContext& context, const ConnectOptions& options) {
  return OpenDatabase(context, ChooseDatabase(context, options.interrupt), options);
}

}  // namespace lockstep::cmd
