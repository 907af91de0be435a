// SPDX-License-Identifier: Apache-2.0
// The password that a program of the user's prints: short-lived tokens, password managers.
#pragma once

#include <filesystem>
#include <string>

#include "pg/interrupt.h"

namespace lockstep::cmd {

// Runs the command by /bin/sh in that folder, without standard input; its error stream is ours. Returns its
// output without the last line end. Throws UsageError when it fails, or prints nothing or no text, with a
// message that shows nothing of the output; DatabaseError (kUnreachable) when interrupted, after which it is
// stopped. `interrupt` may be null.
std::string RunPasswordCommand(const std::string& command, const std::filesystem::path& folder,
                               const pg::Interrupt* interrupt);

}  // namespace lockstep::cmd
