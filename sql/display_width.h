// SPDX-License-Identifier: Apache-2.0
// How many terminal columns a text takes.
#pragma once

#include <cstddef>
#include <string_view>

namespace lockstep::sql {

// Of valid UTF-8 without control characters: wide (East Asian, emoji) characters count two, combining marks
// and zero-width characters none.
size_t DisplayWidth(std::string_view text);

}  // namespace lockstep::sql
