// SPDX-License-Identifier: Apache-2.0
// Ignore directives: `-- lockstep: ignore=MIG001 reason="…"` on a line of its own, for the next statement
// only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/script.h"

namespace lockstep::lint {

struct Directive {
  sql::Span span;                       // of the comment
  std::vector<std::string> rules = {};  // that it names
  std::string reason = {};
  size_t statement = 0;  // index of the statement it is for
};

// A comment that means to be a directive and is none.
struct BadDirective {
  sql::Span span;
  std::string message;
  std::string help;
  size_t statement = 0;  // 1-based number of the statement it stands at; 0: none
};

struct Directives {
  std::vector<Directive> valid = {};
  std::vector<BadDirective> bad = {};
};

// Finds the directives among a script's comments. Whether the rules that they name exist is `is_rule`'s to
// say.
Directives ReadDirectives(const sql::Script& script, const std::function<bool(std::string_view)>& is_rule);

}  // namespace lockstep::lint
