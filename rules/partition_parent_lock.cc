// SPDX-License-Identifier: Apache-2.0
// MIG020: flags what locks a whole partitioned table to change one partition of it.
// https://www.postgresql.org/docs/current/ddl-partitioning.html#DDL-PARTITIONING-DECLARATIVE-MAINTENANCE
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

constexpr std::string_view kWaiting =
    "it waits for every query that is running there, and all later reads and writes wait behind it";

bool HasDefaultPartition(const lint::RuleContext& context, model::RelationId parent) {
  const model::Relation* relation = context.Before(parent);
  return relation != nullptr && relation->default_partition;
}

std::string DetachFirst(const lint::RuleContext& context, model::RelationId parent, std::string_view then) {
  if (HasDefaultPartition(context, parent)) {
    return "CONCURRENTLY is refused while there is a default partition: do it in a transaction of its own "
           "with "
           "a lock_timeout, and try again if that strikes";
  }
  return fmt::format("use ALTER TABLE … DETACH PARTITION … CONCURRENTLY, alone in a migration of its own{}",
                     then);
}

void CheckDetach(lint::RuleContext& context, const model::Operation& operation) {
  const auto* command = sql::As<::AlterTableCmd>(operation.node);
  if (command == nullptr || command->subtype != AT_DetachPartition) return;
  const auto* partition = sql::As<::PartitionCmd>(command->def);
  if (partition == nullptr || partition->concurrent || !context.IsExisting(operation.relation)) return;
  context
      .Report(operation, fmt::format("DETACH PARTITION takes ACCESS EXCLUSIVE on {}, and so on all that goes "
                                     "through it: {}",
                                     context.NameOf(operation.relation), kWaiting))
      .Help(DetachFirst(context, operation.relation, ""));
}

// The existing parent that stays where a partition of it is dropped.
model::RelationId ParentThatStays(const lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* partition = context.Before(operation.relation);
  if (partition == nullptr || !partition->is_partition || partition->parents.empty()) return {};
  const model::RelationId parent = partition->parents.front();
  return context.IsExisting(parent) && context.After(parent) != nullptr ? parent : model::RelationId{};
}

void CheckDrop(lint::RuleContext& context) {
  std::vector<model::RelationId> partitions;
  std::vector<model::RelationId> parents;
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.kind != model::OperationKind::kDrop || operation.index) continue;
    const model::RelationId parent = ParentThatStays(context, operation);
    if (!parent) continue;
    partitions.push_back(operation.relation);
    parents.push_back(parent);
  }
  if (partitions.empty()) return;
  context
      .Report(fmt::format(
          "dropping partition {} takes ACCESS EXCLUSIVE on {} too, and so on all that goes through "
          "it: {}",
          context.NamesOf(partitions), context.NamesOf(parents), kWaiting))
      .Help(DetachFirst(context, parents.front(), "; then drop what is a table of its own"));
}

void CheckCreate(lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* partition = context.After(operation.relation);
  if (operation.does_nothing || partition == nullptr || !partition->is_partition) return;
  const model::RelationId parent =
      partition->parents.empty() ? model::RelationId{} : partition->parents.front();
  if (!context.IsExisting(parent)) return;
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  std::string message = fmt::format(
      "CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE on {}, and so on all that "
      "goes through it: {}",
      context.NameOf(parent), kWaiting);
  std::string help =
      "CREATE TABLE … (LIKE the parent INCLUDING DEFAULTS INCLUDING CONSTRAINTS), then ALTER TABLE … ATTACH "
      "PARTITION, which lets "
      "reads and writes of the parent go on";
  if (!scans.empty()) {
    message += fmt::format(
        "; meanwhile it reads every row of the default partition {}, where rows of the new bound "
        "may be",
        context.TablesOf(scans));
    help += "; give the default partition a validated CHECK before that excludes the bound";
  }
  context.Report(operation, std::move(message))
      .Help(std::move(help))
      .As(scans.empty() ? lint::Severity::kWarning : lint::Severity::kError);
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses changes nothing.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kDetachPartition))
    CheckDetach(context, *operation);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kCreateTable))
    CheckCreate(context, *operation);
  CheckDrop(context);
}

}  // namespace

const lint::Rule kPartitionParentLock{
    {.id = "MIG020",
     .name = "partition-parent-lock",
     .severity = lint::Severity::kError,
     .title =
         "DETACH without CONCURRENTLY, DROP of a partition, CREATE TABLE … PARTITION OF an existing table",
     .rationale =
         "These take ACCESS EXCLUSIVE on the partitioned table, which stops all of its partitions for the "
         "sake of one; ATTACH and DETACH CONCURRENTLY do not.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kDetachPartition, model::OperationKind::kCreateTable,
                    model::OperationKind::kDrop}},
    Check};

}  // namespace lockstep::rules
