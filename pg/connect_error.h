// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made, out of what libpq leaves behind. For connect.cc only.
#pragma once

#include <string_view>

#include "pg/error.h"

namespace lockstep::pg {

// How far the last attempt came.
enum class ConnectStage {
  kParameters,  // libpq did not accept what it was given
  kNetwork,     // no socket: names, routes, nobody listens
  kHandshake,   // somebody answered: TLS, authentication, the server's own refusal, target_session_attrs
};

// `text` is PQerrorMessage() written with PQERRORS_VERBOSE: one paragraph an address that was tried, a
// server's answer as "FATAL:  28P01: message", then DETAIL, HINT and LOCATION lines. The last address
// decides.
DatabaseError ExplainConnectFailure(std::string_view text, ConnectStage stage);

}  // namespace lockstep::pg
