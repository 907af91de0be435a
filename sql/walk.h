// SPDX-License-Identifier: Apache-2.0
// The one walker over expressions and queries. Iterative: a + b + c … nests one level a term, and 100,000
// terms are no reason to crash.
#pragma once

struct Node;

namespace lockstep::sql {

enum class Visit {
  kDescend,  // go on into the children
  kSkip,     // not into this node's children
  kStop,     // end the walk
};

// What a walk calls: a reference to a function object that outlives the walk.
class NodeVisitor {
 public:
  template <typename F>
  NodeVisitor(const F& visit)  // NOLINT(google-explicit-constructor): a lambda stands in its place
      : visit_(&visit),
        call_([](const void* f, const ::Node& node) { return (*static_cast<const F*>(f))(node); }) {}

  Visit operator()(const ::Node& node) const { return call_(visit_, node); }

 private:
  const void* visit_;
  Visit (*call_)(const void* visit, const ::Node& node);
};

// Calls `visit` for `root` and each node below it, parents before children; of a list, for its elements
// alone. Covers everything an expression, SELECT, INSERT, UPDATE, DELETE or MERGE is made of; utility
// statements inside are visited, not entered. A null root is an empty walk.
void Walk(const ::Node* root, NodeVisitor visit);

}  // namespace lockstep::sql
