// SPDX-License-Identifier: Apache-2.0
// What one file does, statement by statement: the finished record that rules, `plan` and `locks` read.
#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "model/lock_mode.h"
#include "model/objects.h"
#include "model/session.h"
#include "model/steps.h"
#include "sql/embedded_code.h"
#include "sql/script.h"

namespace lockstep::model {

// PostgreSQL's primitive operations, as far as a rule or a message tells them apart.
enum class OperationKind : uint8_t {
  kCreateTable,
  kCreateIndex,
  kCreateOther,
  kAddColumn,
  kDropColumn,
  kRenameColumn,
  kAlterColumnType,
  kSetNotNull,
  kAlterColumn,
  kAddConstraint,
  kValidateConstraint,
  kDropConstraint,
  kAlterConstraint,
  kAlterTable,
  kAttachPartition,
  kDetachPartition,
  kRename,
  kDrop,
  kTruncate,
  kReindex,
  kRewriteTable,
  kRefresh,
  kLockTable,
  kWrite,
  kQuery,
  kMaintain,
  kAnnotate,  // COMMENT, CREATE STATISTICS, publications: said of a table, which stays as it is
  kSetting,
  kTransaction,
  kDynamic,
};

// Why work is done under a lock. The comment says what `Work::subject` is.
enum class Cause : uint8_t {
  kVolatileDefault,  // the volatile function
  kUnknownDefault,   // a function nothing is known of, assumed to be volatile
  kSerial,           // the serial type
  kIdentity,
  kStoredGenerated,
  kConstrainedDomain,  // the domain
  kUnknownType,        // the type nothing is known of, assumed to be a constrained domain
  kTypeChange,
  kUsing,           // ALTER COLUMN TYPE … USING an expression
  kUnknownOldType,  // ALTER COLUMN TYPE: nothing is known of what it was
  kTimeZone,        // timestamp <-> timestamptz while TimeZone is not UTC
  kCheck,           // the constraint
  kNotNull,         // the column
  kForeignKey,      // the constraint
  kUniqueness,      // the constraint
  kPartitionBound,  // the partition
  kIndex,           // the index
  kSetting,         // SET LOGGED, TABLESPACE, ACCESS METHOD, VACUUM FULL, CLUSTER
  kTruncate,        // the new, empty file of a table's index
  kRefresh,         // of a materialized view
  kMaintenance,     // VACUUM, ANALYZE
  kQuery,
};

enum class WorkKind : uint8_t { kScan, kRewrite, kIndexBuild };

// Work done on every row of a table while the statement's locks are held.
struct Work {
  WorkKind kind;
  RelationId table;
  Cause cause;
  // A name inside the parse tree or the catalog; lives as long as the record does.
  std::string_view subject = {};
  uint32_t operation = 0;
};

struct LockRequest {
  RelationId relation;
  LockMode mode;
  uint32_t operation = 0;
};

// One primitive operation of a statement, in the order in which PostgreSQL carries them out.
struct Operation {
  OperationKind kind;
  RelationId relation = {};  // table or other relation it is about
  ColumnId column = {};
  ConstraintId constraint = {};
  RelationId index = {};
  ObjectId object = {};          // DROP, RENAME, SET SCHEMA: what it is about, whatever it is
  TypeId type = {};              // ALTER DOMAIN
  const ::Node* node = nullptr;  // the definition: AlterTableCmd, ColumnDef, Constraint, IndexStmt, …
  int location = -1;             // of the definition, as in the nodes; -1: the statement's
  uint32_t part = 0;             // which of the statement's sub-commands (ALTER TABLE) it comes from
  bool does_nothing = false;     // IF [NOT] EXISTS met: only the lock is taken
  bool by_cascade = false;       // of something that goes along with what the statement drops
};

// What PostgreSQL refuses whatever the data.
struct Failure {
  std::string_view sqlstate;
  std::string message;
};

// Whether a statement may stand in a transaction block.
enum class Transactionality : uint8_t {
  kAllowed,
  kRefused,    // 25001 in a transaction block
  kRequired,   // refused outside of one
  kAskServer,  // does not follow from the text: REINDEX of something partitioned, CALL, …
};

// Code that a statement has carried out: a DO block's own, or that of a routine it calls.
struct CodeRun {
  sql::EmbeddedCode code;
  std::string routine = {};  // "public.add_index()"; empty: a DO block
  size_t caller = 0;         // number of the script's statement that it is a part of
};

struct StatementRecord {
  explicit StatementRecord(std::pmr::memory_resource* memory)
      : operations(memory), locks(memory), work(memory) {}

  const sql::Statement* statement = nullptr;
  // The code that it stands in, and as part of which it is carried out; null: it is one of the script's own.
  const CodeRun* part_of = nullptr;
  std::vector<const CodeRun*> code = {};  // that it has carried out
  Snapshot before = 0;
  Snapshot after = 0;
  Transactionality transactionality = Transactionality::kAllowed;
  // Number of the transaction of the file that it runs in, under the file's runner; statements with the same
  // number share one.
  uint32_t transaction = 0;
  // The transaction is more than this one statement.
  bool in_transaction_block = false;
  ControlProblem control_problem = ControlProblem::kNone;
  // In force: 0 is none, kUnset that the runner (or nobody we know) sets it, kReset that the file has gone
  // back to what the server, the database or the role say.
  int64_t lock_timeout_ms = Settings::kUnset;
  std::pmr::vector<Operation> operations;
  std::pmr::vector<LockRequest> locks;
  std::pmr::vector<Work> work;
  std::optional<Failure> failure = {};

  LockMode StrongestLock(RelationId relation) const;
  bool Does(WorkKind kind, RelationId table) const;
};

struct FileRecord {
  const sql::Script* script = nullptr;
  const Catalog* catalog = nullptr;
  FileNumber number = 0;
  Runner runner = Runner::kLockstep;
  Snapshot before = 0;
  Snapshot after = 0;
  // Of its statements' records and what they hold.
  std::unique_ptr<std::pmr::monotonic_buffer_resource> memory =
      std::make_unique<std::pmr::monotonic_buffer_resource>();
  // In the order in which they are carried out; those in code come behind the statement that has it carried
  // out.
  std::pmr::vector<StatementRecord> statements{memory.get()};
  std::pmr::vector<size_t> positions{
      memory.get()};  // where the record of each of the script's own statements is
  std::vector<std::shared_ptr<const CodeRun>> code = {};  // owns its statements

  // Whether the relation was there before this file: one that others may be waiting for.
  bool IsExisting(RelationId relation) const;
  // As the statement knows the relation: by the name that it finds, or leaves it with where it makes it.
  std::string NameOf(RelationId relation, const StatementRecord& statement) const;
  // Of one of the script's own statements.
  const StatementRecord& RecordOf(size_t index) const { return statements[positions[index]]; }
};

}  // namespace lockstep::model
