// SPDX-License-Identifier: Apache-2.0
// What keeps a file from being run safely, found before anything runs.
#pragma once

#include <vector>

#include "model/steps.h"
#include "sql/script.h"

namespace lockstep::model {

// In file order. Empty: every BEGIN has its COMMIT, no savepoint is spoken of in another transaction, nothing
// in a transaction of the file's own refuses one, and everything can be sent to the server.
std::vector<StepProblem> FindStepProblems(const sql::Script& script, const StepOptions& options);

}  // namespace lockstep::model
