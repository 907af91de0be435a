// SPDX-License-Identifier: Apache-2.0
#include "model/record.h"

#include <algorithm>

namespace lockstep::model {

LockMode StatementRecord::StrongestLock(RelationId relation) const {
  LockMode strongest = LockMode::kNone;
  for (const LockRequest& lock : locks) {
    if (lock.relation == relation) strongest = std::max(strongest, lock.mode);
  }
  return strongest;
}

bool StatementRecord::Does(WorkKind kind, RelationId table) const {
  return std::any_of(work.begin(), work.end(),
                     [&](const Work& item) { return item.kind == kind && item.table == table; });
}

std::string FileRecord::NameOf(RelationId relation, const StatementRecord& statement) const {
  const bool was_there = catalog->Get(relation, statement.before) != nullptr;
  return catalog->DisplayName(relation, was_there ? statement.before : statement.after);
}

bool FileRecord::IsExisting(RelationId relation) const {
  // Made by another file, or by none: then this one, or one before it, is only the first to speak of it.
  const Relation* object = catalog->Get(relation);
  if (object == nullptr) object = catalog->GetFirst(relation);
  return object != nullptr && object->created_in != number && !object->is_temporary;
}

}  // namespace lockstep::model
