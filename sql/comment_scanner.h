// SPDX-License-Identifier: Apache-2.0
// Finds the comments of a piece of SQL, with PostgreSQL's own scanner.
#pragma once

#include <string>
#include <vector>

#include "sql/source_file.h"

namespace lockstep::sql {

// Spans within `sql`, with the comments' markers, in order. Where the scanner stops at a token that it does
// not take, the comments before it are found.
std::vector<Span> ScanComments(const std::string& sql);

}  // namespace lockstep::sql
