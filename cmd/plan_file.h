// SPDX-License-Identifier: Apache-2.0
// What `plan --save` writes and `up --plan` reads: JSON, "version": 1.
#pragma once

#include <filesystem>

#include "migrate/approval.h"

namespace lockstep::cmd {

// Replaces the file. Throws FileError when it cannot be written.
void WritePlanFile(const std::filesystem::path& path, const migrate::ApprovedPlan& plan);

// Throws FileError when it cannot be read, or is no such file.
migrate::ApprovedPlan ReadPlanFile(const std::filesystem::path& path);

}  // namespace lockstep::cmd
