// SPDX-License-Identifier: Apache-2.0
#include "cmd/analysis_options.h"

#include <CLI/CLI.hpp>

#include "cmd/choice.h"
#include "cmd/lint_options.h"

namespace lockstep::cmd {

namespace {

constexpr int kDefaultVersion = 15;
constexpr int kOldestVersion = 14;
constexpr int kNewestVersion = 18;

}  // namespace

void AddAnalysisOptions(CLI::App& command, AnalysisOptions& options) {
  command.add_option("PATH", options.paths,
                     "files, directories, - for standard input (default: the migrations directory)");
  command
      .add_option("--pg-version", options.pg_version,
                  "major version of the target server, 14 to 18 (default: 15)")
      ->check(CLI::Range(kOldestVersion, kNewestVersion).description(""))
      ->type_name("N");
  command
      .add_option("--runner", options.runner,
                  "who will run the files, which decides transactions (default: the tool of the files' own "
                  "format)")
      ->check(OneOf({model::kRunnerNames.begin(), model::kRunnerNames.end()}))
      ->type_name("NAME");
  command.add_option("--schema", options.schema, "base schema to start from (pg_dump --schema-only)")
      ->type_name("FILE");
  command.add_flag("--no-replay", options.no_replay, "do not read earlier migrations of the directory");
}

AnalysisTargets ResolveTargets(const AnalysisOptions& options, CommandContext& context) {
  std::vector<std::string> paths = options.paths;
  if (paths.empty()) paths.push_back(context.MigrationsDirectory().string());
  return ResolvePaths(paths, context.runtime().working_directory, context.runtime().in,
                      context.SourceOptions());
}

int TargetVersion(const AnalysisOptions& options, const LintConfig& config) {
  return options.pg_version.value_or(config.pg_version.value_or(kDefaultVersion));
}

model::Runner RunnerFor(const AnalysisOptions& options, const LintConfig& config, model::Runner of_format) {
  const std::string name = options.runner.empty() ? config.runner.value_or("") : options.runner;
  return name.empty() ? of_format : *model::RunnerFromName(name);
}

std::optional<sql::SourceFile> ReadBaseSchema(const AnalysisOptions& options, CommandContext& context) {
  return options.schema.empty() ? ReadBaseSchema(context) : sql::SourceFile::Read(options.schema);
}

}  // namespace lockstep::cmd
