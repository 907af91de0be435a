// SPDX-License-Identifier: Apache-2.0
// lockstep lint: reports unsafe statements, with their place, their effect and the safe form.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <set>

#include "cmd/analysis_options.h"
#include "cmd/changed_files.h"
#include "cmd/choice.h"
#include "cmd/commands.h"
#include "cmd/lint_options.h"
#include "cmd/messages.h"
#include "cmd/rule_names.h"
#include "lint/linter.h"
#include "lint/report/report.h"
#include "rules/all_rules.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

struct LintCommandOptions {
  AnalysisOptions analysis = {};
  std::string format = {};
  std::string output = {};
  std::optional<std::string> since = {};
  std::string stats = {};
  std::string fail_on = {};
  std::vector<std::string> only = {};
  std::vector<std::string> disable = {};
  bool include_down = false;
};

void AddRuleIds(const std::vector<std::string>& names, std::set<std::string, std::less<>>& ids) {
  for (const std::string& name : names) {
    const lint::Rule* rule = RuleNamed(name);
    if (rule == nullptr) throw UsageError(UnknownRuleMessage(name));
    ids.emplace(rule->info.id);
  }
}

lint::LintOptions MakeLintOptions(const LintCommandOptions& options, const LintConfig& config) {
  lint::LintOptions result = LintOptionsOf(config);
  result.pg_version = TargetVersion(options.analysis, config);
  AddRuleIds(options.only, result.only);
  AddRuleIds(options.disable, result.disabled);
  return result;
}

std::optional<lint::Severity> FailThreshold(const std::string& name) {
  if (name == "never") return std::nullopt;
  return name == "warning" ? lint::Severity::kWarning : lint::Severity::kError;
}

class LintRun {
 public:
  LintRun(const LintCommandOptions& options, CommandContext& context)
      : options_(options), context_(context), config_(context.config().lint), format_(Format()) {}

  ExitCode Run() {
    targets_ = ResolveTargets(options_.analysis, context_);
    FindChangedFiles();
    base_schema_ = ReadBaseSchema(options_.analysis, context_);
    sizes_ = ReadTableSizes(options_.stats, context_);
    for (const DirectoryTarget& target : targets_.directories) LintDirectory(target);
    for (const sql::SourceFile& file : targets_.loose) LintLoose(file);
    WriteProblems();
    WriteReports();
    return Outcome();
  }

 private:
  lint::Linter MakeLinter(bool history_is_complete) const {
    lint::LintOptions options = MakeLintOptions(options_, config_);
    options.sizes = sizes_;
    options.history_is_complete = history_is_complete || base_schema_.has_value();
    options.start_is_known = base_schema_.has_value();
    options.wants_effects = format_.shows_effects;
    lint::Linter linter(std::move(options), rules::AllRules());
    if (base_schema_) linter.ReplaySilently(*base_schema_, model::Runner::kPsql);
    return linter;
  }

  // Whether --since lets it be reported; what has no file, standard input, always is.
  bool IsRecent(const fs::path& path) const {
    if (!options_.since) return true;
    std::error_code error;
    const fs::path full = context_.runtime().working_directory / path;
    if (!fs::exists(full, error)) return true;
    return changed_files_.contains(fs::weakly_canonical(full));
  }

  void FindChangedFiles() {
    if (!options_.since) return;
    std::set<fs::path> folders;
    for (const DirectoryTarget& target : targets_.directories) folders.insert(target.directory.path);
    for (const sql::SourceFile& file : targets_.loose) folders.insert(fs::path(file.name()).parent_path());
    for (const fs::path& folder : folders) {
      const fs::path full = context_.runtime().working_directory / folder;
      std::error_code error;
      if (fs::is_directory(full, error)) changed_files_.merge(FilesChangedSince(*options_.since, full));
    }
  }

  bool IsReported(const DirectoryTarget& target, const source::Part& part) const {
    return target.Wants(part.path) && !IsExcludedFromLint(part.path, context_) && IsRecent(part.path);
  }

  void LintDirectory(const DirectoryTarget& target) {
    if (!target.all && target.files.empty()) return;
    lint::Linter linter = MakeLinter(!options_.analysis.no_replay);
    for (const source::Migration& migration : target.directory.migrations)
      LintMigration(linter, target, migration);
    for (const source::Migration& repeatable : target.directory.repeatables)
      LintMigration(linter, target, repeatable);
  }

  void LintMigration(lint::Linter& linter, const DirectoryTarget& target,
                     const source::Migration& migration) {
    const source::Format& format = source::FormatNamed(target.directory.format);
    const model::Runner runner = RunnerFor(options_.analysis, config_, *model::RunnerFromName(format.runner));
    if (const auto& up = migration.up) {
      if (IsReported(target, *up)) {
        reports_.push_back(linter.Lint(up->file, runner, up->no_transaction));
      } else if (!options_.analysis.no_replay) {
        linter.ReplaySilently(up->file, runner, up->no_transaction);
      }
    }
    if (const auto& down = migration.down; down && IsReported(target, *down)) {
      AddDownReport(linter.LintDown(down->file, runner, options_.include_down, down->no_transaction));
    }
  }

