// SPDX-License-Identifier: Apache-2.0
// A plan that somebody has looked at and approved, and whether what would run now is the same. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "migrate/plan.h"

namespace lockstep::migrate {

struct ApprovedStep {
  bool transactional = true;
  size_t first = 0;  // statements of the file, from 1
  size_t last = 0;

  bool operator==(const ApprovedStep&) const = default;
};

struct ApprovedMigration {
  std::string version;
  std::string name;
  std::string checksum;
  std::vector<ApprovedStep> steps = {};

  bool operator==(const ApprovedMigration&) const = default;
};

struct ApprovedPlan {
  Direction direction = Direction::kUp;
  bool out_of_order = false;
  std::string database_state;  // which history the plan starts from, as a checksum
  std::vector<ApprovedMigration> migrations = {};
};

// As it is saved. The plan has no conflicts, and nothing in it stands in the way.
ApprovedPlan Approve(const Plan& plan, std::span<const MigrationStatus> statuses, bool out_of_order);

// All in which the plan is not what was approved, of which the first `finished` migrations are carried out.
std::vector<Conflict> DifferencesFrom(const ApprovedPlan& approved, const Plan& plan,
                                      std::span<const MigrationStatus> statuses, size_t finished);

}  // namespace lockstep::migrate
