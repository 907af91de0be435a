// SPDX-License-Identifier: Apache-2.0
// What `lockstep locks` says of a file: for each statement the strongest lock on each relation that was there
// before, the work done on them, and who waits. Plain data; the command writes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/record.h"

namespace lockstep::model {

struct RelationLock {
  std::string relation;
  LockMode mode = LockMode::kNone;
};

struct StatementReport {
  const sql::Statement* statement = nullptr;
  // The last statement of its transaction, at whose end the locks are let go; itself where it stands alone.
  const sql::Statement* held_to = nullptr;
  // In the order of the names, each once; only relations that were there before the file.
  std::vector<RelationLock> locks = {};
  std::vector<std::string> rewrites = {};
  std::vector<std::string> scans = {};
  std::vector<std::string> index_builds = {};
  bool blocks_reads = false;
  bool blocks_writes = false;
  bool is_transactional = true;
  std::optional<Failure> failure = {};
  // False where something about the statement's relations is not known, and the worst was assumed.
  bool is_certain = true;
};

std::vector<StatementReport> ReportLocks(const FileRecord& file);

}  // namespace lockstep::model
