// SPDX-License-Identifier: Apache-2.0
// lockstep locks: what each statement will lock, for how long, and what it does meanwhile. No database.
#include "model/locks_report.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cmd/analysis_options.h"
#include "cmd/commands.h"
#include "cmd/lint_options.h"
#include "cmd/messages.h"
#include "model/replay.h"
#include "sql/excerpt.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

struct LocksOptions {
  AnalysisOptions analysis = {};
  bool json = false;
};

std::string Listed(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string_view WhoWaits(const model::StatementReport& report) {
  if (report.blocks_reads) return report.blocks_writes ? "reads and writes wait" : "reads wait";
  return report.blocks_writes ? "writes wait" : "";
}

void WriteText(const model::StatementReport& report, const sql::SourceFile& file, std::ostream& out) {
  const auto line = [&out](std::string_view text) { out << "        " << sql::Printable(text) << '\n'; };
  const std::string text = sql::TextAsWritten(file, report.statement->span);
  out << fmt::format("  {:>4}: {}\n", file.PositionOf(report.statement->span.begin).line,
                     sql::Printable(text.substr(0, text.find('\n'))));
  const bool is_kept = report.held_to != report.statement;
  for (const model::RelationLock& lock : report.locks) {
    line(fmt::format("{} on {}{}", model::SqlName(lock.mode), lock.relation,
                     is_kept ? fmt::format(", to the end of the transaction in line {}",
                                           file.PositionOf(report.held_to->span.begin).line)
                             : ""));
  }
  if (const std::string_view who = WhoWaits(report); !who.empty()) line(who);
  if (!report.rewrites.empty()) line("rewrites " + Listed(report.rewrites));
  if (!report.scans.empty()) line("scans " + Listed(report.scans));
  if (!report.index_builds.empty()) line("builds an index of " + Listed(report.index_builds));
  if (!report.is_transactional) line("cannot run in a transaction block");
  if (report.failure) line(fmt::format("fails: {} {}", report.failure->sqlstate, report.failure->message));
  if (!report.is_certain) line("assumed, as what it is about is not fully known (--schema tells)");
}

Json StatementJson(const model::StatementReport& report, const sql::SourceFile& file) {
  Json locks = Json::array();
  for (const model::RelationLock& lock : report.locks)
    locks.push_back({{"relation", lock.relation}, {"mode", model::PgLocksName(lock.mode)}});
  Json blocks = Json::array();
  if (report.blocks_reads) blocks.push_back("reads");
  if (report.blocks_writes) blocks.push_back("writes");
  const sql::Position position = file.PositionOf(report.statement->span.begin);
  return {{"statement", report.statement->number},
          {"line", position.line},
          {"column", position.column},
          {"sql", sql::TextAsWritten(file, report.statement->span)},
          {"locks", std::move(locks)},
          {"held_to_statement", report.held_to->number},
          {"rewrites", report.rewrites},
          {"scans", report.scans},
          {"index_builds", report.index_builds},
          {"blocks", std::move(blocks)},
          {"transactional", report.is_transactional},
          {"fails", report.failure ? Json(report.failure->sqlstate) : Json(nullptr)},
          {"certainty", report.is_certain ? "certain" : "assumed"}};
}

class LocksRun {
 public:
  LocksRun(const LocksOptions& options, CommandContext& context)
      : options_(options),
        context_(context),
        config_(context.config().lint),
        base_schema_(ReadBaseSchema(options.analysis, context)) {}

  ExitCode Run() {
    const AnalysisTargets targets = ResolveTargets(options_.analysis, context_);
    for (const DirectoryTarget& target : targets.directories) ReadDirectory(target);
    for (const sql::SourceFile& file : targets.loose) {
      model::Replay replay = StartReplay(false);
      ReadFile(replay, file, RunnerFor(options_.analysis, config_, model::Runner::kPsql), {}, true);
    }
    for (const std::string& error : targets.errors) WriteError(context_.runtime().err, error);
    if (options_.json) {
      const Json document = {{"version", 1}, {"files", std::move(files_)}};
      context_.runtime().out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    }
    return targets.errors.empty() && !has_syntax_errors_ ? ExitCode::kOk : ExitCode::kUsage;
  }

 private:
  model::Replay StartReplay(bool has_history) const {
    model::Replay replay({.pg_version = TargetVersion(options_.analysis, config_),
                          .time_zone = config_.timezone.value_or(""),
                          .history_is_complete = has_history || base_schema_.has_value(),
                          .start_is_known = base_schema_.has_value()});
    if (base_schema_) replay.Run(sql::Script::Parse(*base_schema_), model::Runner::kPsql);
    return replay;
  }

  void ReadDirectory(const DirectoryTarget& target) {
    if (!target.all && target.files.empty()) return;
    model::Replay replay = StartReplay(!options_.analysis.no_replay);
    const source::Format& format = source::FormatNamed(target.directory.format);
    const model::Runner runner = RunnerFor(options_.analysis, config_, *model::RunnerFromName(format.runner));
    const auto read = [&](const source::Migration& migration) {
      const auto& up = migration.up;
      if (!up) return;
      const bool is_wanted = target.Wants(up->path);
      if (is_wanted || !options_.analysis.no_replay)
        ReadFile(replay, up->file, runner, up->no_transaction, is_wanted);
    };
    for (const source::Migration& migration : target.directory.migrations) read(migration);
    for (const source::Migration& repeatable : target.directory.repeatables) read(repeatable);
  }

  void ReadFile(model::Replay& replay, const sql::SourceFile& file, model::Runner runner,
                std::optional<bool> no_transaction, bool is_wanted) {
    const sql::Script script = sql::Script::Parse(file);
    const model::FileRecord record = replay.Run(script, runner, no_transaction);
    if (!is_wanted) return;
    WriteSyntaxErrors(script);
    Json statements = Json::array();
    if (!options_.json) context_.runtime().out << sql::Printable(file.name()) << '\n';
    for (const model::StatementReport& report : model::ReportLocks(record)) {
      if (report.statement->error) continue;
      if (options_.json) {
        statements.push_back(StatementJson(report, file));
      } else {
        WriteText(report, file, context_.runtime().out);
      }
    }
    files_.push_back({{"file", file.name()}, {"statements", std::move(statements)}});
  }

  void WriteSyntaxErrors(const sql::Script& script) {
    for (const sql::Statement& statement : script.statements()) {
      if (!statement.error) continue;
      has_syntax_errors_ = true;
      const sql::Position position = script.file().PositionOf(statement.error->offset);
      context_.runtime().err << sql::Printable(fmt::format("{}:{}:{}: error: {}", script.file().name(),
                                                           position.line, position.column,
                                                           statement.error->message))
                             << '\n';
    }
  }

  const LocksOptions& options_;
  CommandContext& context_;
  const LintConfig& config_;
  std::optional<sql::SourceFile> base_schema_;
  Json files_ = Json::array();
  bool has_syntax_errors_ = false;
};

}  // namespace

void AddLocksCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("locks", "Show what each statement will lock and do");
  auto options = std::make_shared<LocksOptions>();
  AddAnalysisOptions(*command, options->analysis);
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &context] { context.set_exit_code(LocksRun(*options, context).Run()); });
}

}  // namespace lockstep::cmd
