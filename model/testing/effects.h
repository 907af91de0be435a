// SPDX-License-Identifier: Apache-2.0
// What a statement does to a schema, in one line of text that a test can compare.
#pragma once

#include <string>

namespace lockstep::model {

// Runs `setup` as the first file and `statement` as the second, each statement on its own, everything being
// known, and says what the last statement does to what was there before, part by part where there is
// something to say:
//   "locks p AccessExclusive, t Share; rewrites t; scans t; builds t; blocks reads writes; fails 2BP01;
//   alone"
// ACCESS SHARE is left out, "alone" is what refuses a transaction block. Names are without "public.".
std::string EffectOf(const std::string& setup, const std::string& statement, int pg_version = 15);

}  // namespace lockstep::model
