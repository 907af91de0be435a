// SPDX-License-Identifier: Apache-2.0
// Sends statements and collects their results in libpq's nonblocking mode.
#include "pg/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <utility>

#include "pg/connect.h"
#include "pg/error.h"

namespace lockstep::pg {

using std::chrono::ceil;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

// Called from within libpq, through which no exception may fly: handlers are called later, from
// DeliverNotices().
void CollectNotice(void* notices, const PGresult* notice) noexcept {
  static_cast<std::vector<ServerMessage>*>(notices)->push_back(ServerMessage::From(*notice));
}

// libpq would send what stands before a NUL, and nobody would miss the rest.
std::string CheckedText(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) {
    throw DatabaseError(Failure::kStatement,
                        ServerMessage{.severity = "ERROR",
                                      .sqlstate = "22021",
                                      .message = "invalid byte sequence for encoding \"UTF8\": 0x00"});
  }
  return std::string(text);
}

std::string TakeEscaped(char* escaped, const PGconn* connection) {
  if (escaped == nullptr) {
    throw DatabaseError(Failure::kStatement, ServerMessage::From(PQerrorMessage(connection)));
  }
  const std::unique_ptr<char, decltype(&PQfreemem)> owned(escaped, &PQfreemem);
  return std::string(escaped);
}

DatabaseError CopyOutRefused() {
  return DatabaseError(Failure::kStatement,
                       ServerMessage{.severity = "ERROR",
                                     .sqlstate = "0A000",
                                     .message = "COPY TO STDOUT has nobody to read it",
                                     .hint = "Use COPY TO a file on the server, or leave it out."});
}

TransactionStatus FromLibpq(PGTransactionStatusType status) {
  switch (status) {
    case PQTRANS_IDLE:
      return TransactionStatus::kIdle;
    case PQTRANS_ACTIVE:
      return TransactionStatus::kActive;
    case PQTRANS_INTRANS:
      return TransactionStatus::kInTransaction;
    case PQTRANS_INERROR:
      return TransactionStatus::kFailed;
    case PQTRANS_UNKNOWN:
      return TransactionStatus::kUnknown;
  }
  return TransactionStatus::kUnknown;
}

}  // namespace

Connection Connection::Open(const ConnectionString& database, Waiting waiting) {
  ::pg_conn* connection = Connect(database, waiting.interrupt);
  return Connection(connection, std::move(waiting));
}

Connection::Connection(::pg_conn* owned, Waiting waiting)
    : connection_(owned),
      notices_(std::make_unique<std::vector<ServerMessage>>()),
      waiting_(std::move(waiting)) {
  PQsetNoticeReceiver(owned, CollectNotice, notices_.get());
  PQsetnonblocking(owned, 1);
}

void Connection::Finish::operator()(::pg_conn* connection) const { PQfinish(connection); }

Result Connection::Execute(std::string_view sql) {
  SendSimple(sql);
  return FinishStatement(NextResult());
}

Result Connection::Query(std::string_view sql, const std::vector<Parameter>& parameters) {
  SendQuery(sql, parameters);
  return FinishStatement(NextResult());
}

void Connection::SendSimple(std::string_view sql) {
  Sent(PQsendQuery(connection_.get(), CheckedText(sql).c_str()));
}

void Connection::SendQuery(std::string_view sql, const std::vector<Parameter>& parameters) {
  std::vector<std::string> texts;
  std::vector<const char*> values;
  texts.reserve(parameters.size());  // so that no address changes
  for (const Parameter& parameter : parameters) {
    values.push_back(parameter ? texts.emplace_back(CheckedText(*parameter)).c_str() : nullptr);
  }
  Sent(PQsendQueryParams(connection_.get(), CheckedText(sql).c_str(), static_cast<int>(values.size()),
                         nullptr, values.data(), nullptr, nullptr, 0));
}

void Connection::Sent(int succeeded) {
  if (succeeded == 0) ThrowFailed();
  interrupted_ = false;
  next_tick_ = std::chrono::steady_clock::now() + waiting_.tick;
}

// Empty when the statement has no more results. Reads while it writes: a server whose answers nobody takes
// stops reading.
Result Connection::NextResult() {
  while (ok() && PQisBusy(connection_.get()) != 0) {
    DeliverNotices();  // as they come: a long statement may tell how far it is
    const bool unsent = PQflush(connection_.get()) > 0;
    Wait(unsent ? POLLIN | POLLOUT : POLLIN);
    if (PQconsumeInput(connection_.get()) == 0) break;  // lost: PQgetResult() says how
  }
  Result result(PQgetResult(connection_.get()));
  DeliverNotices();
  return result;
}

// Takes all results of what was sent. The first error counts: one after it only tells that the session has
// ended.
Result Connection::FinishStatement(Result first) {
  Result last;
  std::optional<DatabaseError> error;
  for (Result next = std::move(first); next; next = NextResult()) {
    const ExecStatusType status = PQresultStatus(next.get());
    if (status == PGRES_COPY_IN) EndCopyIn("no data came with the statement");
    if (status == PGRES_COPY_OUT) DrainCopyOut();
    if (error) continue;
    if (status == PGRES_COPY_OUT) error = CopyOutRefused();
    if (status == PGRES_FATAL_ERROR) error = Translate(*next.get());
    last = std::move(next);
  }
  if (error) throw *error;
  if (!last) ThrowFailed();
  return last;
}

