// SPDX-License-Identifier: Apache-2.0
#include "model/transactionality.h"

#include "sql/nodes.h"

namespace lockstep::model {

namespace {

// The callers of PreventInTransactionBlock() in PostgreSQL's source, 14 to 18.

Transactionality OfReindex(const ::ReindexStmt& statement) {
  if (sql::OptionIsOn(statement.params, "concurrently")) return Transactionality::kRefused;
  switch (statement.kind) {
    case REINDEX_OBJECT_SCHEMA:
    case REINDEX_OBJECT_SYSTEM:
    case REINDEX_OBJECT_DATABASE:
      return Transactionality::kRefused;
    case REINDEX_OBJECT_INDEX:
    case REINDEX_OBJECT_TABLE:
      return Transactionality::kAskServer;  // refused where it is partitioned
  }
  return Transactionality::kAllowed;
}

bool DetachesConcurrently(const ::AlterTableStmt& statement) {
  for (const auto* command : sql::Elements<::AlterTableCmd>(statement.cmds)) {
    if (command == nullptr || command->subtype != AT_DetachPartition) continue;
    const auto* partition = sql::As<::PartitionCmd>(command->def);
    if (partition != nullptr && partition->concurrent) return true;
  }
  return false;
}

bool CreatesSlot(const ::List* options) {
  const auto connects = [&](std::string_view name) {
    return sql::FindOption(options, name) == nullptr || sql::OptionIsOn(options, name);
  };
  return connects("connect") && connects("create_slot");
}

Transactionality RefusedIf(bool refused) {
  return refused ? Transactionality::kRefused : Transactionality::kAllowed;
}

Transactionality OfAlterSubscription(const ::AlterSubscriptionStmt& statement) {
  switch (statement.kind) {
    case ALTER_SUBSCRIPTION_REFRESH:
      return Transactionality::kRefused;
    case ALTER_SUBSCRIPTION_SET_PUBLICATION:
    case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
    case ALTER_SUBSCRIPTION_DROP_PUBLICATION: {
      const bool refresh = sql::FindOption(statement.options, "refresh") == nullptr ||
                           sql::OptionIsOn(statement.options, "refresh");
      return refresh ? Transactionality::kAskServer : Transactionality::kAllowed;
    }
    case ALTER_SUBSCRIPTION_OPTIONS:
      return RefusedIf(sql::FindOption(statement.options, "failover") != nullptr ||
                       sql::FindOption(statement.options, "two_phase") != nullptr);
    default:
      return Transactionality::kAllowed;
  }
}

}  // namespace

Transactionality TransactionalityOf(const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_IndexStmt:
      return RefusedIf(sql::As<::IndexStmt>(&statement)->concurrent);
    case T_DropStmt:
      return RefusedIf(sql::As<::DropStmt>(&statement)->concurrent);
    case T_ReindexStmt:
      return OfReindex(*sql::As<::ReindexStmt>(&statement));
    case T_AlterTableStmt:
      return RefusedIf(DetachesConcurrently(*sql::As<::AlterTableStmt>(&statement)));
    case T_VacuumStmt:
      return RefusedIf(sql::As<::VacuumStmt>(&statement)->is_vacuumcmd);  // ANALYZE may
    case T_ClusterStmt:
      // Of all tables; of one that is partitioned too.
      return sql::As<::ClusterStmt>(&statement)->relation == nullptr ? Transactionality::kRefused
                                                                     : Transactionality::kAskServer;
    case T_CreatedbStmt:
    case T_DropdbStmt:
    case T_CreateTableSpaceStmt:
    case T_DropTableSpaceStmt:
    case T_AlterSystemStmt:
      return Transactionality::kRefused;
    case T_AlterDatabaseStmt:
      return RefusedIf(sql::FindOption(reinterpret_cast<const ::AlterDatabaseStmt*>(&statement)->options,
                                       "tablespace") != nullptr);
    case T_DiscardStmt:
      return RefusedIf(sql::As<::DiscardStmt>(&statement)->target == DISCARD_ALL);
    case T_CreateSubscriptionStmt:
      return RefusedIf(CreatesSlot(sql::As<::CreateSubscriptionStmt>(&statement)->options));
    case T_AlterSubscriptionStmt:
      return OfAlterSubscription(*sql::As<::AlterSubscriptionStmt>(&statement));
    case T_DropSubscriptionStmt:
    case T_CallStmt:
    case T_DoStmt:
      return Transactionality::kAskServer;  // where there is a slot, where it commits
    case T_TransactionStmt: {
      const auto kind = sql::As<::TransactionStmt>(&statement)->kind;
      const bool is_of_savepoint =
          kind == TRANS_STMT_SAVEPOINT || kind == TRANS_STMT_RELEASE || kind == TRANS_STMT_ROLLBACK_TO;
      if (is_of_savepoint) return Transactionality::kRequired;
      return RefusedIf(kind == TRANS_STMT_COMMIT_PREPARED || kind == TRANS_STMT_ROLLBACK_PREPARED);
    }
    case T_LockStmt:
      return Transactionality::kRequired;
    default:
      return Transactionality::kAllowed;
  }
}

}  // namespace lockstep::model
