// SPDX-License-Identifier: Apache-2.0
// One transaction, sent as one pipeline: a single round trip, whatever the number of statements. Only COPY …
// FROM stdin, which no pipeline can carry, makes it several.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "migrate/history.h"
#include "migrate/observer.h"
#include "model/steps.h"
#include "pg/connection.h"
#include "pg/pipeline.h"
#include "sql/script.h"

namespace lockstep::migrate {

struct FlightStatement {
  const sql::Statement* statement;
  Milliseconds duration{0};  // since the answer to the one before it
  std::string command_tag;
};

// BEGIN with the modes that the file's own BEGIN asks for.
Command BeginCommand(const model::TransactionModes& modes);

// The error with the place in the file that the server points at. `statement` is null for what is none of the
// file's.
SqlError Locate(const pg::ServerMessage& message, const sql::SourceFile& file,
                const sql::Statement* statement);

// Sleeps for that long, or until interrupted.
void Sleep(Milliseconds duration, const pg::Interrupt* interrupt);

// Add all, then Run() once.
class Flight {
 public:
  explicit Flight(pg::Connection& connection) : connection_(connection) {}

  void Add(Command command);
  // Its failure is told as `meaning`.
  void AddGuard(Command command, pg::ServerMessage meaning);
  void AddStatement(const sql::SourceFile& file, const sql::Statement& statement);
  void AddCommit();
  // What is added from here on is done after COMMIT, in a transaction of its own, and not at all when the
  // first one failed.
  void BeginEpilogue();

  // What Run() sends, in this order.
  std::vector<Command> Commands() const;

  // Takes the answers as they come, and rolls back after an error, which it returns. Throws DatabaseError
  // when the connection is lost (kCommitUnknown: COMMIT is under way), or the epilogue fails.
  std::optional<SqlError> Run(const std::function<void(const FlightStatement& done)>& on_statement);

  // The rows of the last command of the epilogue; after Run without an error.
  const pg::Result& last_result() const { return last_result_; }

 private:
  struct Item {
    Command command = {};
    const sql::SourceFile* file = nullptr;
    const sql::Statement* statement = nullptr;
    std::optional<pg::ServerMessage> meaning = {};
    bool is_commit = false;
    bool in_epilogue = false;

    size_t size() const { return statement == nullptr ? command.sql.size() : statement->span.size(); }
    bool copies() const { return statement != nullptr && statement->copy_data.has_value(); }
  };

  void RunPipelined(size_t begin, size_t end);
  void Send(pg::Pipeline& pipeline, const Item& item);
  void TakeReply(pg::Pipeline& pipeline);
  void TakeAnswer(const Item& item, pg::PipelineReply& reply);
  void Copy(const Item& item);
  void Finish(const Item& item, const pg::Result& result);
  void CheckSync(pg::TransactionStatus status) const;
  static SqlError ErrorOf(const Item& item, const pg::ServerMessage& message);

  pg::Connection& connection_;
  std::vector<Item> items_;
  bool in_epilogue_ = false;
  pg::Result last_result_;

  // While it runs.
  std::function<void(const FlightStatement&)> on_statement_;
  std::chrono::steady_clock::time_point last_answer_;
  std::optional<SqlError> failed_;
  size_t answered_ = 0;   // items
  size_t in_flight_ = 0;  // bytes of statements that are not answered yet
  bool commit_sent_ = false;
  bool committed_ = false;
};

}  // namespace lockstep::migrate
