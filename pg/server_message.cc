// SPDX-License-Identifier: Apache-2.0
// Reads the fields of an error or notice out of libpq's result.
#include "pg/server_message.h"

#include <libpq-fe.h>

#include <cstdlib>

namespace lockstep::pg {
namespace {

std::string Field(const PGresult& result, int code) {
  const char* value = PQresultErrorField(&result, code);
  return value == nullptr ? std::string() : std::string(value);
}

int Position(const PGresult& result, int code) { return std::atoi(Field(result, code).c_str()); }

}  // namespace

ServerMessage ServerMessage::From(const ::pg_result& result) {
  ServerMessage message{
      .severity = Field(result, PG_DIAG_SEVERITY_NONLOCALIZED),
      .sqlstate = Field(result, PG_DIAG_SQLSTATE),
      .message = Field(result, PG_DIAG_MESSAGE_PRIMARY),
      .detail = Field(result, PG_DIAG_MESSAGE_DETAIL),
      .hint = Field(result, PG_DIAG_MESSAGE_HINT),
      .context = Field(result, PG_DIAG_CONTEXT),
      .position = Position(result, PG_DIAG_STATEMENT_POSITION),
      .internal_query = Field(result, PG_DIAG_INTERNAL_QUERY),
      .internal_position = Position(result, PG_DIAG_INTERNAL_POSITION),
      .schema = Field(result, PG_DIAG_SCHEMA_NAME),
      .table = Field(result, PG_DIAG_TABLE_NAME),
      .column = Field(result, PG_DIAG_COLUMN_NAME),
      .data_type = Field(result, PG_DIAG_DATATYPE_NAME),
      .constraint = Field(result, PG_DIAG_CONSTRAINT_NAME),
  };
  if (message.message.empty()) return From(std::string_view(PQresultErrorMessage(&result)));
  return message;
}

ServerMessage ServerMessage::From(std::string_view text) {
  return {.message = std::string(text.substr(0, text.find_last_not_of('\n') + 1))};
}

}  // namespace lockstep::pg