void Connection::PutCopyData(std::string_view data) {
  int queued = 0;
  while ((queued = PQputCopyData(connection_.get(), data.data(), static_cast<int>(data.size()))) == 0) {
    Flush();
  }
  if (queued < 0) ThrowFailed();
  Flush();
}

// An empty reason ends the data; any other makes the server refuse the whole COPY with it.
void Connection::EndCopyIn(const std::string& reason) {
  int queued = 0;
  while ((queued = PQputCopyEnd(connection_.get(), reason.empty() ? nullptr : reason.c_str())) == 0) Flush();
  if (queued < 0) ThrowFailed();
}

void Connection::DrainCopyOut() {
  for (;;) {
    char* row = nullptr;
    const int length = PQgetCopyData(connection_.get(), &row, 1);
    PQfreemem(row);
    if (length < 0) return;  // -1: done, -2: failed; the next result tells
    if (length > 0) continue;
    Wait(POLLIN);
    if (PQconsumeInput(connection_.get()) == 0) return;
  }
}

// Until libpq's buffer is empty.
void Connection::Flush() {
  int unsent = 0;
  while ((unsent = PQflush(connection_.get())) > 0) {
    Wait(POLLIN | POLLOUT);
    if (PQconsumeInput(connection_.get()) == 0) ThrowFailed();
  }
  if (unsent < 0) ThrowFailed();
}

void Connection::Wait(short events) {
  // Once raised it stays readable: polling it again would spin.
  const Interrupt* interrupt = interrupted_ ? nullptr : waiting_.interrupt;
  const Wake wake = WaitForSocket(PQsocket(connection_.get()), events, UntilNextTimer(), interrupt);
  if (wake == Wake::kInterrupt || (interrupted_ && steady_clock::now() >= next_cancel_)) OnInterrupt();
  if (Ticks() && steady_clock::now() >= next_tick_) {
    next_tick_ = steady_clock::now() + waiting_.tick;
    waiting_.on_tick();
  }
}

bool Connection::Ticks() const { return waiting_.tick.count() > 0 && waiting_.on_tick != nullptr; }

milliseconds Connection::UntilNextTimer() const {
  auto next = steady_clock::time_point::max();
  if (interrupted_) next = std::min(next, next_cancel_);
  if (Ticks()) next = std::min(next, next_tick_);
  if (next == steady_clock::time_point::max()) return -1ms;
  return std::max(0ms, ceil<milliseconds>(next - steady_clock::now()));
}

// Repeated, as a request that overtakes its statement is lost.
void Connection::OnInterrupt() {
  interrupted_ = true;
  next_cancel_ = steady_clock::now() + 1s;
  if (waiting_.on_interrupt) return waiting_.on_interrupt();
  if (const auto failure = Cancel()) notices_->push_back({.severity = "WARNING", .message = *failure});
}

void Connection::DeliverNotices() {
  for (const ServerMessage& notice : std::exchange(*notices_, {})) {
    if (notice_handler_) notice_handler_(notice);
  }
}

void Connection::GiveUp() {
  ::shutdown(PQsocket(connection_.get()), SHUT_RDWR);
  while (PQconsumeInput(connection_.get()) != 0) {
  }
}

std::optional<std::string> Connection::Cancel() const {
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel(PQgetCancel(connection_.get()),
                                                                  &PQfreeCancel);
  std::array<char, 256> error{};
  if (PQcancel(cancel.get(), error.data(), static_cast<int>(error.size())) != 0) return std::nullopt;
  return fmt::format("the running statement could not be cancelled: {}",
                     ServerMessage::From(error.data()).message);
}

bool Connection::CancelBackend(int pid) {
  return Query("SELECT pg_cancel_backend($1)", {std::to_string(pid)}).Bool(0, 0);
}

std::string Connection::QuoteIdentifier(std::string_view name) const {
  return TakeEscaped(PQescapeIdentifier(connection_.get(), name.data(), name.size()), connection_.get());
}

std::string Connection::QuoteLiteral(std::string_view text) const {
  return TakeEscaped(PQescapeLiteral(connection_.get(), text.data(), text.size()), connection_.get());
}

TransactionStatus Connection::transaction_status() const {
  return FromLibpq(PQtransactionStatus(connection_.get()));
}

bool Connection::ok() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

int Connection::server_version() const { return PQserverVersion(connection_.get()); }

std::string_view Connection::parameter(const std::string& name) const {
  const char* value = PQparameterStatus(connection_.get(), name.c_str());
  return value == nullptr ? "" : value;
}

int Connection::reported_backend_pid() const { return PQbackendPID(connection_.get()); }

DatabaseError Connection::Translate(const ::pg_result& error) const {
  ServerMessage fields = ServerMessage::From(error);
  // After FATAL the server hangs up, which libpq may not have seen yet.
  const bool lost = !ok() || fields.severity == "FATAL" || fields.severity == "PANIC";
  return DatabaseError(lost ? Failure::kConnectionLost : Failure::kStatement, std::move(fields));
}

void Connection::ThrowFailed() const {
  throw DatabaseError(ok() ? Failure::kStatement : Failure::kConnectionLost,
                      ServerMessage::From(PQerrorMessage(connection_.get())));
}

Uninterrupted::Uninterrupted(Connection& connection)
    : connection_(connection), interrupt_(std::exchange(connection.waiting_.interrupt, nullptr)) {}

Uninterrupted::~Uninterrupted() { connection_.waiting_.interrupt = interrupt_; }

}  // namespace lockstep::pg
