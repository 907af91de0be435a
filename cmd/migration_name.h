// SPDX-License-Identifier: Apache-2.0
// The name of a new migration's files: VERSION_TITLE.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::cmd {

// "Add Users!" and "AddUsers" become "add_users": lower case, and one underscore for each run of what is
// neither letter nor digit. Characters beyond ASCII stay. Throws UsageError where nothing is left, and for
// what is not UTF-8.
std::string MigrationTitle(std::string_view text);

// The number behind `highest` (digits; empty: there is none yet), with as many digits at least; the first has
// `first_digits`.
std::string NextNumber(std::string_view highest, size_t first_digits);

// `now` (YYYYMMDDHHMMSS), or the number behind `highest` where the clock says something earlier.
std::string NextTimestamp(std::string_view highest, std::string_view now);

// Whether a version is a date and time in 14 digits.
bool IsTimestamp(std::string_view version);

}  // namespace lockstep::cmd
