// SPDX-License-Identifier: Apache-2.0
// What goes to the error stream about the run: `lockstep: error: TEXT`. Texts may hold names and values from
// outside; none of them steers the terminal. Line ends stay.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "cmd/command.h"
#include "source/migration.h"

namespace lockstep::cmd {

// The text with its line ends, so that nothing in it steers the terminal.
std::string PrintableLines(std::string_view text);

void WriteError(std::ostream& err, std::string_view text);
void WriteWarning(std::ostream& err, std::string_view text);
// The text alone, at once: somebody may be waiting.
void WriteProgress(std::ostream& err, std::string_view text);

// All that is wrong in a migrations directory; warnings with --verbose only.
void WriteProblems(const source::Directory& directory, CommandContext& context);

}  // namespace lockstep::cmd
