// SPDX-License-Identifier: Apache-2.0
// How a DatabaseError describes itself.
#include "pg/error.h"

#include <fmt/format.h>

#include <utility>

namespace lockstep::pg {
namespace {

std::string Summary(const ServerMessage& message) {
  if (message.severity.empty()) return message.message;  // libpq's words, or ours
  return fmt::format("{} {}: {}", message.severity, message.sqlstate, message.message);
}

}  // namespace

DatabaseError::DatabaseError(Failure failure, ServerMessage message)
    : std::runtime_error(Summary(message)), failure_(failure), fields_(std::move(message)) {}

DatabaseError::DatabaseError(Failure failure, std::string message)
    : DatabaseError(failure, ServerMessage{.message = std::move(message)}) {}

}  // namespace lockstep::pg
