// SPDX-License-Identifier: Apache-2.0
// Environment variables in the SQL of goose's files, between "ENVSUB ON" and "ENVSUB OFF".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "source/format.h"

namespace lockstep::source {

struct Substitution {
  std::string text = {};
  std::string error = {};  // empty: none; the text is then of no use
  size_t offset = 0;       // of the byte in the line that the error is about
};

// Puts variables into a line as goose does: $VAR and ${VAR}; ${VAR:-default} for one that is unset or empty,
// ${VAR-default} for an unset one, ${VAR?message}; in defaults the same again. "$$" and "\$" are a "$", and
// "$(" stands for itself. An unset variable without a default is an error, where goose puts in nothing; so is
// a value with a line break, for lines have to stay lines.
Substitution SubstituteVariables(std::string_view line, const Environment& environment);

}  // namespace lockstep::source
