// SPDX-License-Identifier: Apache-2.0
#include "model/locks_report.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "sql/nodes.h"
#include "sql/walk.h"

namespace lockstep::model {

namespace {

// The forms that wait for a relation's users before they take it away from others: what they lock at the very
// end blocks nobody for long.
bool IsConcurrent(const ::Node& statement) {
  if (const auto* drop = sql::As<::DropStmt>(&statement)) return drop->concurrent;
  if (const auto* reindex = sql::As<::ReindexStmt>(&statement)) {
    return sql::OptionIsOn(reindex->params, "concurrently");
  }
  const auto* alter = sql::As<::AlterTableStmt>(&statement);
  if (alter == nullptr) return false;
  for (const auto* command : sql::Elements<::AlterTableCmd>(alter->cmds)) {
    const auto* partition = command == nullptr ? nullptr : sql::As<::PartitionCmd>(command->def);
    if (partition != nullptr && partition->concurrent) return true;
  }
  return false;
}

// UPDATE, DELETE or MERGE, be it in a WITH query, or one that is explained.
bool ChangesRows(const ::Node& statement) {
  bool changes = false;
  const auto* explained = sql::As<::ExplainStmt>(&statement);
  sql::Walk(explained == nullptr ? &statement : explained->query, [&](const ::Node& node) {
    changes = changes || sql::As<::UpdateStmt>(&node) != nullptr || sql::As<::DeleteStmt>(&node) != nullptr ||
              sql::As<::MergeStmt>(&node) != nullptr;
    return sql::Visit::kDescend;
  });
  return changes;
}

class Reporter {
 public:
  Reporter(const FileRecord& file, const StatementRecord& record) : file_(file), record_(record) {}

  StatementReport Report() {
    StatementReport report;
    report.statement = record_.statement;
    report.is_transactional = record_.transactionality != Transactionality::kRefused;
    report.failure = record_.failure;
    AddLocks(report);
    report.rewrites = Names(WorkKind::kRewrite);
    report.scans = Names(WorkKind::kScan);
    report.index_builds = Names(WorkKind::kIndexBuild);
    AddRowLocks(report);
    return report;
  }

 private:
  // As it was when the statement met it; where the statement is the first to speak of it, as that found it.
  const Relation* Met(RelationId id) const {
    const Relation* before = file_.catalog->Get(id, record_.before);
    return before != nullptr ? before : file_.catalog->GetFirst(id);
  }

  std::string NameOf(RelationId id) const { return file_.NameOf(id, record_); }

  void AddLocks(StatementReport& report) {
    std::map<RelationId, LockMode> strongest;
    for (const LockRequest& lock : record_.locks) {
      LockMode& mode = strongest[lock.relation];
      mode = std::max(mode, lock.mode);
    }
    for (const auto& [id, mode] : strongest) {
      if (!file_.IsExisting(id)) continue;
      report.locks.push_back({.relation = NameOf(id), .mode = mode});
      report.is_certain = report.is_certain && Met(id)->is_complete;
      AddBlocked(*Met(id), mode, report);
    }
    std::sort(
        report.locks.begin(), report.locks.end(),
        [](const RelationLock& left, const RelationLock& right) { return left.relation < right.relation; });
  }

  // Every query locks a table's indexes as it does the table itself, so that what blocks the index blocks it.
  void AddBlocked(const Relation& relation, LockMode mode, StatementReport& report) const {
    if (record_.statement->node != nullptr && IsConcurrent(*record_.statement->node)) return;
    const Relation* queried = relation.index ? Met(relation.index->table) : &relation;
    if (queried == nullptr) return;
    const bool is_view =
        queried->kind == RelationKind::kView || queried->kind == RelationKind::kMaterializedView;
    if (!queried->IsTable() && !is_view) return;
    report.blocks_reads = report.blocks_reads || BlocksReads(mode);
    report.blocks_writes = report.blocks_writes || (!is_view && BlocksWrites(mode));
  }

  std::vector<std::string> Names(WorkKind kind) const {
    std::set<std::string> names;
    for (const Work& work : record_.work) {
      if (work.kind == kind && file_.IsExisting(work.table)) names.insert(NameOf(work.table));
    }
    return {names.begin(), names.end()};
  }

  // Rows that are changed are locked until the transaction ends: where it is all of them, every other writer
  // waits.
  void AddRowLocks(StatementReport& report) const {
    if (record_.statement->node == nullptr || !ChangesRows(*record_.statement->node)) return;
    const bool wholly = std::any_of(record_.work.begin(), record_.work.end(), [&](const Work& work) {
      return work.kind == WorkKind::kScan && record_.StrongestLock(work.table) == LockMode::kRowExclusive &&
             file_.IsExisting(work.table);
    });
    report.blocks_writes = report.blocks_writes || wholly;
  }

  const FileRecord& file_;
  const StatementRecord& record_;
};

// Both in the order of the names.
void AddNames(const std::vector<std::string>& from, std::vector<std::string>& to) {
  std::vector<std::string> all;
  std::set_union(from.begin(), from.end(), to.begin(), to.end(), std::back_inserter(all));
  to = std::move(all);
}

// What the code of a block does is what the block does.
void AddEmbedded(StatementReport part, StatementReport& whole) {
  for (RelationLock& lock : part.locks) {
    const auto place = std::lower_bound(
        whole.locks.begin(), whole.locks.end(), lock.relation,
        [](const RelationLock& item, const std::string& name) { return item.relation < name; });
    if (place == whole.locks.end() || place->relation != lock.relation) {
      whole.locks.insert(place, std::move(lock));
    } else {
      place->mode = std::max(place->mode, lock.mode);
    }
  }
  AddNames(part.rewrites, whole.rewrites);
  AddNames(part.scans, whole.scans);
  AddNames(part.index_builds, whole.index_builds);
  whole.blocks_reads = whole.blocks_reads || part.blocks_reads;
  whole.blocks_writes = whole.blocks_writes || part.blocks_writes;
  if (!whole.failure) whole.failure = std::move(part.failure);
  whole.is_certain = whole.is_certain && part.is_certain;
}

}  // namespace

std::vector<StatementReport> ReportLocks(const FileRecord& file) {
  std::vector<StatementReport> reports;
  reports.reserve(file.positions.size());
  for (const StatementRecord& record : file.statements) {
    StatementReport report = Reporter(file, record).Report();
    if (record.part_of != nullptr) {
      AddEmbedded(std::move(report), reports.back());
    } else {
      reports.push_back(std::move(report));
    }
  }
  // A transaction's statements stand together.
  for (size_t i = reports.size(); i > 0; --i) {
    const bool goes_on =
        i < reports.size() && file.RecordOf(i).transaction == file.RecordOf(i - 1).transaction;
    reports[i - 1].held_to = goes_on ? reports[i].held_to : reports[i - 1].statement;
  }
  return reports;
}

}  // namespace lockstep::model
