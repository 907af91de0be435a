// SPDX-License-Identifier: Apache-2.0
// Lints what is about to be applied: `up --lint`.
#pragma once

#include <span>
#include <vector>

#include "cmd/command.h"
#include "lint/diagnostic.h"
#include "migrate/plan.h"

namespace lockstep::cmd {

// The up parts of the plan, with all earlier ones replayed, as the configuration has it, for a server of that
// major version. The migrations have to outlive the reports.
std::vector<lint::FileReport> LintPlan(const migrate::Plan& plan,
                                       std::span<const source::Migration> migrations, int pg_version,
                                       CommandContext& context);

}  // namespace lockstep::cmd
