// SPDX-License-Identifier: Apache-2.0
// lockstep adopt: takes over a database that another migration tool has kept so far.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/messages.h"
#include "cmd/run_command.h"
#include "cmd/run_observers.h"
#include "cmd/signals.h"
#include "migrate/adoption.h"
#include "sql/error.h"
#include "sql/printable.h"

namespace lockstep::cmd {

namespace {

using Json = nlohmann::ordered_json;

struct AdoptOptions {
  RunOptions run = {};
  std::string table = {};
  bool force = false;
  bool dry_run = false;
  bool keep_in_sync = false;
  bool end_sync = false;
};

migrate::AdoptionRequest RequestOf(const AdoptOptions& options) {
  migrate::AdoptionRequest request{
      .force = options.force, .dry_run = options.dry_run, .keep_in_sync = options.keep_in_sync};
  if (options.table.empty()) return request;
  request.table = sql::QualifiedName::Parse(options.table);
  if (request.table->name.empty())
    throw UsageError(fmt::format("adopt --table {}: is no table's name: write schema.table", options.table));
  return request;
}

Json ConflictsJson(const std::vector<migrate::Conflict>& conflicts) {
  Json json = Json::array();
  for (const auto& conflict : conflicts)
    json.push_back({{"version", conflict.version}, {"message", conflict.message}});
  return json;
}

void WriteJson(const migrate::AdoptionReport& report, bool dry_run, Runtime& runtime) {
  const bool is_refused = !report.plan.refusals.empty();
  Json adopted = Json::array();
  for (const migrate::Adopted& version : report.plan.adopted) {
    if (is_refused) break;
    Json json = {{"version", version.version.Canonical()},
                 {"name", version.name},
                 {"kind", migrate::RowKindName(version.kind)},
                 {"has_file", version.migration != nullptr}};
    if (!version.origin.applied_at.empty()) json["applied_at"] = version.origin.applied_at;
    adopted.push_back(std::move(json));
  }
  const Json document = {{"version", 1},
                         {"tool", migrate::ForeignToolName(report.table.tool)},
                         {"table", report.table.name.Display()},
                         {"dry_run", dry_run},
                         {"adopted", std::move(adopted)},
                         {"pending", report.plan.pending},
                         {"begins_sync", report.begins_sync},
                         {"problems", ConflictsJson(report.plan.refusals)},
                         {"warnings", ConflictsJson(report.plan.warnings)}};
  runtime.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void WriteText(const migrate::AdoptionReport& report, bool dry_run, Runtime& runtime) {
  const migrate::AdoptionPlan& plan = report.plan;
  for (const migrate::Conflict& warning : plan.warnings) WriteWarning(runtime.err, warning.message);
  for (const migrate::Conflict& refusal : plan.refusals) WriteError(runtime.err, refusal.message);
  if (!plan.refusals.empty()) {
    runtime.err << "nothing was changed\n";
    return;
  }
  for (const migrate::Adopted& adopted : plan.adopted) {
    runtime.out << fmt::format("{}: {}\n", LabelOf(adopted.version, adopted.name),
                               adopted.kind == migrate::RowKind::kAssumed
                                   ? "assumed to be applied, as it is below the version that the table has"
                                   : "adopted");
  }
  if (report.begins_sync) {
    runtime.out << fmt::format("{} {} kept in sync from here on, until `lockstep adopt --end-sync`\n",
                               report.table.Display(), dry_run ? "would be" : "is");
  }
  if (plan.adopted.empty()) {
    runtime.out << fmt::format("nothing to record: the history has all of {} already\n",
                               report.table.Display());
    return;
  }
  runtime.out << fmt::format("{} {} version{} of {}; {} pending: `lockstep status`\n",
                             dry_run ? "would record" : "recorded", plan.adopted.size(),
                             plan.adopted.size() == 1 ? "" : "s", report.table.Display(), plan.pending);
}

// Nothing where the lock was had.
std::optional<ExitCode> WhyNotLocked(migrate::Outcome outcome,
                                     const std::optional<migrate::LockHolder>& holder, Runtime& runtime,
                                     const SignalGuard& signals) {
  if (outcome == migrate::Outcome::kInterrupted) return signals.exit_code().value_or(ExitCode::kInterrupted);
  if (outcome != migrate::Outcome::kLockTimeout) return std::nullopt;
  WriteHolder(holder, runtime);
  return ExitCode::kLockTimeout;
}

ExitCode Report(const migrate::AdoptionReport& report, const AdoptOptions& options, Runtime& runtime,
                const SignalGuard& signals) {
  if (const auto code = WhyNotLocked(report.outcome, report.holder, runtime, signals)) return *code;
  if (options.run.json) {
    WriteJson(report, options.dry_run, runtime);
  } else {
    WriteText(report, options.dry_run, runtime);
  }
  return report.outcome == migrate::Outcome::kConflict ? ExitCode::kConflict : ExitCode::kOk;
}

ExitCode Report(const migrate::EndSyncReport& report, bool json, Runtime& runtime,
                const SignalGuard& signals) {
  if (const auto code = WhyNotLocked(report.outcome, report.holder, runtime, signals)) return *code;
  if (json) {
    const Json document = {{"version", 1},
                           {"ends_sync", report.table ? Json(report.table->Display()) : Json()}};
    runtime.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  } else if (report.table) {
    runtime.out << fmt::format("golang-migrate's {} is not kept in sync any more, and stays as it is\n",
                               sql::Printable(report.table->Display()));
  } else {
    runtime.out << "nothing to end: no table is kept in sync\n";
  }
  return ExitCode::kOk;
}

ExitCode RunAdopt(const AdoptOptions& options, CommandContext& context) {
  const migrate::AdoptionRequest request = RequestOf(options);
  SignalGuard signals;
  const auto migrations = options.end_sync ? std::vector<source::Migration>{} : LoadMigrations(context);
  try {
    RunSession session = OpenRunSession(context, options.run, signals.interrupt());
    const RunStyle style{.quiet = context.global().quiet || options.run.json,
                         .verbose = context.global().verbose};
    const migrate::Observer observer = TextObserver(context.runtime(), style);
    if (options.end_sync) {
      return Report(migrate::EndSync(session.connection, session.options, observer), options.run.json,
                    context.runtime(), signals);
    }
    const auto report = migrate::Adopt(session.connection, session.options, observer, migrations, request);
    return Report(report, options, context.runtime(), signals);
  } catch (const pg::DatabaseError&) {
    if (const auto code = signals.exit_code()) return *code;
    throw;
  }
}

}  // namespace

void AddAdoptCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("adopt", "Take over what another migration tool has applied");
  auto options = std::make_shared<AdoptOptions>();
  command
      ->add_option("--table", options->table,
                   "the other tool's table, where there are several, or it has an unusual name")
      ->type_name("NAME");
  command->add_flag(
      "--force", options->force,
      "take what that tool has left unfinished as applied, and files changed since as they are");
  command->add_flag("--dry-run", options->dry_run, "show what would be recorded, and touch nothing");
  CLI::Option* keep_in_sync = command->add_flag(
      "--keep-in-sync", options->keep_in_sync,
      "golang-migrate: go on writing its table, and keep it out meanwhile, so that one can go back");
  command->add_flag("--end-sync", options->end_sync, "end that; the table stays as it is")
      ->excludes(keep_in_sync);
  command->add_flag("--json", options->run.json, "one JSON document");
  AddLockOptions(*command, options->run);
  command->callback([options, &context] { context.set_exit_code(RunAdopt(*options, context)); });
}

}  // namespace lockstep::cmd
