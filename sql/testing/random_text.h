// SPDX-License-Identifier: Apache-2.0
// Text made of the marks and words that matter to what cuts SQL up, in no order that makes sense.
#pragma once

#include <random>
#include <string>

namespace lockstep::sql {

std::string RandomText(std::mt19937& random);

}  // namespace lockstep::sql
