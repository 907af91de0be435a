// SPDX-License-Identifier: Apache-2.0
// Private directories for servers, the files in them, and free ports.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "pg/testing/child_process.h"

namespace lockstep::pg {

// A new directory that only the account can enter, with a path short enough for Unix sockets in it: below
// TMPDIR where that is possible; else in memory, where databases are made several times as fast as on a disk,
// or below /tmp where there is too little of it. Whoever asks for it removes it.
std::filesystem::path MakeServerDirectory(const std::optional<Account>& account);

// Empty when there is none.
std::string ReadFile(const std::filesystem::path& file);

// A port on 127.0.0.1 that nobody listens on at this moment.
int FreePort();

}  // namespace lockstep::pg
