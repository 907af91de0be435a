// SPDX-License-Identifier: Apache-2.0
// Changes to the history that somebody asks for, without anything being run: `repair` and `baseline`.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/plan.h"
#include "migrate/runner.h"
#include "pg/connection.h"

namespace lockstep::migrate {

enum class AmendmentKind : uint8_t {
  kAccept,    // what the file says now is what was applied
  kMark,      // applied, by whatever means
  kForget,    // not applied
  kDone,      // the statement in doubt was carried out
  kNotDone,   // it was not
  kBaseline,  // applied before the history began
};

// What the log calls it: "accepted", …
std::string_view AmendmentName(AmendmentKind kind);

struct AmendmentRequest {
  AmendmentKind kind;
  std::string key;  // as in the history: a canonical version, or "R__" and a name
};

struct Amendment {
  AmendmentKind kind;
  MigrationStatus status;  // before
};

// The migrations have to outlive it.
struct AmendmentPlan {
  std::vector<Amendment> amendments = {};
  std::vector<Conflict> refusals = {};  // requests that make no sense; nothing is changed when there is one
};

// What the requests mean. Pure.
AmendmentPlan PlanRepair(std::span<const MigrationStatus> statuses,
                         std::span<const AmendmentRequest> requests);

// Records what the files have up to and with `version`; where they have nothing so low, that version alone.
// Refuses a history that has come further already. Versions that it has are left as they are. Pure.
AmendmentPlan PlanBaseline(std::span<const MigrationStatus> statuses, const source::Version& version);

struct AmendmentReport {
  Outcome outcome = Outcome::kDone;  // kConflict: refused
  std::vector<Amendment> made = {};
  std::vector<Conflict> refusals = {};
  std::optional<LockHolder> holder = {};  // kLockTimeout
};

using AmendmentPlanner = std::function<AmendmentPlan(std::span<const MigrationStatus>)>;

// Under the advisory lock: who runs migrations meanwhile would not know. All or nothing, each in the log.
// Throws DatabaseError.
AmendmentReport Amend(pg::Connection& connection, const RunnerOptions& options, const Observer& observer,
                      std::span<const source::Migration> migrations, const AmendmentPlanner& planner);

}  // namespace lockstep::migrate
