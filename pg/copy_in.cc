// SPDX-License-Identifier: Apache-2.0
// COPY's sub-protocol: data until its end, then one result.
#include "pg/copy_in.h"

#include <libpq-fe.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "pg/error.h"

namespace lockstep::pg {

CopyIn::CopyIn(Connection& connection, std::string_view statement) : connection_(connection) {
  connection_.SendSimple(statement);
  Result first = connection_.NextResult();
  open_ = PQresultStatus(first.get()) == PGRES_COPY_IN;
  if (open_) return;
  connection_.FinishStatement(std::move(first));
  throw DatabaseError(Failure::kStatement,
                      "not a COPY FROM STDIN statement: there is nothing to send data to");
}

CopyIn::~CopyIn() {
  if (!open_) return;
  try {
    const Uninterrupted guard(connection_);
    connection_.EndCopyIn("given up");
    connection_.FinishStatement(connection_.NextResult());
  } catch (const std::exception&) {
    // The server's answer to giving up is an error.
  }
}

void CopyIn::Write(std::string_view data) {
  constexpr size_t kPiece = 1 << 16;  // libpq takes lengths as int, and copies what the socket does not take
  for (; !data.empty(); data.remove_prefix(std::min(kPiece, data.size()))) {
    connection_.PutCopyData(data.substr(0, kPiece));
  }
}

Result CopyIn::Finish() {
  open_ = false;
  connection_.EndCopyIn("");
  return connection_.FinishStatement(connection_.NextResult());
}

}  // namespace lockstep::pg
