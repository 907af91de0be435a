// SPDX-License-Identifier: Apache-2.0
// Feeds COPY … FROM STDIN.
#pragma once

#include <string_view>

#include "pg/connection.h"

namespace lockstep::pg {

// The connection has to outlive it, and is not used otherwise meanwhile.
class CopyIn {
 public:
  // Throws DatabaseError when the server refuses, or the statement is another one (which has been run, then).
  CopyIn(Connection& connection, std::string_view statement);
  // What was not finished is given up: the server loads nothing.
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;

  // Any piece of the data as COPY's format has it, without the line "\."; returns when the socket has taken
  // it.
  void Write(std::string_view data);
  // Ends the data. Throws DatabaseError for whatever the server found wrong with it.
  Result Finish();

 private:
  Connection& connection_;
  bool open_ = false;
};

}  // namespace lockstep::pg
