// SPDX-License-Identifier: Apache-2.0
#include "migrate/flight.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "pg/copy_in.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

// Enough to keep the server busy; more would only be held in memory twice.
constexpr size_t kWindow = 4 << 20;

pg::DatabaseError LostAtCommit(const pg::DatabaseError& error) {
  return {pg::Failure::kCommitUnknown, error.message()};
}

}  // namespace

Command BeginCommand(const model::TransactionModes& modes) {
  std::string sql = "BEGIN";
  if (!modes.isolation_level.empty()) sql += " ISOLATION LEVEL " + modes.isolation_level;
  // A default that a file has set for its session is not meant for the history.
  sql += modes.read_only == true ? " READ ONLY" : " READ WRITE";
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

void Flight::Add(Command command) {
  items_.push_back({.command = std::move(command), .in_epilogue = in_epilogue_});
}

void Flight::AddGuard(Command command, pg::ServerMessage meaning) {
  items_.push_back({.command = std::move(command), .meaning = std::move(meaning)});
}

void Flight::AddStatement(const sql::SourceFile& file, const sql::Statement& statement) {
  items_.push_back({.file = &file, .statement = &statement});
}

void Flight::AddCommit() { items_.push_back({.command = {.sql = "COMMIT"}, .is_commit = true}); }

void Flight::BeginEpilogue() { in_epilogue_ = true; }

std::vector<Command> Flight::Commands() const {
  std::vector<Command> commands;
  for (const Item& item : items_) {
    commands.push_back(item.statement == nullptr
                           ? item.command
                           : Command{.sql = std::string(item.file->Text(item.statement->span))});
  }
  return commands;
}

std::optional<SqlError> Flight::Run(const std::function<void(const FlightStatement& done)>& on_statement) {
  on_statement_ = on_statement;
  last_answer_ = Clock::now();
  try {
    while (answered_ < items_.size() && !failed_) {
      const auto next = items_.begin() + static_cast<std::ptrdiff_t>(answered_);
      const auto copy = std::find_if(next, items_.end(), [](const Item& item) { return item.copies(); });
      RunPipelined(answered_, static_cast<size_t>(copy - items_.begin()));
      if (copy != items_.end() && !failed_) Copy(*copy);
    }
  } catch (const pg::DatabaseError& error) {
    if (!error.ConnectionLost() || failed_ || !commit_sent_ || committed_) throw;
    throw LostAtCommit(error);
  }
  // After an error COMMIT was skipped with the rest, and the transaction is still open.
  if (failed_ && connection_.transaction_status() != pg::TransactionStatus::kIdle) {
    const pg::Uninterrupted uninterrupted(connection_);
    connection_.Execute("ROLLBACK");
  }
  return std::move(failed_);
}

void Flight::RunPipelined(size_t begin, size_t end) {
  if (begin == end) return;
  pg::Pipeline pipeline(connection_);
  for (size_t next = begin; next < end && !failed_; ++next) {
    while (in_flight_ > kWindow && !failed_) TakeReply(pipeline);
    if (failed_) break;
    if (items_[next].in_epilogue && !items_[next - 1].in_epilogue) pipeline.Sync();
    Send(pipeline, items_[next]);
  }
  pipeline.Sync();
  while (pipeline.pending() > 0) TakeReply(pipeline);
}

void Flight::Send(pg::Pipeline& pipeline, const Item& item) {
  commit_sent_ = commit_sent_ || item.is_commit;
  in_flight_ += item.size();
  if (item.statement != nullptr) {
    pipeline.Send(item.file->Text(item.statement->span), {}, pg::Rows::kDiscard);
  } else {
    pipeline.Send(item.command.sql, item.command.parameters);
  }
}

void Flight::TakeReply(pg::Pipeline& pipeline) {
  pg::PipelineReply reply = pipeline.Next();
  if (const auto* sync = std::get_if<pg::PipelineSynced>(&reply)) return CheckSync(sync->status);
  const Item& item = items_[answered_++];
  in_flight_ -= item.size();
  TakeAnswer(item, reply);
}

void Flight::TakeAnswer(const Item& item, pg::PipelineReply& reply) {
  if (const auto* error = std::get_if<pg::DatabaseError>(&reply)) {
    if (failed_) return;
    if (item.in_epilogue) throw pg::DatabaseError(*error);
    failed_ = ErrorOf(item, error->fields());
  } else if (auto* result = std::get_if<pg::Result>(&reply)) {
    Finish(item, *result);
    if (item.in_epilogue) last_result_ = std::move(*result);
  }
  last_answer_ = Clock::now();
}

// Not pipelined: the server reads what comes behind it as data.
void Flight::Copy(const Item& item) {
  ++answered_;
  try {
    pg::CopyIn copy(connection_, item.file->Text(item.statement->span));
    item.file->ForEachPiece(*item.statement->copy_data, [&](std::string_view piece) { copy.Write(piece); });
    Finish(item, copy.Finish());
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    failed_ = ErrorOf(item, error.fields());
  }
  last_answer_ = Clock::now();
}

void Flight::Finish(const Item& item, const pg::Result& result) {
  if (item.is_commit) {
    committed_ = result.command_tag() == "COMMIT";
    // Of a transaction that has failed without our having seen it.
    if (!committed_)
      failed_ = SqlError{
          .message = {.severity = "ERROR", .message = "the server rolled back instead of committing"}};
  }
  if (item.statement == nullptr) return;
  on_statement_({.statement = item.statement,
                 .duration = std::chrono::duration_cast<Milliseconds>(Clock::now() - last_answer_),
                 .command_tag = std::string(result.command_tag())});
}

// Something in the file that only looks like a statement among others may have ended the transaction; then
// what is to come would no longer be of one piece.
void Flight::CheckSync(pg::TransactionStatus status) const {
  if (failed_ || committed_ || commit_sent_ || status == pg::TransactionStatus::kActive) return;
  if (status == pg::TransactionStatus::kInTransaction || status == pg::TransactionStatus::kFailed) return;
  throw pg::DatabaseError(pg::Failure::kStatement,
                          "the transaction has ended before its COMMIT was sent: part of the migration may "
                          "have taken effect");
}

SqlError Flight::ErrorOf(const Item& item, const pg::ServerMessage& message) {
  if (item.file != nullptr) return Locate(message, *item.file, item.statement);
  return {.message = item.meaning.value_or(message)};
}

}  // namespace lockstep::migrate
