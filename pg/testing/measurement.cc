// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/measurement.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "pg/error.h"
#include "pg/testing/lock_trace.h"
#include "pg/transaction.h"

namespace lockstep::pg {
namespace {

// Whoever would have to wait fails.
constexpr std::string_view kNoPatience = "SET LOCAL lock_timeout = 1";
constexpr std::string_view kSomePatience = "SET LOCAL lock_timeout = 10";

// DEBUG1 tells of every index that is built. What parallel workers read is not in the session's counters.
Connection OpenSubject(ConnectionString database) {
  database.SetDefault("client_min_messages", "debug1");
  database.SetDefault("max_parallel_workers_per_gather", "0");
  database.SetDefault("max_parallel_maintenance_workers", "0");
  return Connection::Open(database);
}

// It never waits for long where all goes as LockTrace has it.
Connection OpenSuccessor(ConnectionString database) {
  database.SetDefault("lock_timeout", "1s");
  return Connection::Open(database);
}

}  // namespace

ClusterOptions MeasuringClusterOptions() {
  return {.settings = {{"autovacuum", "off"},  // its locks and its reads
                       {"max_prepared_transactions", "200"},
                       {"wal_level", "logical"}}};
}

Measurer::Measurer(const ConnectionString& database)
    : subject_(OpenSubject(database)),
      watcher_(Connection::Open(database)),
      successor_(OpenSuccessor(database)) {
  subject_.set_notice_handler([this](const ServerMessage& notice) { notices_.push_back(notice.message); });
}

Measurement Measurer::Measure(const std::string& statement) {
  if (subject_.transaction_status() == TransactionStatus::kInTransaction)
    return Run(statement, Tracing::kWithTurnstiles);
  Measurement measurement = RunInTransaction(statement, Tracing::kWithTurnstiles);
  if (!measurement.error) return measurement;
  // NOWAIT, or a lock_timeout: a turnstile was in the way.
  if (measurement.error->sqlstate == "55P03") return RunInTransaction(statement, Tracing::kOfWhatIsKept);
  const bool refuses = measurement.error->sqlstate == "25001";
  const bool ends_it = measurement.error->sqlstate == "2D000";  // a procedure, or a block, that commits
  if (!refuses && !ends_it) return measurement;
  measurement = Run(statement, Tracing::kWithTurnstiles);
  measurement.refuses_transaction = refuses;
  return measurement;
}

Measurement Measurer::RunInTransaction(const std::string& statement, Tracing tracing) {
  subject_.Execute("BEGIN");
  return Run(statement, tracing);
}

Measurement Measurer::Run(const std::string& statement, Tracing tracing) {
  ReadBefore();
  Measurement measurement;
  measurement.in_transaction = subject_.transaction_status() == TransactionStatus::kInTransaction;
  for (const auto& [oid, relation] : before_) {
    measurement.relations.emplace(relation.name, oid);
    measurement.kinds.emplace(relation.name, KindName(relation.kind));
  }
  if (!measurement.in_transaction) SendStatisticsOff();
  const auto counters = ReadReadCounters(subject_);
  Trace(statement, tracing, measurement);
  if (measurement.in_transaction && measurement.error) {
    subject_.Execute("ROLLBACK");
  } else if (measurement.in_transaction) {
    ProbeBlocks(measurement);
  }
  CompareReads(counters, measurement);
  CompareRelations(measurement);
  return measurement;
}

// A session that is idle sends its counters off, and has none then, but not twice within half a second (a
// whole one since 15): time enough for a statement to be run and its counters to be read.
void Measurer::SendStatisticsOff() {
  constexpr int kSendsOnRequest = 150'000;
  if (subject_.server_version() >= kSendsOnRequest) {
    subject_.Execute("SELECT pg_catalog.pg_stat_force_next_flush()");
  } else {
    std::this_thread::sleep_for(std::chrono::milliseconds(500));  // PGSTAT_STAT_INTERVAL
  }
  subject_.Execute("SELECT FROM pg_catalog.pg_class LIMIT 1");
}

void Measurer::ReadBefore() {
  committed_ = ReadRelations(watcher_);
  before_ = ReadRelations(subject_);
  std::erase_if(before_, [&](const auto& entry) { return !committed_.contains(entry.first); });
  sizes_.clear();
  for (const auto& [oid, relation] : before_) {
    if (relation.kind == 'r' || relation.kind == 'm')
      sizes_.emplace(oid, SizeOf(relation, committed_.at(oid).sql_name));
  }
}

// Asked by a session that lets its locks go, unless the subject's transaction stands in its way.
Measurer::Size Measurer::SizeOf(const RelationState& relation, const std::string& committed_name) {
  const auto ask = [](Connection& connection, const std::string& name) {
    const Result result = connection.Execute(
        fmt::format("SELECT count(*), pg_catalog.pg_relation_size({1}) / 8192 FROM ONLY {0}", name,
                    connection.QuoteLiteral(name)));
    return Size{.rows = result.Int64(0, 0), .blocks = result.Int64(0, 1)};
  };
  try {
    const Transaction transaction(watcher_);
    watcher_.Execute(kNoPatience);
    return ask(watcher_, committed_name);
  } catch (const DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    if (!error.IsLockTimeout()) return {};  // a materialized view without rows yet
  }
  return ask(subject_, relation.sql_name);
}

void Measurer::Trace(const std::string& statement, Tracing tracing, Measurement& measurement) {
  LockTrace trace(subject_, watcher_, successor_, committed_);
  notices_.clear();
  try {
    trace.Run(tracing, [&] { subject_.Execute(statement); });
  } catch (const DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    measurement.error = error.fields();
  }
  for (const auto& [oid, mode] : trace.strongest()) {
    if (before_.contains(oid)) measurement.locks.emplace(before_.at(oid).name, mode);
  }
  for (const auto& [oid, modes] : trace.held_before()) {
    if (before_.contains(oid) && !modes.empty()) measurement.held_before.insert(before_.at(oid).name);
  }
}

void Measurer::CompareReads(const std::map<Oid, ReadCounters>& before, Measurement& measurement) {
  const auto after = ReadReadCounters(subject_);
  for (const auto& [oid, size] : sizes_) {
    const RelationState& relation = before_.at(oid);
    const auto now = after.find(oid);
    const auto earlier = before.find(oid);
    if (now == after.end() || earlier == before.end()) continue;
    const ReadCounters read = now->second - earlier->second;
    // A failure may come with the first row.
    const bool reads_rows = size.rows == 0 || measurement.error ? read.scans > 0 : read.rows >= size.rows;
    // VACUUM and ANALYZE read blocks, and count no rows.
    const bool reads_blocks =
        size.blocks > 0 && read.rows == 0 && read.changes == 0 && read.blocks >= size.blocks;
    if (reads_rows || reads_blocks || WasSaid("rewriting table \"", relation.relname) ||
        WasSaid("verifying table \"", relation.relname)) {
      measurement.scans.insert(relation.name);
    }
  }
}

void Measurer::CompareRelations(Measurement& measurement) {
  const auto after = ReadRelations(subject_);
  std::set<std::string> names_after;
  for (const auto& [oid, relation] : after) names_after.insert(relation.name);
  for (const auto& [oid, relation] : before_) {
    const auto now = after.find(oid);
    if (now == after.end()) {
      // REINDEX CONCURRENTLY puts another one in its place.
      if (!names_after.contains(relation.name)) measurement.dropped.insert(relation.name);
    } else if (sizes_.contains(oid) && now->second.file != relation.file) {
      NoteNewFile(relation, sizes_.at(oid).rows, now->second, measurement);
    }
  }
  for (const auto& [oid, relation] : after) {
    const auto earlier = before_.find(oid);
    const bool was_valid = earlier == before_.end() || earlier->second.is_valid;
    if (!relation.is_valid && was_valid) measurement.invalid_indexes.insert(relation.name);
  }
  NoteIndexBuilds(after, measurement);
}

void Measurer::NoteNewFile(const RelationState& before, int64_t rows_before, const RelationState& after,
                           Measurement& measurement) {
  const bool is_rewritten = rows_before > 0 ? HasRows(after) : WasSaid("rewriting table \"", before.relname);
  if (is_rewritten) {
    measurement.rewrites.insert(before.name);
    measurement.scans.insert(before.name);  // also where blocks are copied as they are (SET TABLESPACE)
  } else {
    (rows_before > 0 ? measurement.emptied : measurement.new_files).insert(before.name);
  }
}

// What was said stays true when the statement fails after all. It does not tell the schema.
void Measurer::NoteIndexBuilds(const std::map<Oid, RelationState>& after, Measurement& measurement) {
  std::set<int64_t> files_before;
  for (const auto& [oid, relation] : before_) files_before.insert(relation.file);
  for (const auto& entry : sizes_) {
    const Oid oid = entry.first;
    const RelationState& table = before_.at(oid);
    const bool has_new_index = std::any_of(after.begin(), after.end(), [&](const auto& index) {
      return index.second.table == oid && !files_before.contains(index.second.file);
    });
    const bool is_built = measurement.error || has_new_index;
    if (!is_built || !WasSaid("\" on table \"", table.relname)) continue;
    measurement.index_builds.insert(table.name);
    // Which reads every row (TRUNCATE's aside); after a long statement the counters are gone.
    if (!measurement.in_transaction) measurement.scans.insert(table.name);
  }
}

// "building index "t_pkey" on table "t" serially", "rewriting table "t"", "verifying table "t""
bool Measurer::WasSaid(std::string_view before_name, const std::string& relname) const {
  return std::any_of(notices_.begin(), notices_.end(), [&](const std::string& notice) {
    return notice.find(fmt::format("{}{}\"", before_name, relname)) != std::string::npos;
  });
}

// A materialized view may not be populated.
bool Measurer::HasRows(const RelationState& relation) {
  if (relation.kind == 'm' && !subject_
                                   .Execute(fmt::format("SELECT relispopulated FROM pg_catalog.pg_class "
                                                        "WHERE oid = '{}'::pg_catalog.regclass",
                                                        relation.sql_name))
                                   .Bool(0, 0)) {
    return false;
  }
  return subject_.Execute(fmt::format("SELECT FROM ONLY {} LIMIT 1", relation.sql_name)).rows() > 0;
}

// EXPLAIN locks what the statement would, and goes no further.
void Measurer::ProbeBlocks(Measurement& measurement) {
  for (const auto& [oid, relation] : committed_) {
    const auto own = before_.find(oid);
    const bool is_changed = relation.IsTable() || relation.kind == 'f';
    const bool is_queried = is_changed || relation.kind == 'm' || relation.kind == 'v';
    if (!is_queried || relation.is_temporary || own == before_.end()) continue;
    if (Waits(fmt::format("EXPLAIN SELECT FROM {}", relation.sql_name)))
      measurement.blocks_reads.insert(own->second.name);
    if (is_changed &&
        (Waits(fmt::format("EXPLAIN DELETE FROM {}", relation.sql_name)) || EachRowIsLocked(relation)))
      measurement.blocks_writes.insert(own->second.name);
  }
}

// Once more, with more patience, before it is believed: on a busy machine a lock that somebody lets go at
// once can take as long.
bool Measurer::Waits(const std::string& sql) {
  return WaitsFor(kNoPatience, sql) && WaitsFor(kSomePatience, sql);
}

bool Measurer::WaitsFor(std::string_view patience, const std::string& sql) {
  const Transaction transaction(watcher_);
  watcher_.Execute(patience);
  try {
    watcher_.Execute(sql);
  } catch (const DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return error.IsLockTimeout();
  }
  return false;
}

// An UPDATE or DELETE of all rows lets nobody else change one.
bool Measurer::EachRowIsLocked(const RelationState& relation) {
  const Transaction transaction(watcher_);
  watcher_.Execute(kNoPatience);
  try {
    const std::string query = fmt::format("SELECT FROM ONLY {} LIMIT 1", relation.sql_name);
    return watcher_.Execute(query).rows() > 0 &&
           watcher_.Execute(query + " FOR UPDATE SKIP LOCKED").rows() == 0;
  } catch (const DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return false;
  }
}

}  // namespace lockstep::pg
