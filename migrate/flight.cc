// SPDX-License-Identifier: Apache-2.0
#include "migrate/flight.h"

#include <fmt/format.h>

#include <thread>
#include <utility>

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

pg::DatabaseError LostAtCommit(const pg::DatabaseError& error) {
  return {pg::Failure::kCommitUnknown,
          fmt::format("{}; it is not known whether the migration was applied: `lockstep status` tells",
                      error.message())};
}

}  // namespace

Command BeginCommand(const model::TransactionModes& modes) {
  std::string sql = "BEGIN";
  if (!modes.isolation_level.empty()) sql += " ISOLATION LEVEL " + modes.isolation_level;
  if (modes.read_only) sql += *modes.read_only ? " READ ONLY" : " READ WRITE";
  if (modes.deferrable) sql += *modes.deferrable ? " DEFERRABLE" : " NOT DEFERRABLE";
  return {.sql = std::move(sql)};
}

SqlError Locate(const pg::ServerMessage& message, const sql::SourceFile& file,
                const sql::Statement* statement) {
  SqlError error{.message = message};
  if (statement == nullptr) return error;
  error.file = &file;
  error.statement = statement->span;
  if (message.position > 0) {
    error.offset = file.OffsetOfCharacter(statement->span.begin, static_cast<size_t>(message.position));
  }
  return error;
}

void Sleep(Milliseconds duration, const pg::Interrupt* interrupt) {
  if (interrupt != nullptr) {
    interrupt->WaitFor(duration);
  } else {
    std::this_thread::sleep_for(duration);
  }
}

void Flight::Add(const Command& command) {
  pipeline_->Send(command.sql, command.parameters);
  items_.push_back({.in_epilogue = in_epilogue_});
}

void Flight::AddFence(const Command& fence) {
  pipeline_->Send(fence.sql, fence.parameters);
  items_.push_back({.is_fence = true});
}

void Flight::BeginEpilogue() {
  pipeline_->Sync();
  in_epilogue_ = true;
}

void Flight::AddStatement(const sql::SourceFile& file, const sql::Statement& statement) {
  pipeline_->Send(file.Text(statement.span), {}, pg::Rows::kDiscard);
  items_.push_back({.file = &file, .statement = &statement});
}

SqlError Flight::ErrorOf(const Item& item, const pg::ServerMessage& message) {
  if (item.file != nullptr) return Locate(message, *item.file, item.statement);
  if (!item.is_fence) return {.message = message};
  return {.message = {.severity = "ERROR",
                      .message = "another session has got the lock of this database meanwhile",
                      .hint = "Is there a transaction pooler in between? Connect to the server itself."}};
}

std::optional<SqlError> Flight::Run(const std::function<void(const FlightStatement& done)>& on_statement) {
  pipeline_->Sync();
  std::optional<SqlError> failed;
  Clock::time_point last = Clock::now();
  size_t next = 0;
  try {
    while (pipeline_->pending() > 0) {
      pg::PipelineReply reply = pipeline_->Next();
      if (std::holds_alternative<pg::PipelineSynced>(reply)) continue;
      const Item& item = items_[next++];
      const Clock::time_point now = Clock::now();
      if (const auto* error = std::get_if<pg::DatabaseError>(&reply)) {
        if (!failed && item.in_epilogue) throw pg::DatabaseError(*error);
        if (!failed) failed = ErrorOf(item, error->fields());
      } else if (auto* result = std::get_if<pg::Result>(&reply)) {
        if (item.statement != nullptr) {
          on_statement({.statement = item.statement,
                        .duration = std::chrono::duration_cast<Milliseconds>(now - last),
                        .command_tag = std::string(result->command_tag())});
        }
        if (item.in_epilogue) last_result_ = std::move(*result);
      }
      last = now;
    }
  } catch (const pg::DatabaseError& error) {
    if (failed || !error.ConnectionLost()) throw;
    throw LostAtCommit(error);
  }
  pipeline_.reset();
  // After an error COMMIT was skipped with the rest, and the transaction is still open.
  if (failed && connection_.transaction_status() != pg::TransactionStatus::kIdle) {
    const pg::Uninterrupted uninterrupted(connection_);
    connection_.Execute("ROLLBACK");
  }
  return failed;
}

}  // namespace lockstep::migrate
