// SPDX-License-Identifier: Apache-2.0
#include "rules/all_rules.h"

#include <array>

namespace lockstep::rules {

namespace {

constexpr std::array<const lint::Rule*, 35> kRules = {
    &kDirective,
    &kCreateIndexBlocking,
    &kAddColumnRewrite,
    &kAlterColumnTypeRewrite,
    &kCheckValidatedUnderLock,
    &kDropColumn,
    &kRenameColumn,
    &kConcurrentlyMixed,
    &kLockTable,
    &kForeignKeyValidatedUnderLock,
    &kConstraintBuildsIndex,
    &kSetNotNullScan,
    &kAddColumnNotNullNoDefault,
    &kDropIndexBlocking,
    &kReindexBlocking,
    &kRenameTable,
    &kDropTable,
    &kTruncate,
    &kTableRewrite,
    &kPartitionAttachScan,
    &kPartitionParentLock,
    &kValidatedInSameTransaction,
    &kNoLockTimeout,
    &kInvalidIndexTrap,
    &kWorkUnderLock,
    &kManyTablesLocked,
    &kUnboundedWrite,
    &kEnumValueInTransaction,
    &kTriggersDisabled,
    &kReplicaIdentityLost,
    &kRefreshBlocking,
    &kDomainConstraintScan,
    &kStatementFails,
    &kTransactionControl,
    &kNotAnalysed,
};

}  // namespace

std::span<const lint::Rule* const> AllRules() { return kRules; }

}  // namespace lockstep::rules
