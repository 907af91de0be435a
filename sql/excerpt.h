// SPDX-License-Identifier: Apache-2.0
// The source line of a span, ready to be shown with the span underlined.
#pragma once

#include <cstddef>
#include <string>

#include "sql/source_file.h"

namespace lockstep::sql {

struct Excerpt {
  size_t line_number = 1;
  std::string line;    // tabs made blanks, control characters made visible, cut where it is very long
  std::string indent;  // blanks that stand as wide as what comes before the span
  size_t width = 1;    // columns to underline, at least one; a span over several lines counts on its first
};

// The span's text, with the lines in which something was put in for variables as they are written.
std::string TextAsWritten(const SourceFile& file, Span span);

Excerpt ExcerptOf(const SourceFile& file, Span span);

}  // namespace lockstep::sql
