// SPDX-License-Identifier: Apache-2.0
// The one walker over expressions and queries. Iterative: a + b + c … nests one level a term, and 100,000
// terms are no reason to crash.
#pragma once

#include <functional>

struct Node;

namespace lockstep::sql {

enum class Visit {
  kDescend,  // go on into the children
  kSkip,     // not into this node's children
  kStop,     // end the walk
};

// Calls `visit` for `root` and each node below it, parents before children. Covers everything an expression,
// SELECT, INSERT, UPDATE, DELETE or MERGE is made of; utility statements inside are visited, not entered. A
// null root is an empty walk.
void Walk(const ::Node* root, const std::function<Visit(const ::Node&)>& visit);

}  // namespace lockstep::sql
