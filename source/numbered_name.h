// SPDX-License-Identifier: Apache-2.0
// File names of the form VERSION_TITLE.sql.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lockstep::source {

// The views are into the name.
struct NumberedName {
  std::string_view version;  // digits
  std::string_view title;
};

// ^([0-9]+)_(.*)\.sql$
std::optional<NumberedName> ParseNumberedName(std::string_view name);

// Why a file that somebody may take for such a one is none, and what to do; nothing when nobody would.
std::optional<std::string> WhyNotNumbered(std::string_view name);

}  // namespace lockstep::source
