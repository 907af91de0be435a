// SPDX-License-Identifier: Apache-2.0
// How bad a finding is.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep::lint {

// In ascending order.
enum class Severity : uint8_t { kInfo, kWarning, kError };

// "error", "warning", "info"
std::string_view SeverityName(Severity severity);

}  // namespace lockstep::lint
