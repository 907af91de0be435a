// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made, out of what libpq leaves behind. For connect.cc only.
#pragma once

#include <string_view>

#include "pg/error.h"

namespace lockstep::pg {

// How far the last attempt came.
enum class ConnectStage {
  kNetwork,    // no socket: names, routes, nobody listens
  kHandshake,  // somebody answered: TLS, authentication, the server's own refusal, target_session_attrs
};

// `text` is PQerrorMessage() written with PQERRORS_VERBOSE: for each address that was tried a line, a
// server's answer in it as "FATAL:  28P01: message", and lines of DETAIL, HINT and LOCATION. The last address
// decides; without one the parameters are bad.
DatabaseError ExplainConnectFailure(std::string_view text, ConnectStage stage);

}  // namespace lockstep::pg
