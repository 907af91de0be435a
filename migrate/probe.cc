// SPDX-License-Identifier: Apache-2.0
#include "migrate/probe.h"

#include <fmt/format.h>

#include <utility>

#include "migrate/catalog_query.h"
#include "migrate/index_probe.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

constexpr std::string_view kPresent = "present";
constexpr std::string_view kAbsent = "absent";

// Carried out twice, it does what it does once.
class RepeatableProbe : public Probe {
 public:
  Facts Observe() override { return {}; }
  Verdict Settle(const Facts&) override { return Verdict::kNotDone; }
};

class UnknownProbe : public Probe {
 public:
  Facts Observe() override { return {}; }
  Verdict Settle(const Facts&) override { return Verdict::kUnknown; }
};

// Something is there afterwards that was not before, or the other way round.
class ExistenceProbe : public Probe {
 public:
  // `query` has a row where it is there.
  ExistenceProbe(pg::Connection& connection, std::string query, bool is_made)
      : connection_(connection), query_(std::move(query)), is_made_(is_made) {}

  Facts Observe() override { return {std::string(IsThere() ? kPresent : kAbsent)}; }

  Verdict Settle(const Facts& facts) override {
    const std::string_view before = is_made_ ? kAbsent : kPresent;
    const bool could_be_done = !facts.empty() && facts.front() == before;
    return could_be_done && IsThere() == is_made_ ? Verdict::kDone : Verdict::kNotDone;
  }

 private:
  bool IsThere() { return CatalogQuery(connection_, query_).rows() > 0; }

  pg::Connection& connection_;
  std::string query_;
  bool is_made_;
};

// DETACH PARTITION … CONCURRENTLY. Its first half commits; from there only FINALIZE leads on.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DETACH-PARTITION
class DetachProbe : public Probe {
 public:
  DetachProbe(pg::Connection& connection, const ::RangeVar& parent, const ::RangeVar& partition)
      : connection_(connection),
        parent_(sql::QualifiedName::From(parent)),
        partition_(sql::QualifiedName::From(partition)) {}

  Facts Observe() override { return {std::string(Resolve() && IsAttached() ? kPresent : kAbsent)}; }

  Verdict Settle(const Facts& facts) override {
    const bool could_be_done = !facts.empty() && facts.front() == kPresent;
    if (!Resolve()) return could_be_done ? Verdict::kUnknown : Verdict::kNotDone;
    if (IsPending()) return Finalize() ? Verdict::kDone : Verdict::kStuck;
    return could_be_done && !IsAttached() ? Verdict::kDone : Verdict::kNotDone;
  }

 private:
  bool Resolve() {
    const auto parent = ResolveRelation(connection_, parent_);
    const auto partition = ResolveRelation(connection_, partition_);
    if (!parent || !partition) return false;
    parent_oid_ = *parent;
    partition_oid_ = *partition;
    return true;
  }

  bool Finalize() {
    try {
      connection_.Execute(fmt::format("ALTER TABLE {} DETACH PARTITION {} FINALIZE",
                                      QualifiedNameOf(connection_, parent_oid_),
                                      QualifiedNameOf(connection_, partition_oid_)));
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.ConnectionLost()) throw;
      return false;
    }
  }

  bool IsAttached() { return HasLink("true"); }
  bool IsPending() { return HasLink("inhdetachpending"); }
  bool HasLink(std::string_view condition) {
    return CatalogQuery(connection_,
                        fmt::format("SELECT FROM pg_inherits WHERE inhparent = {} AND inhrelid = {} AND {}",
                                    parent_oid_, partition_oid_, condition))
               .rows() > 0;
  }

  pg::Connection& connection_;
  sql::QualifiedName parent_;
  sql::QualifiedName partition_;
  std::string parent_oid_;
  std::string partition_oid_;
};

std::unique_ptr<Probe> ProbeForAlterTable(pg::Connection& connection, const ::AlterTableStmt& statement) {
  for (const auto* command : sql::Elements<::AlterTableCmd>(statement.cmds)) {
    const auto* partition = command == nullptr ? nullptr : sql::As<::PartitionCmd>(command->def);
    if (command != nullptr && command->subtype == AT_DetachPartition && partition != nullptr) {
      return std::make_unique<DetachProbe>(connection, *statement.relation, *partition->name);
    }
  }
  return std::make_unique<UnknownProbe>();
}

std::unique_ptr<Probe> Existence(pg::Connection& connection, std::string_view query, const char* name,
                                 bool is_made) {
  return std::make_unique<ExistenceProbe>(
      connection, fmt::format("{}{}", query, connection.QuoteLiteral(sql::Text(name))), is_made);
}

constexpr std::string_view kDatabase = "SELECT FROM pg_database WHERE datname = ";
constexpr std::string_view kTablespace = "SELECT FROM pg_tablespace WHERE spcname = ";
constexpr std::string_view kPrepared = "SELECT FROM pg_prepared_xacts WHERE gid = ";
constexpr std::string_view kSubscription =
    "SELECT FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = "
    "current_database()) AND subname = ";

}  // namespace

std::unique_ptr<Probe> ProbeFor(pg::Connection& connection, const sql::Statement& statement) {
  const ::Node* node = statement.node;
  switch (sql::TagOf(node)) {
    case T_IndexStmt:
      return ProbeForBuild(connection, *sql::As<::IndexStmt>(node));
    case T_DropStmt:
      return ProbeForDrop(connection, *sql::As<::DropStmt>(node));
    case T_ReindexStmt:
      return ProbeForReindex(connection, *sql::As<::ReindexStmt>(node));
    case T_AlterTableStmt:
      return ProbeForAlterTable(connection, *sql::As<::AlterTableStmt>(node));
    case T_CreatedbStmt:
      return Existence(connection, kDatabase, sql::As<::CreatedbStmt>(node)->dbname, true);
    case T_DropdbStmt:
      return Existence(connection, kDatabase, sql::As<::DropdbStmt>(node)->dbname, false);
    case T_CreateTableSpaceStmt:
      return Existence(connection, kTablespace, sql::As<::CreateTableSpaceStmt>(node)->tablespacename, true);
    case T_DropTableSpaceStmt:
      return Existence(connection, kTablespace, sql::As<::DropTableSpaceStmt>(node)->tablespacename, false);
    case T_CreateSubscriptionStmt:
      return Existence(connection, kSubscription, sql::As<::CreateSubscriptionStmt>(node)->subname, true);
    case T_DropSubscriptionStmt:
      return Existence(connection, kSubscription, sql::As<::DropSubscriptionStmt>(node)->subname, false);
    case T_TransactionStmt:  // COMMIT PREPARED, ROLLBACK PREPARED
      return Existence(connection, kPrepared, sql::As<::TransactionStmt>(node)->gid, false);
    case T_VacuumStmt:
    case T_ClusterStmt:
    case T_AlterSystemStmt:
    case T_AlterDatabaseStmt:
    case T_AlterSubscriptionStmt:
    case T_DiscardStmt:
      return std::make_unique<RepeatableProbe>();
    default:
      return std::make_unique<UnknownProbe>();
  }
}

}  // namespace lockstep::migrate
