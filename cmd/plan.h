// SPDX-License-Identifier: Apache-2.0
// What `plan` and `up --dry-run` share.
#pragma once

#include <string>

#include "cmd/command.h"
#include "migrate/runner.h"

namespace lockstep::cmd {

struct PlanRequest {
  migrate::UpTarget target = {};
  bool out_of_order = false;
  bool json = false;
  bool sql = false;       // the statements that would be sent, instead of what they do
  std::string save = {};  // a file; empty: none
};

// Says what `up` would do, and touches nothing.
ExitCode ShowPlan(CommandContext& context, const PlanRequest& request);

}  // namespace lockstep::cmd