  void AddDownReport(lint::FileReport report) {
    if (options_.include_down || !report.diagnostics.empty()) reports_.push_back(std::move(report));
  }

  // Each on its own: nothing says in which order they run.
  void LintLoose(const sql::SourceFile& file) {
    if (IsExcludedFromLint(file.name(), context_) || !IsRecent(file.name())) return;
    lint::Linter linter = MakeLinter(false);
    reports_.push_back(linter.Lint(file, RunnerFor(options_.analysis, config_, model::Runner::kPsql)));
  }

  void WriteProblems() {
    std::ostream& err = context_.runtime().err;
    for (const std::string& error : targets_.errors) WriteError(err, error);
    if (!context_.global().verbose) return;
    for (const std::string& warning : targets_.warnings) WriteWarning(err, warning);
  }

  std::string_view FormatName() const {
    if (!options_.format.empty()) return options_.format;
    const Runtime& runtime = context_.runtime();
    const bool is_in_actions = runtime.environment("GITHUB_ACTIONS") == "true" && !runtime.out_is_terminal &&
                               options_.output.empty();
    return is_in_actions ? "github" : "human";
  }

  const lint::ReportFormat& Format() const {
    const auto formats = lint::AllReportFormats();
    const std::string_view name = FormatName();
    return *std::find_if(formats.begin(), formats.end(),
                         [&](const lint::ReportFormat& row) { return row.name == name; });
  }

  void WriteReports() {
    if (options_.output.empty()) {
      const lint::ReportStyle style{.color = context_.ColorFor(context_.runtime().out_is_terminal),
                                    .quiet = context_.global().quiet};
      format_.write(reports_, context_.runtime().out, style);
      return;
    }
    std::ofstream file(context_.runtime().working_directory / options_.output,
                       std::ios::binary | std::ios::trunc);
    format_.write(reports_, file, {.quiet = context_.global().quiet});
    file.flush();
    if (!file) throw FileError(fmt::format("{}: cannot be written", options_.output));
  }

  ExitCode Outcome() const {
    const lint::Counts counts = lint::Count(reports_);
    if (!targets_.errors.empty() || counts.syntax_errors > 0) return ExitCode::kUsage;
    const auto threshold =
        FailThreshold(options_.fail_on.empty() ? config_.fail_on.value_or("error") : options_.fail_on);
    if (!threshold) return ExitCode::kOk;
    const bool failed = counts.errors > 0 || (*threshold == lint::Severity::kWarning && counts.warnings > 0);
    return failed ? ExitCode::kFailed : ExitCode::kOk;
  }

  const LintCommandOptions& options_;
  CommandContext& context_;
  const LintConfig& config_;
  const lint::ReportFormat& format_;
  AnalysisTargets targets_;
  std::set<fs::path> changed_files_;
  std::optional<lint::TableSizes> sizes_;
  std::optional<sql::SourceFile> base_schema_;
  std::vector<lint::FileReport> reports_;
};

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const lint::ReportFormat& format : lint::AllReportFormats()) names.emplace_back(format.name);
  return names;
}

void AddRulesOption(CLI::App& command, const std::string& name, std::vector<std::string>& rules,
                    const std::string& description) {
  command.add_option(name, rules, description)
      ->delimiter(',')
      ->allow_extra_args(false)  // what stands behind it is a path
      ->type_name("ID,…");
}

}  // namespace

void AddLintCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("lint", "Report unsafe statements in migrations");
  auto options = std::make_shared<LintCommandOptions>();
  AddAnalysisOptions(*command, options->analysis);
  command->add_option("--format", options->format, "how to report (default: human; github in GitHub Actions)")
      ->check(OneOf(FormatNames()))
      ->type_name("FORMAT");
  command->add_option("--output", options->output, "write the report to this file")->type_name("FILE");
  command
      ->add_option("--fail-on", options->fail_on,
                   "least severity that makes the exit code 1, by default error")
      ->check(OneOf({"error", "warning", "never"}))
      ->type_name("SEVERITY");
  AddRulesOption(*command, "--only", options->only, "check these rules only");
  AddRulesOption(*command, "--disable", options->disable, "do not check these rules");
  command
      ->add_option("--since", options->since,
                   "report only files added or changed since this git revision; all are replayed")
      ->type_name("REVISION");
  command->add_option("--stats", options->stats, "sizes of the tables, as `lockstep stats` has written them")
      ->type_name("FILE");
  command->add_flag("--include-down", options->include_down, "lint down parts like up parts");
  command->callback([options, &context] { context.set_exit_code(LintRun(*options, context).Run()); });
}

}  // namespace lockstep::cmd
