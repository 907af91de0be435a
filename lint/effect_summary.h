// SPDX-License-Identifier: Apache-2.0
// What a statement, or one operation of it, does to tables that others may be waiting for.
#pragma once

#include <cstdint>
#include <optional>

#include "lint/diagnostic.h"
#include "model/record.h"

namespace lockstep::lint {

EffectSummary Summarise(const model::FileRecord& file, const model::StatementRecord& statement,
                        std::optional<uint32_t> operation);

}  // namespace lockstep::lint
