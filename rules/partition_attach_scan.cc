// SPDX-License-Identifier: Apache-2.0
// MIG019: flags ATTACH PARTITION that reads rows, or builds indexes, while others wait.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-ATTACH-PARTITION
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// What one ATTACH does to tables that others may be waiting for.
struct Attachment {
  model::RelationId partition = {};
  std::vector<model::Work> bound_scans = {};
  std::vector<model::Work> default_scans = {};
  std::vector<model::Work> key_scans = {};
  std::vector<model::Work> builds = {};
};

bool IsBelow(const lint::RuleContext& context, model::RelationId table, model::RelationId ancestor) {
  if (table == ancestor) return true;
  const model::Relation* relation = context.Before(table);
  return relation != nullptr &&
         std::any_of(relation->parents.begin(), relation->parents.end(),
                     [&](model::RelationId parent) { return IsBelow(context, parent, ancestor); });
}

model::RelationId PartitionOf(const lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* before = context.Before(operation.relation);
  const model::Relation* after = context.After(operation.relation);
  if (after == nullptr) return {};
  for (const model::RelationId child : after->children) {
    if (before == nullptr) return child;
    if (std::find(before->children.begin(), before->children.end(), child) == before->children.end())
      return child;
  }
  return {};
}

Attachment Describe(const lint::RuleContext& context, const model::Operation& operation) {
  Attachment result{.partition = PartitionOf(context, operation)};
  for (const model::Work& scan : context.WorkOf(operation, model::WorkKind::kScan)) {
    if (scan.cause == model::Cause::kForeignKey) {
      result.key_scans.push_back(scan);
    } else if (scan.cause == model::Cause::kPartitionBound) {
      auto& scans =
          IsBelow(context, scan.table, result.partition) ? result.bound_scans : result.default_scans;
      scans.push_back(scan);
    }
  }
  result.builds = context.WorkOf(operation, model::WorkKind::kIndexBuild);
  return result;
}

// One line of work, and how to have it done before.
struct Item {
  std::string work;
  std::string help;
};

Item BoundItem(const lint::RuleContext& context, const Attachment& attachment) {
  const model::Relation* partition = context.Before(attachment.partition);
  const bool is_known = partition != nullptr && partition->is_complete;
  return {fmt::format("reads every row of {}, since no validated CHECK is {}",
                      context.TablesOf(attachment.bound_scans),
                      is_known ? "there that implies the bound" : "known that implies the bound"),
          fmt::format(
              "give the table a CHECK that says what the bound says (and IS NOT NULL, unless the key column "
              "is NOT NULL) as NOT VALID, VALIDATE it in a migration of its own, and drop it after the "
              "ATTACH{}",
              is_known ? "" : ", or show the table's definition with --schema if it has one")};
}

Item DefaultItem(const lint::RuleContext& context, const Attachment& attachment) {
  return {fmt::format("reads every row of the default partition {}, where rows of the new bound may be",
                      context.TablesOf(attachment.default_scans)),
          "give the default partition a CHECK that excludes the bound as NOT VALID, and VALIDATE it in a "
          "migration of its own"};
}

Item KeyItem(const lint::RuleContext& context, const Attachment& attachment) {
  return {fmt::format("verifies foreign key {} against every row of {}",
                      sql::QuoteIdentifier(attachment.key_scans.front().subject),
                      context.TablesOf(attachment.key_scans)),
          "give the table the parent's foreign key as NOT VALID, and VALIDATE it in a migration of its own"};
}

Item BuildItem(const lint::RuleContext& context, const Attachment& attachment) {
  const bool is_constraint = attachment.builds.front().cause == model::Cause::kUniqueness;
  return {fmt::format("builds index {} on {}, which the parent has",
                      sql::QuoteIdentifier(attachment.builds.front().subject),
                      context.TablesOf(attachment.builds)),
          is_constraint
              ? "give the table the parent's constraint before: CREATE UNIQUE INDEX CONCURRENTLY, ADD "
                "CONSTRAINT … USING INDEX"
              : "give the table the parent's index before, with CREATE INDEX CONCURRENTLY"};
}

// Tables that nobody can read meanwhile.
std::vector<model::RelationId> LockedWholly(const lint::RuleContext& context) {
  std::vector<model::RelationId> tables;
  for (const model::LockRequest& lock : context.statement().locks) {
    const model::Relation* relation = context.Before(lock.relation);
    if (lock.mode != model::LockMode::kAccessExclusive || !context.IsExisting(lock.relation)) continue;
    if (relation == nullptr || relation->IsTable()) tables.push_back(lock.relation);
  }
  return tables;
}

void CheckOne(lint::RuleContext& context, const model::Operation& operation) {
  const Attachment attachment = Describe(context, operation);
  if (!attachment.partition) return;
  std::vector<Item> items;
  if (!attachment.bound_scans.empty()) items.push_back(BoundItem(context, attachment));
  if (!attachment.default_scans.empty()) items.push_back(DefaultItem(context, attachment));
  if (!attachment.key_scans.empty()) items.push_back(KeyItem(context, attachment));
  if (!attachment.builds.empty()) items.push_back(BuildItem(context, attachment));
  if (items.empty()) return;
  std::string work;
  std::string help;
  for (const Item& item : items) {
    work += (work.empty() ? "" : "; ") + item.work;
    help += (help.empty() ? "" : "; ") + item.help;
  }
  const auto locked = LockedWholly(context);
  const std::string lock = locked.empty() ? "" : " under ACCESS EXCLUSIVE on " + context.NamesOf(locked);
  context
      .Report(operation, fmt::format("attaching {}{} does work that reads and writes wait for: it {}",
                                     context.NameOf(attachment.partition), lock, work))
      .Help(std::move(help));
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses reads nothing.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAttachPartition)) {
    const model::Relation* parent = context.After(operation->relation);
    if (parent != nullptr && parent->IsTable()) CheckOne(context, *operation);
  }
}

}  // namespace

const lint::Rule kPartitionAttachScan{
    {.id = "MIG019",
     .name = "partition-attach-scan",
     .severity = lint::Severity::kError,
     .title = "ATTACH PARTITION that reads rows or builds indexes",
     .rationale =
         "What is not proven by a validated CHECK is read while the new partition, and the default one, "
         "are locked in ACCESS EXCLUSIVE mode; what is missing is built then.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAttachPartition}},
    Check};

}  // namespace lockstep::rules
