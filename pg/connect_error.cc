// SPDX-License-Identifier: Apache-2.0
// Classifies failed connects: PQping() would tell less (it answers "accepting" to any refusal) and connects
// once more.
#include "pg/connect_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <string>

#include "pg/pooler.h"

namespace lockstep::pg {
namespace {

constexpr size_t kSqlStateLength = 5;
constexpr std::string_view kBeforeSqlState = ":  ";  // between severity and SQLSTATE

bool IsSqlState(std::string_view text) {
  return text.size() == kSqlStateLength && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isdigit(c) != 0 || (c >= 'A' && c <= 'Z');
         });
}

// Takes "28P01: " out of "… failed: FATAL:  28P01: password authentication failed …"; empty when there is
// none.
std::string ExtractSqlState(std::string& line) {
  for (size_t at = line.find(kBeforeSqlState); at != std::string::npos;
       at = line.find(kBeforeSqlState, at + 1)) {
    const size_t begin = at + kBeforeSqlState.size();
    const std::string sqlstate = line.substr(begin, kSqlStateLength);
    if (!IsSqlState(sqlstate) || line.compare(begin + kSqlStateLength, 2, ": ") != 0) continue;
    line.erase(begin, kSqlStateLength + 2);
    return sqlstate;
  }
  return "";
}

// libpq says the same twice where it tried with and without encryption.
void AppendOnce(std::string& text, std::string_view line) {
  if (fmt::format("\n{}\n", text).find(fmt::format("\n{}\n", line)) != std::string::npos) return;
  if (!text.empty()) text += '\n';
  text += line;
}

// Since libpq 14 every attempt that failed begins its line so.
bool BeginsAttempt(std::string_view line) {
  return line.starts_with("connection to server ") || line.starts_with("could not translate host name ");
}

void AddLine(ServerMessage& fields, std::string line) {
  constexpr std::string_view kDetail = "DETAIL:  ";
  constexpr std::string_view kHint = "HINT:  ";
  if (line.starts_with("LOCATION:  ")) return;
  if (line.starts_with(kDetail)) return AppendOnce(fields.detail, line.substr(kDetail.size()));
  if (line.starts_with(kHint)) return AppendOnce(fields.hint, line.substr(kHint.size()));
  if (BeginsAttempt(line)) fields.sqlstate = ExtractSqlState(line);
  AppendOnce(fields.message, line);
}

ServerMessage ReadFields(std::string_view text) {
  ServerMessage fields;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) AddLine(fields, std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fields;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
bool IsTemporary(std::string_view sqlstate) {
  constexpr std::array<std::string_view, 3> kStates = {
      "57P01",  // admin_shutdown
      "57P02",  // crash_shutdown
      "57P03",  // cannot_connect_now: starting up, shutting down, in recovery
  };
  return sqlstate.starts_with("53")  // insufficient resources: too many connections, out of memory, disk full
         || std::find(kStates.begin(), kStates.end(), sqlstate) != kStates.end();
}

bool ContainsAny(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// PgBouncer says 08P01 to everything: its own refusals, and a server's words that it passes on.
bool IsTemporaryPoolerError(const ServerMessage& fields) {
  constexpr std::array<std::string_view, 4> kWords = {"query_wait_timeout", "client_login_timeout",
                                                      "the database system is ", "too many c"};
  return fields.sqlstate == "08P01" && ContainsAny(fields.message, kWords);
}

// A network that failed after the handshake had begun. libpq translates its words only in programs that call
// setlocale(), ours does not.
bool BrokeOff(std::string_view message) {
  constexpr std::array<std::string_view, 4> kWords = {"server closed the connection unexpectedly",
                                                      "could not receive data from server", "could not send",
                                                      "SSL SYSCALL error"};
  return ContainsAny(message, kWords);
}

Failure Classify(const ServerMessage& fields, ConnectStage stage) {
  const size_t last_line = fields.message.rfind('\n') + 1;  // npos + 1 is 0
  if (!BeginsAttempt(fields.message) || fields.message.compare(last_line, 8, "invalid ") == 0) {
    return Failure::kBadParameters;
  }
  const bool temporary = fields.sqlstate.empty()
                             ? stage == ConnectStage::kNetwork || BrokeOff(fields.message)
                             : IsTemporary(fields.sqlstate) || IsTemporaryPoolerError(fields);
  return temporary ? Failure::kUnreachable : Failure::kRefused;
}

// PgBouncer takes a few settings of the startup message, and refuses the connection for others.
bool IsPoolersRefusal(std::string_view message) {
  return message.find("unsupported startup parameter") != std::string_view::npos;
}

void AddAdvice(ServerMessage& fields) {
  if (IsPoolersRefusal(fields.message)) {
    fields.hint =
        fmt::format("a connection pooler refuses a setting of the connection string; {}", PoolerAdvice());
  }
  if (fields.message.find("certificate verify failed") != std::string::npos) {
    fields.hint =
        "the server's certificate is signed by none of the authorities in the file that sslrootcert names "
        "(~/.postgresql/root.crt unless given): this is another server, or that file is not the right one";
  }
}

}  // namespace

DatabaseError ExplainConnectFailure(std::string_view text, ConnectStage stage) {
  ServerMessage fields = ReadFields(text);
  AddAdvice(fields);
  const Failure failure = Classify(fields, stage);
  return DatabaseError(failure, std::move(fields));
}

}  // namespace lockstep::pg
