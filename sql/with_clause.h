// SPDX-License-Identifier: Apache-2.0
// The WITH clause of a query.
#pragma once

#include "sql/nodes.h"

namespace lockstep::sql {

// Null: the node has none, or is none that may have one.
inline const ::WithClause* WithClauseOf(const ::Node& node) {
  switch (TagOf(&node)) {
    case T_SelectStmt:
      return As<::SelectStmt>(&node)->withClause;
    case T_InsertStmt:
      return As<::InsertStmt>(&node)->withClause;
    case T_UpdateStmt:
      return As<::UpdateStmt>(&node)->withClause;
    case T_DeleteStmt:
      return As<::DeleteStmt>(&node)->withClause;
    case T_MergeStmt:
      return As<::MergeStmt>(&node)->withClause;
    default:
      return nullptr;
  }
}

}  // namespace lockstep::sql
