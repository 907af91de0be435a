// SPDX-License-Identifier: Apache-2.0
// UTF-8 as PostgreSQL accepts it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace lockstep::sql {

// The offset of the first byte that begins no valid character; text.size() when all of it is valid.
size_t ValidUtf8Prefix(std::string_view text);

// Bytes of the valid character that `text` begins with; 0 when it begins with none.
size_t Utf8CharacterLength(std::string_view text);

// The number of characters (code points) that begin in `text`, which has to be valid.
size_t CountCharacters(std::string_view text);

// The offset of character number `position`, from 1 as PostgreSQL counts error positions; text.size() behind
// the last one.
size_t OffsetOfCharacter(std::string_view text, size_t position);

// A byte that goes on with a character rather than beginning one.
inline bool IsUtf8Continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace lockstep::sql
