// SPDX-License-Identifier: Apache-2.0
// What repair and baseline share: connection, lock, what they say.
#pragma once

#include "cmd/run_command.h"
#include "migrate/amendment.h"

namespace lockstep::cmd {

// Each change goes to the output, one line each.
ExitCode AmendHistory(CommandContext& context, const RunOptions& options,
                      const migrate::AmendmentPlanner& planner);

}  // namespace lockstep::cmd
