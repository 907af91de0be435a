// SPDX-License-Identifier: Apache-2.0
// One session with a PostgreSQL server.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pg/connection_string.h"
#include "pg/error.h"
#include "pg/result.h"
#include "pg/server_message.h"
#include "pg/waiting.h"

struct pg_conn;  // libpq's PGconn

namespace lockstep::pg {

enum class TransactionStatus {
  kIdle,
  kActive,  // a statement is under way, or a pipeline that was not synced yet
  kInTransaction,
  kFailed,   // in a transaction that only ROLLBACK ends
  kUnknown,  // the connection is bad
};

// A query parameter in PostgreSQL's text format; nullopt is NULL.
using Parameter = std::optional<std::string>;

using NoticeHandler = std::function<void(const ServerMessage&)>;

// Move-only; used by one thread at a time. All waiting is done in poll(), with the hooks
// of set_waiting(). Texts go and come in UTF-8, whatever the database's encoding. Every function that talks
// to the server throws DatabaseError; once it was kConnectionLost, all following do.
class Connection {
 public:
  // application_name is "lockstep" and connect_timeout 10 s unless the string or the environment says
  // otherwise.
  static Connection Open(const ConnectionString& database, Waiting waiting = {});

  // One or more statements as one simple-protocol message. Without transaction control of their own, several
  // are one implicit transaction; each's result but the last one's is dropped. COPY FROM STDIN and COPY TO
  // STDOUT fail: see CopyIn.
  Result Execute(std::string_view sql);

  // Exactly one statement, with $1, $2 … in it.
  Result Query(std::string_view sql, const std::vector<Parameter>& parameters = {});

  // Cancels what this connection is running, through a connection of its own that libpq makes; before libpq
  // 17 that one is not encrypted, whatever sslmode says. Returns why it could not be sent, or nothing;
  // whether there was something to cancel, and whether it is cancelled, only the running statement's result
  // tells. The hooks of Waiting may call it.
  std::optional<std::string> Cancel() const;

  // Cancels what another session is running (its pg_backend_pid()), by way of this one: encrypted as this one
  // is. Needs the same role, or pg_signal_backend. False when there is no such session.
  bool CancelBackend(int pid);

  // Ends the session from this side, without a word to the server; from now on the connection is lost. The
  // hooks of Waiting may call it: what waits fails at once.
  void GiveUp();

  // Called for each notice as it comes, and before the result of the statement that raised it is returned.
  // Must not throw, nor use this connection. Without a handler notices are dropped.
  void set_notice_handler(NoticeHandler handler) { notice_handler_ = std::move(handler); }
  void set_waiting(Waiting waiting) { waiting_ = std::move(waiting); }
  const Waiting& waiting() const { return waiting_; }

  std::string QuoteIdentifier(std::string_view name) const;
  std::string QuoteLiteral(std::string_view text) const;

  TransactionStatus transaction_status() const;
  bool ok() const;             // false once the connection was found lost
  int server_version() const;  // 150004 is 15.4
  // What the server reported at the start or since: server_encoding, in_hot_standby, … Empty if it does not
  // report it.
  std::string_view parameter(const std::string& name) const;
  // The process id of the startup message. Behind PgBouncer that is not pg_backend_pid().
  int reported_backend_pid() const;

 private:
  friend class CopyIn;
  friend class Pipeline;
  friend class Uninterrupted;

  struct Finish {
    void operator()(::pg_conn* connection) const;
  };

  Connection(::pg_conn* owned, Waiting waiting);

  void SendSimple(std::string_view sql);
  void SendQuery(std::string_view sql, const std::vector<Parameter>& parameters);
  void Sent(int succeeded);
  Result NextResult();
  Result FinishStatement(Result first);
  void PutCopyData(std::string_view data);
  void EndCopyIn(const std::string& reason);
  void DrainCopyOut();
  void Flush();
  void Wait(short events);
  bool Ticks() const;
  std::chrono::milliseconds UntilNextTimer() const;
  void OnInterrupt();
  void DeliverNotices();
  DatabaseError Translate(const ::pg_result& error) const;
  [[noreturn]] void ThrowFailed() const;

  std::unique_ptr<::pg_conn, Finish> connection_;
  std::unique_ptr<std::vector<ServerMessage>> notices_;  // its address is known to libpq
  NoticeHandler notice_handler_;
  Waiting waiting_;
  std::chrono::steady_clock::time_point next_tick_;
  bool interrupted_ = false;  // the statement under way
  std::chrono::steady_clock::time_point next_cancel_;
};

// While it lives, interrupts do not disturb the connection: for ROLLBACK, unlocking and other clearing up.
class Uninterrupted {
 public:
  explicit Uninterrupted(Connection& connection);
  ~Uninterrupted();
  Uninterrupted(const Uninterrupted&) = delete;
  Uninterrupted& operator=(const Uninterrupted&) = delete;

 private:
  Connection& connection_;
  Interrupt* interrupt_;
};

}  // namespace lockstep::pg
