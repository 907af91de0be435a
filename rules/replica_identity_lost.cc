// SPDX-License-Identifier: Apache-2.0
// MIG029: flags statements after which a published table can no longer be updated.
// https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

using model::ReplicaIdentity;

bool HasPrimaryKey(const model::Catalog& catalog, const model::Relation& table, model::Snapshot at) {
  return std::any_of(table.constraints.begin(), table.constraints.end(), [&](model::ConstraintId id) {
    const model::ConstraintObject* constraint = catalog.Get(id, at);
    return constraint != nullptr && constraint->kind == model::ConstraintKind::kPrimaryKey;
  });
}

bool HasIdentity(const model::Catalog& catalog, const model::Relation& table, model::Snapshot at) {
  switch (table.replica_identity) {
    case ReplicaIdentity::kPrimaryKey:
      return HasPrimaryKey(catalog, table, at);
    case ReplicaIdentity::kIndex:
      return !table.replica_identity_index || catalog.Get(table.replica_identity_index, at) != nullptr;
    case ReplicaIdentity::kFull:
      return true;
    case ReplicaIdentity::kNothing:
      return false;
  }
  return false;
}

// `before` is null for what nothing was known of.
bool Loses(const lint::RuleContext& context, const model::Relation* before, const model::Relation& after) {
  // NOTHING stands whatever primary key the table gets later.
  if (after.replica_identity == ReplicaIdentity::kNothing)
    return before == nullptr || before->replica_identity != ReplicaIdentity::kNothing;
  return before != nullptr && HasIdentity(context.catalog(), *before, context.statement().before) &&
         !HasIdentity(context.catalog(), after, context.statement().after);
}

// Existing tables that the statement leaves without; no unlogged ones, which cannot be published.
std::vector<model::RelationId> Losers(const lint::RuleContext& context) {
  std::vector<model::RelationId> losers;
  for (const model::LockRequest& lock : context.statement().locks) {
    const model::Relation* before = context.Before(lock.relation);
    const model::Relation* after = context.After(lock.relation);
    // One state: the statement changes nothing about the table.
    if (after == before || after == nullptr || !after->IsTable() || after->is_unlogged) continue;
    if (!context.IsExisting(lock.relation) || !Loses(context, before, *after)) continue;
    if (std::find(losers.begin(), losers.end(), lock.relation) == losers.end())
      losers.push_back(lock.relation);
  }
  return losers;
}

std::string_view Reason(const lint::RuleContext& context, model::RelationId table) {
  const model::Relation* before = context.Before(table);
  const model::Relation* after = context.After(table);
  if (after->replica_identity == ReplicaIdentity::kNothing) return "REPLICA IDENTITY NOTHING gives it up";
  if (after->replica_identity == ReplicaIdentity::kIndex) return "the index that it goes by is dropped";
  const bool had_another = before != nullptr && before->replica_identity != ReplicaIdentity::kPrimaryKey;
  return had_another ? "it goes by a primary key, which the table does not have"
                     : "it goes by the primary key, which is dropped";
}

void Report(lint::RuleContext& context, const std::string& tables, std::string_view reason) {
  context
      .Report(fmt::format(
          "{} is left without a replica identity, since {}: where it is published, every UPDATE and "
          "DELETE fails from then on",
          tables, reason))
      .Help(
          "put another in its place in the same ALTER TABLE (DROP CONSTRAINT …, ADD PRIMARY KEY USING INDEX "
          "…), or "
          "say REPLICA IDENTITY USING INDEX of another unique index before");
}

// A constraint that no migration shows, by the name that PostgreSQL gives to primary keys.
void CheckUnknownConstraint(lint::RuleContext& context, const model::Operation& operation) {
  const auto* command = sql::As<::AlterTableCmd>(operation.node);
  const model::Relation* table = context.After(operation.relation);
  if (command == nullptr || operation.constraint || table == nullptr || table->is_complete) return;
  if (table->replica_identity != ReplicaIdentity::kPrimaryKey || !context.IsExisting(operation.relation))
    return;
  if (!sql::Text(command->name).ends_with("_pkey")) return;
  if (HasPrimaryKey(context.catalog(), *table, context.statement().after)) return;
  Report(context, context.NameOf(operation.relation),
         fmt::format("{} is assumed to be its primary key, by the name (--schema tells)",
                     sql::QuoteIdentifier(command->name)));
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses loses nothing.
  if (context.statement().failure) return;
  const auto losers = Losers(context);
  if (!losers.empty()) return Report(context, context.NamesOf(losers), Reason(context, losers.front()));
  for (const model::Operation* operation : context.Operations(model::OperationKind::kDropConstraint))
    CheckUnknownConstraint(context, *operation);
}

}  // namespace

const lint::Rule kReplicaIdentityLost{
    {.id = "MIG029",
     .name = "replica-identity-lost",
     .severity = lint::Severity::kError,
     .title = "primary key or replica identity dropped without another in its place",
     .rationale =
         "Logical replication finds rows by the replica identity; PostgreSQL refuses UPDATE and DELETE on a "
         "published table that has none.",
     .operations = {model::OperationKind::kDropConstraint, model::OperationKind::kDropColumn,
                    model::OperationKind::kDrop, model::OperationKind::kAlterTable}},
    Check};

}  // namespace lockstep::rules
