// SPDX-License-Identifier: Apache-2.0
// The parser reads PostgreSQL's newest grammar; an older server refuses what is new in it.
#pragma once

#include <string_view>

#include "sql/nodes.h"

namespace lockstep::model {

struct Syntax {
  std::string_view name = {};  // as one writes it
  int since = 0;               // the first major version that takes it; 0: all do
};

// The newest of what the statement itself is written with, as measured on PostgreSQL 14 to 18.
Syntax NewestSyntax(const ::Node& statement);

}  // namespace lockstep::model
