// SPDX-License-Identifier: Apache-2.0
#include "sql/walk.h"

#include <algorithm>
#include <array>
#include <memory_resource>
#include <vector>

#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// Nodes that are still to be visited.
using Nodes = std::pmr::vector<::Node*>;

constexpr size_t kUsualSize = 64;

// PostgreSQL's own enumeration of children, one level of it: the callback only collects. Lists nest no deeper
// than the rows of VALUES do.
bool CollectChild(::Node* node, void* pending) {
  if (const auto* list = As<::List>(node)) {
    for (size_t i = 0; i < Length(list); ++i)
      CollectChild(static_cast<::Node*>(list->elements[i].ptr_value), pending);
  } else if (node != nullptr) {
    static_cast<Nodes*>(pending)->push_back(node);
  }
  return false;
}

// libpg_query's list of what the walker takes lacks RETURNING, which is a node of its own since 18. In
// columns and constants, which most nodes are, it would find none.
bool HasChildren(::Node* node) {
  if (node->type == T_ColumnRef || node->type == T_A_Const) return false;
  return pg_query_raw_tree_walker_supports(node) || node->type == T_ReturningClause;
}

}  // namespace

void Walk(const ::Node* root, NodeVisitor visit) {
  if (root == nullptr) return;
  std::array<::Node*, kUsualSize> room;
  std::pmr::monotonic_buffer_resource memory(room.data(), sizeof room);
  Nodes pending(&memory);
  pending.reserve(kUsualSize);
  // The walker is declared for mutable nodes, and changes none.
  CollectChild(const_cast<::Node*>(root), &pending);
  std::reverse(pending.begin(), pending.end());
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
    if (!HasChildren(node)) continue;
    const auto begin = static_cast<std::ptrdiff_t>(pending.size());
    raw_expression_tree_walker(node, CollectChild, &pending);
    std::reverse(pending.begin() + begin, pending.end());
  }
}

}  // namespace lockstep::sql
