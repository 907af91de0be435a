// SPDX-License-Identifier: Apache-2.0
#include "sql/walk.h"

#include <vector>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {

namespace {

// PostgreSQL's own enumeration of children, one level of it: the callback only collects.
bool CollectChild(::Node* node, void* pending) {
  if (node != nullptr) static_cast<std::vector<::Node*>*>(pending)->push_back(node);
  return false;
}

}  // namespace

void Walk(const ::Node* root, const std::function<Visit(const ::Node&)>& visit) {
  if (root == nullptr) return;
  std::vector<::Node*> pending;
  std::vector<::Node*> children;
  // The walker is declared for mutable nodes, and changes none.
  pending.push_back(const_cast<::Node*>(root));
  while (!pending.empty()) {
    ::Node* node = pending.back();
    pending.pop_back();
    switch (visit(*node)) {
      case Visit::kStop:
        return;
      case Visit::kSkip:
        continue;
      case Visit::kDescend:
        break;
    }
    if (!pg_query_raw_tree_walker_supports(node)) continue;
    children.clear();
    raw_expression_tree_walker(node, CollectChild, &children);
    pending.insert(pending.end(), children.rbegin(), children.rend());
  }
}

}  // namespace lockstep::sql
