// SPDX-License-Identifier: Apache-2.0
// One transaction, sent as one pipeline: a single round trip, whatever the number of statements.
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

class Flight {
 public:
  explicit Flight(pg::Connection& connection)
      : connection_(connection), pipeline_(std::in_place, connection) {}

  void Add(const Command& command);
  // Its failure is told as what it means.
  void AddFence(const Command& fence);
  void AddStatement(const sql::SourceFile& file, const sql::Statement& statement);
  // What is added from here on is done after COMMIT, in a transaction of its own, and not at all when the
  // first one failed.
  void BeginEpilogue();

  // Takes the answers as they come, and rolls back after an error, which it returns. Throws DatabaseError
  // when the connection is lost (kCommitUnknown: COMMIT is under way), or the epilogue fails.
  std::optional<SqlError> Run(const std::function<void(const FlightStatement& done)>& on_statement);

  // The rows of the last command of the epilogue; after Run without an error.
  const pg::Result& last_result() const { return last_result_; }

 private:
  struct Item {
    const sql::SourceFile* file = nullptr;
    const sql::Statement* statement = nullptr;
    bool in_epilogue = false;
    bool is_fence = false;
  };

  static SqlError ErrorOf(const Item& item, const pg::ServerMessage& message);

  pg::Connection& connection_;
  std::vector<Item> items_;
  bool in_epilogue_ = false;
  pg::Result last_result_;
  std::optional<pg::Pipeline> pipeline_;  // until all answers are there
};

}  // namespace lockstep::migrate
