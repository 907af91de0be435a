// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sql/source_file.h"

namespace lockstep::sql {

// With its markers (-- … without the line end, or /* … */).
struct Comment {
  Span span;
};

}  // namespace lockstep::sql
