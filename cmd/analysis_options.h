// SPDX-License-Identifier: Apache-2.0
// The options of commands that look at migrations without a database: which files, for which server, run by
// whom, on what schema.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cmd/analysis_targets.h"
#include "cmd/command.h"
#include "model/steps.h"
#include "sql/source_file.h"

namespace lockstep::cmd {

struct AnalysisOptions {
  std::vector<std::string> paths = {};
  std::optional<int> pg_version = {};
  std::string runner = {};
  std::string schema = {};
  bool no_replay = false;
};

void AddAnalysisOptions(CLI::App& command, AnalysisOptions& options);

// The files that are asked for; the migrations directory where none is named.
AnalysisTargets ResolveTargets(const AnalysisOptions& options, CommandContext& context);

// Major version of the target server: the option, else the configuration, else the oldest that is maintained.
int TargetVersion(const AnalysisOptions& options, const LintConfig& config);

// Likewise who runs the files, else the tool of their own format.
model::Runner RunnerFor(const AnalysisOptions& options, const LintConfig& config, model::Runner of_format);

// Likewise the schema to start from, if there is one. Throws FileError when it cannot be read.
std::optional<sql::SourceFile> ReadBaseSchema(const AnalysisOptions& options, CommandContext& context);

}  // namespace lockstep::cmd
