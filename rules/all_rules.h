// SPDX-License-Identifier: Apache-2.0
// The table of all rules. A new rule: its file, a declaration here, a line in all_rules.cc, a line in
// rules/CMakeLists.txt, its page in runbooks/, its fixtures in testdata/lint/.
#pragma once

#include <span>

#include "lint/rule.h"

namespace lockstep::rules {

extern const lint::Rule kDirective;                     // MIG000
extern const lint::Rule kCreateIndexBlocking;           // MIG001
extern const lint::Rule kAddColumnRewrite;              // MIG002
extern const lint::Rule kAlterColumnTypeRewrite;        // MIG003
extern const lint::Rule kCheckValidatedUnderLock;       // MIG004
extern const lint::Rule kDropColumn;                    // MIG005
extern const lint::Rule kRenameColumn;                  // MIG006
extern const lint::Rule kConcurrentlyMixed;             // MIG007
extern const lint::Rule kLockTable;                     // MIG008
extern const lint::Rule kForeignKeyValidatedUnderLock;  // MIG009
extern const lint::Rule kConstraintBuildsIndex;         // MIG010
extern const lint::Rule kSetNotNullScan;                // MIG011
extern const lint::Rule kAddColumnNotNullNoDefault;     // MIG012
extern const lint::Rule kDropIndexBlocking;             // MIG013
extern const lint::Rule kReindexBlocking;               // MIG014
extern const lint::Rule kRenameTable;                   // MIG015
extern const lint::Rule kDropTable;                     // MIG016
extern const lint::Rule kTruncate;                      // MIG017
extern const lint::Rule kTableRewrite;                  // MIG018
extern const lint::Rule kPartitionAttachScan;           // MIG019
extern const lint::Rule kPartitionParentLock;           // MIG020
extern const lint::Rule kValidatedInSameTransaction;    // MIG021
extern const lint::Rule kNoLockTimeout;                 // MIG022
extern const lint::Rule kInvalidIndexTrap;              // MIG023
extern const lint::Rule kWorkUnderLock;                 // MIG024
extern const lint::Rule kManyTablesLocked;              // MIG025
extern const lint::Rule kUnboundedWrite;                // MIG026
extern const lint::Rule kEnumValueInTransaction;        // MIG027
extern const lint::Rule kTriggersDisabled;              // MIG028
extern const lint::Rule kReplicaIdentityLost;           // MIG029
extern const lint::Rule kRefreshBlocking;               // MIG030
extern const lint::Rule kDomainConstraintScan;          // MIG031
extern const lint::Rule kStatementFails;                // MIG032
extern const lint::Rule kTransactionControl;            // MIG033
extern const lint::Rule kNotAnalysed;                   // MIG034

// Sorted by id.
std::span<const lint::Rule* const> AllRules();

}  // namespace lockstep::rules
