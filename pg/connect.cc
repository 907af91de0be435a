// SPDX-License-Identifier: Apache-2.0
// Drives libpq's nonblocking connect, and finds out why it failed.
#include "pg/connect.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "pg/connect_error.h"
#include "pg/error.h"

namespace lockstep::pg {

using std::chrono::ceil;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

using ConnectionPointer = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// libpq's arrays of keywords and values; the strings belong to the ConnectionString.
struct Parameters {
  std::vector<const char*> keywords;
  std::vector<const char*> values;

  void Add(const char* keyword, const char* value) {
    keywords.push_back(keyword);
    values.push_back(value);
  }
};

Parameters MakeParameters(const ConnectionString& database) {
  Parameters parameters;
  parameters.Add("fallback_application_name", "lockstep");
  // Routers forget connections that are silent for minutes, as ours are while an index is built.
  parameters.Add("keepalives_idle", "60");
  parameters.Add("keepalives_interval", "10");
  parameters.Add("keepalives_count", "6");
  for (const auto& [keyword, value] : database.parameters()) parameters.Add(keyword.c_str(), value.c_str());
  // What is last counts: PGCLIENTENCODING must not change what we send.
  parameters.Add("client_encoding", "UTF8");
  parameters.Add(nullptr, nullptr);
  return parameters;
}

void IgnoreNotice(void*, const PGresult*) {}

// From the string, the environment or a service file; 0 is for ever.
milliseconds ConnectTimeout(PGconn* connection) {
  constexpr int kDefault = 10;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfo(connection),
                                                                             &PQconninfoFree);
  int timeout = kDefault;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) != "connect_timeout" || option->val == nullptr) continue;
    const std::string_view value(option->val);
    std::from_chars(value.data(), value.data() + value.size(), timeout);
  }
  return seconds(std::max(timeout, 0));
}

std::string CurrentAddress(const PGconn* connection) {
  return fmt::format("{} {} {}", PQhost(connection), PQhostaddr(connection), PQport(connection));
}

// The time that one address may take. libpq has no timeout in nonblocking mode.
class Deadline {
 public:
  explicit Deadline(PGconn* connection) : connection_(connection), timeout_(ConnectTimeout(connection)) {}

  // What is left for the current address; starts again when libpq has gone on to the next one.
  milliseconds Left() {
    if (std::string address = CurrentAddress(connection_); address != address_) {
      address_ = std::move(address);
      end_ = steady_clock::now() + timeout_;
      gave_up_ = false;
    }
    if (timeout_.count() == 0) return milliseconds(-1);
    return std::max(milliseconds(0), ceil<milliseconds>(end_ - steady_clock::now()));
  }

  bool Passed() const { return timeout_.count() > 0 && steady_clock::now() >= end_; }

  // A socket that was shut down fails, and a failed one makes libpq go on to the next address. False when
  // that did not help.
  bool GiveAddressUp() {
    if (gave_up_) return false;
    ::shutdown(PQsocket(connection_), SHUT_RDWR);
    gave_up_ = true;
    end_ = steady_clock::now() + seconds(1);
    silent_ +=
        fmt::format("{}{}, port {}", silent_.empty() ? "" : "; ", PQhost(connection_), PQport(connection_));
    return true;
  }

  // What libpq does not know: that it was us who ended an attempt.
  std::string Note() const {
    return silent_.empty() ? ""
                           : fmt::format("no answer within {} s from {}", timeout_.count() / 1000, silent_);
  }

 private:
  PGconn* connection_;
  milliseconds timeout_;
  std::string address_;
  steady_clock::time_point end_;
  bool gave_up_ = false;
  std::string silent_;  // the addresses given up
};

ConnectStage Stage(const PGconn* connection) {
  const ConnStatusType status = PQstatus(connection);
  const bool no_socket = status == CONNECTION_NEEDED || status == CONNECTION_STARTED;
  return no_socket ? ConnectStage::kNetwork : ConnectStage::kHandshake;
}

// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PQCONNECTSTARTPARAMS
void Drive(PGconn* connection, const Interrupt* interrupt) {
  Deadline deadline(connection);
  ConnectStage stage = ConnectStage::kNetwork;
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    const Wake wake = WaitForSocket(PQsocket(connection), events, deadline.Left(), interrupt);
    if (wake == Wake::kInterrupt) throw DatabaseError(Failure::kUnreachable, "interrupted while connecting");
    if (wake == Wake::kNothing) {
      if (deadline.Passed() && !deadline.GiveAddressUp()) {
        throw DatabaseError(Failure::kUnreachable, deadline.Note());
      }
      continue;
    }
    stage = Stage(connection);
    next = PQconnectPoll(connection);
  }
  if (next == PGRES_POLLING_OK) return;
  throw ExplainConnectFailure(fmt::format("{}HINT:  {}", PQerrorMessage(connection), deadline.Note()), stage);
}

}  // namespace

::pg_conn* Connect(const ConnectionString& database, const Interrupt* interrupt) {
  const Parameters parameters = MakeParameters(database);
  ConnectionPointer connection(PQconnectStartParams(parameters.keywords.data(), parameters.values.data(), 0),
                               &PQfinish);
  if (connection == nullptr) throw std::bad_alloc();
  PQsetNoticeReceiver(connection.get(), IgnoreNotice, nullptr);
  // Makes libpq write the SQLSTATE into its message, from where ExplainConnectFailure() takes it; there is no
  // other way to have it.
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  if (PQstatus(connection.get()) == CONNECTION_BAD) {
    throw ExplainConnectFailure(PQerrorMessage(connection.get()), ConnectStage::kNetwork);
  }
  Drive(connection.get(), interrupt);
  PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
  return connection.release();
}

}  // namespace lockstep::pg
