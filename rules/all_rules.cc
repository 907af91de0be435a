// SPDX-License-Identifier: Apache-2.0
#include "rules/all_rules.h"

#include <array>

namespace lockstep::rules {

namespace {

constexpr std::array<const lint::Rule*, 20> kRules = {
    &kDirective,
    &kCreateIndexBlocking,
    &kAddColumnRewrite,
    &kAlterColumnTypeRewrite,
    &kCheckValidatedUnderLock,
    &kDropColumn,
    &kRenameColumn,
    &kConcurrentlyMixed,
    &kLockTable,
    &kRenameTable,
    &kDropTable,
    &kTruncate,
    &kTableRewrite,
    &kValidatedInSameTransaction,
    &kNoLockTimeout,
    &kWorkUnderLock,
    &kManyTablesLocked,
    &kUnboundedWrite,
    &kStatementFails,
    &kTransactionControl,
};

}  // namespace

std::span<const lint::Rule* const> AllRules() { return kRules; }

}  // namespace lockstep::rules
