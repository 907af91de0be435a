// SPDX-License-Identifier: Apache-2.0
// Several statements in one round trip: https://www.postgresql.org/docs/current/libpq-pipeline-mode.html
#pragma once

#include <cstddef>
#include <deque>
#include <string_view>
#include <variant>
#include <vector>

#include "pg/connection.h"
#include "pg/error.h"

namespace lockstep::pg {

// The statement was not run, as one before it since the last Sync failed.
struct PipelineAborted {};

// A Sync was reached. Until then the server does not tell in which state the transaction is, and libpq not if
// more was sent behind it: kActive, then.
struct PipelineSynced {
  TransactionStatus status;
};

using PipelineReply = std::variant<Result, DatabaseError, PipelineAborted, PipelineSynced>;

// Whether a statement's rows are wanted; those that are not take no memory, however many come.
enum class Rows { kKeep, kDiscard };

// Queues statements, and hands out their replies in the same order. The connection must have no statement
// under way, has to outlive it, and is not used otherwise meanwhile (Cancel() excepted).
// - Statements between two Syncs are one implicit transaction, unless they say BEGIN and COMMIT themselves.
// - Those that refuse a transaction block need a Sync before and after.
// - COPY from or to the client ends the connection: see CopyIn.
class Pipeline {
 public:
  explicit Pipeline(Connection& connection);
  // Cancels what runs and waits for the rest, if replies are still to come. An open transaction stays open.
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Exactly one statement. Neither waits: what the socket does not take is held in memory until Next().
  void Send(std::string_view sql, const std::vector<Parameter>& parameters = {}, Rows rows = Rows::kKeep);
  void Sync();

  // How many replies are still to come.
  size_t pending() const { return expected_.size(); }

  // Waits for the next one, which has to be pending; needs no Sync behind it. Throws DatabaseError when the
  // connection is lost.
  PipelineReply Next();

 private:
  enum class Expected { kRows, kNoRows, kSync };

  PipelineReply TakeStatement();
  [[noreturn]] void RefuseCopy();
  PipelineReply TakeSync();
  void Abandon() noexcept;

  Connection& connection_;
  std::deque<Expected> expected_;
};

}  // namespace lockstep::pg
