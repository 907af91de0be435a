// SPDX-License-Identifier: Apache-2.0
// What a statement, or one operation of it, does to relations that others may be waiting for.
#pragma once

#include <cstdint>
#include <string>

#include "lint/diagnostic.h"
#include "model/record.h"

namespace lockstep::lint {

// Whether both are one sub-command, carried out on a table and on one of its partitions or children.
bool AreOne(const model::Operation& left, const model::Operation& right);

// Whether the statement's operation number `number` is that operation, or brought about by it.
bool BelongsTo(const model::StatementRecord& statement, uint32_t number, const model::Operation& operation);

// The relation where others may be waiting for it under a name of its own: one that was there before the
// file, indexes aside. Null elsewhere.
const model::Relation* Nameworthy(const model::FileRecord& file, const model::StatementRecord& statement,
                                  model::RelationId relation);

// Whether readers or writers wait for a lock on such a relation. Nobody writes to a materialized view but
// REFRESH.
bool KeepsOthersWaiting(const model::Relation& relation, model::LockMode mode);
bool KeepsOthersWaiting(const model::FileRecord& file, const model::StatementRecord& statement,
                        const model::LockRequest& lock);

// Of one operation, wherever it is carried out; of the whole statement where `operation` is null.
EffectSummary Summarise(const model::FileRecord& file, const model::StatementRecord& statement,
                        const model::Operation* operation);

// For people: "SHARE on public.orders (blocks writes); table scan; index build". Empty without an effect.
std::string EffectText(const EffectSummary& effect);

}  // namespace lockstep::lint
