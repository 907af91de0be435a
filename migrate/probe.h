// SPDX-License-Identifier: Apache-2.0
// Finds out by looking whether a statement that refuses a transaction was carried out, and clears up what a
// broken one has left.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "sql/script.h"

namespace lockstep::migrate {

enum class Verdict {
  kDone,
  kNotDone,  // nothing of it is left: it may be run again
  kUnknown,  // nothing tells
  kStuck,    // what it has left cannot be removed now
};

// What a statement is known by before and after it. Names in it mean what the session's settings make them
// mean, so these have to be the file's. Throws DatabaseError when the connection is lost.
class Probe {
 public:
  using Facts = std::vector<std::string>;

  virtual ~Probe() = default;

  // Right before the statement runs: what has to be known afterwards, line by line. Goes into the intent row.
  virtual Facts Observe() = 0;

  // Afterwards, by those facts; nobody is running the statement any more. Removes INVALID indexes that it has
  // left, and finishes what cannot go back. Never touches what another session is building.
  virtual Verdict Settle(const Facts& facts) = 0;

  // After it succeeded: why that is no success (it did nothing over an INVALID index).
  virtual std::optional<pg::ServerMessage> FindProblem() { return std::nullopt; }

  // Whether it waits for other transactions to end as a part of its work, so that no lock_timeout may apply.
  virtual bool WaitsForSnapshots() const { return false; }
};

// Never null. The statement's node has to outlive it.
std::unique_ptr<Probe> ProbeFor(pg::Connection& connection, const sql::Statement& statement);

}  // namespace lockstep::migrate
