// SPDX-License-Identifier: Apache-2.0
// The comments by which goose's files say what is what.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lockstep::source {

enum class GooseAnnotation : uint8_t {
  kUp,
  kDown,
  kStatementBegin,
  kStatementEnd,
  kNoTransaction,
  kEnvsubOn,
  kEnvsubOff,
  kUnknown,  // a comment with "+goose" in it that is none of these, which goose refuses
};

// What the line says, wherever in the line it begins; nothing for a line without "+goose" in a comment.
std::optional<GooseAnnotation> ParseGooseAnnotation(std::string_view line);

}  // namespace lockstep::source
