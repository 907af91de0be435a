// SPDX-License-Identifier: Apache-2.0
// What the server says beside rows: the fields of an ErrorResponse or NoticeResponse message.
#pragma once

#include <string>
#include <string_view>

struct pg_result;  // libpq's PGresult

namespace lockstep::pg {

// Fields that the server did not send are empty (0 for positions).
// https://www.postgresql.org/docs/current/protocol-error-fields.html
struct ServerMessage {
  std::string severity{};  // never translated: ERROR, FATAL, PANIC, WARNING, NOTICE, DEBUG, INFO, LOG
  std::string sqlstate{};
  std::string message{};
  std::string detail{};
  std::string hint{};
  std::string context{};
  int position = 0;  // 1-based, counted in characters of the text that was sent
  std::string internal_query{};
  int internal_position = 0;  // 1-based, counted in characters of internal_query
  std::string schema{};
  std::string table{};
  std::string column{};
  std::string data_type{};
  std::string constraint{};

  // From a result that is an error or notice. Errors that libpq made up itself have a message only.
  static ServerMessage From(const ::pg_result& result);
  // From libpq's own words (PQerrorMessage), which end with a newline.
  static ServerMessage From(std::string_view text);
};

}  // namespace lockstep::pg
