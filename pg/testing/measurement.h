// SPDX-License-Identifier: Apache-2.0
// What a statement does to a database, as far as it can be measured: testdata/oracle/README.md says how.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"
#include "pg/server_message.h"
#include "pg/testing/lock_trace.h"
#include "pg/testing/relation_state.h"
#include "pg/testing/table_lock.h"
#include "pg/testing/temporary_cluster.h"

namespace lockstep::pg {

// Of relations that were there before the transaction, by the names that they had before the statement.
struct Measurement {
  std::optional<ServerMessage> error = {};
  bool in_transaction = false;  // it ran in one, which is open still unless it failed
  bool refuses_transaction = false;
  std::map<std::string, Oid> relations = {};      // all of them
  std::map<std::string, std::string> kinds = {};  // of them
  std::map<std::string, TableLock> locks = {};
  std::set<std::string> held_before = {};  // locked by the transaction already: weaker requests are not seen
  std::set<std::string> rewrites = {};
  std::set<std::string> scans = {};
  std::set<std::string> index_builds = {};
  std::set<std::string> emptied = {};
  std::set<std::string> new_files = {};  // of what had no rows: emptied or rewritten, who knows
  std::set<std::string> dropped = {};
  std::set<std::string> invalid_indexes = {};  // new ones, by the name that they have
  // Where another session's queries and changes have to wait; only of an open transaction.
  std::set<std::string> blocks_reads = {};
  std::set<std::string> blocks_writes = {};
};

// What a server needs to be measured on.
ClusterOptions MeasuringClusterOptions();

// Three sessions with one database, which nobody else may use meanwhile: one runs the statements, the others
// look on.
class Measurer {
 public:
  explicit Measurer(const ConnectionString& database);
  Measurer(const Measurer&) = delete;
  Measurer& operator=(const Measurer&) = delete;

  // The session of the statements: settings, earlier statements and transaction control are run there.
  Connection& subject() { return subject_; }

  // One statement: in the transaction that the subject has open, else in a new one, or where the statement
  // refuses that, alone. One that fails ends the transaction. Throws DatabaseError when a session is lost, or
  // one that looks on cannot do so.
  Measurement Measure(const std::string& statement);

 private:
  struct Size {
    int64_t rows = 0;
    int64_t blocks = 0;
  };

  Measurement RunInTransaction(const std::string& statement, Tracing tracing);
  Measurement Run(const std::string& statement, Tracing tracing);
  void ReadBefore();
  void SendStatisticsOff();
  Size SizeOf(const RelationState& relation, const std::string& committed_name);
  void Trace(const std::string& statement, Tracing tracing, Measurement& measurement);
  void CompareReads(const std::map<Oid, ReadCounters>& before, Measurement& measurement);
  void CompareRelations(Measurement& measurement);
  void NoteNewFile(const RelationState& before, int64_t rows_before, const RelationState& after,
                   Measurement& measurement);
  bool HasRows(const RelationState& relation);
  void NoteIndexBuilds(const std::map<Oid, RelationState>& after, Measurement& measurement);
  bool WasSaid(std::string_view before_name, const std::string& relname) const;
  void ProbeBlocks(Measurement& measurement);
  bool Waits(const std::string& sql);
  bool WaitsFor(std::string_view patience, const std::string& sql);
  bool EachRowIsLocked(const RelationState& relation);

  Connection subject_;
  Connection watcher_;
  Connection successor_;
  std::map<Oid, RelationState> committed_;  // before the transaction, as others see them
  std::map<Oid, RelationState> before_;     // the same ones, before the statement
  std::map<Oid, Size> sizes_;
  std::vector<std::string> notices_;  // that the statement raised
};

}  // namespace lockstep::pg
