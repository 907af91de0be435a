// SPDX-License-Identifier: Apache-2.0
#include "cmd/cli.h"

#include <initializer_list>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/choice.h"
#include "cmd/command_tree.h"
#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "cmd/help.h"
#include "cmd/messages.h"
#include "cmd/program_start.h"
#include "cmd/usage_message.h"
#include "source/directory.h"
#include "sql/error.h"
#include "tool_version.h"

namespace lockstep::cmd {

namespace {

std::vector<std::string> SourceFormatNames() {
  std::vector<std::string> names;
  for (const source::Format& format : source::AllFormats()) names.emplace_back(format.name);
  return names;
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& global) {
  app.add_option("--config", global.config,
                 "configuration file; else lockstep.yaml, here or in a folder above")
      ->type_name("FILE");
  app.add_option(
         "-d,--database", global.database,
         "libpq URL or key=value string; else LOCKSTEP_DATABASE_URL, DATABASE_URL_DIRECT, DATABASE_URL, "
         "lockstep.yaml, libpq's PG variables")
      ->type_name("URL");
  app.add_option("--dir", global.dir,
                 "migrations directory; else LOCKSTEP_DIR, lockstep.yaml, ./migrations, ./db/migrations")
      ->type_name("DIR");
  app.add_option("--source-format", global.source_format,
                 "format of the migration files; else lockstep.yaml, else recognised")
      ->check(OneOf(SourceFormatNames()))
      ->type_name("FORMAT");
  const auto set_color = [&global](const std::string& choice) {
    global.color = choice == "always"  ? ColorChoice::kAlways
                   : choice == "never" ? ColorChoice::kNever
                                       : ColorChoice::kAuto;
  };
  app.add_option_function<std::string>("--color", set_color, "when to colour the output")
      ->check(OneOf({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.add_flag("-q,--quiet", global.quiet, "say only what is asked for, and errors");
  app.add_flag("-v,--verbose", global.verbose, "say more");
  app.set_version_flag("--version", fmt::format("lockstep {}", kToolVersion), "print the version");
  app.set_help_flag("-h,--help", "print this text");
}

ExitCode Report(Runtime& runtime, std::string_view message, ExitCode code) {
  WriteError(runtime.err, message);
  return code;
}

// As CLI11 asks for it: of the program, or of the command that --help stands behind.
std::string HelpOf(const CLI::App* app, const std::string& /*name*/, CLI::AppFormatMode /*mode*/) {
  const CLI::App* program = app->get_parent();
  if (program == nullptr) return ProgramHelp(DescribeCommand(*app));
  return CommandHelp(DescribeCommand(*program), DescribeCommand(*app));
}

using AddCommand = void (*)(CLI::App& app, CommandContext& context);

// Help lists them under `heading`; under an empty one it does not.
void AddGroup(CLI::App& app, CommandContext& context, const std::string& heading,
              std::initializer_list<AddCommand> commands) {
  app.group(heading);  // which commands inherit
  for (const AddCommand add : commands) add(app, context);
}

// `help lint`, as some type it, is `lint --help`.
std::vector<std::string> WithHelpAsOption(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
  return arguments;
}

bool Refuse(std::string_view message, Runtime& runtime) {
  WriteError(runtime.err, message);
  return false;
}

// Runs the command as well. False when the command line is wrong, which is then said.
bool Parse(CLI::App& app, const std::vector<std::string>& arguments, Runtime& runtime) {
  if (arguments.empty()) {
    runtime.err << app.help();
    return false;
  }
  try {
    // CLI11 takes them from the end.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp& help) {
    const bool is_of_unknown_command = app.get_subcommands().empty() && app.remaining_size() > 0;
    if (is_of_unknown_command) return Refuse(UsageMessage(app, help), runtime);
    runtime.out << app.help();
  } catch (const CLI::CallForVersion& version) {
    runtime.out << version.what() << '\n';
  } catch (const CLI::ParseError& error) {
    return Refuse(UsageMessage(app, error), runtime);
  }
  return true;
}

}  // namespace

std::unique_ptr<CLI::App> MakeApp(GlobalOptions& global, CommandContext& context) {
  auto app = std::make_unique<CLI::App>("Applies and lints PostgreSQL schema migrations", "lockstep");
  app->formatter_fn(HelpOf);
  app->require_subcommand(1);
  app->fallthrough();  // global options may stand behind the command as well
  AddGlobalOptions(*app, global);
  AddGroup(*app, context, "Run migrations",
           {AddUpCommand, AddDownCommand, AddGotoCommand, AddRedoCommand, AddPlanCommand});
  AddGroup(*app, context, "See where a database stands",
           {AddStatusCommand, AddVersionCommand, AddCheckCommand, AddLogCommand});
  AddGroup(*app, context, "Correct its history", {AddRepairCommand, AddBaselineCommand, AddAdoptCommand});
  AddGroup(*app, context, "Write and check migrations",
           {AddCreateCommand, AddLintCommand, AddLocksCommand, AddStatsCommand, AddRulesCommand,
            AddExplainCommand});
  AddGroup(*app, context, "", {AddGenerateManCommand, AddGenerateCompletionCommand});
  return app;
}

namespace {

ExitCode RunCommand(std::vector<std::string> arguments, GlobalOptions& global, CommandContext& context) {
  Runtime& runtime = context.runtime();
  try {
    const auto app = MakeApp(global, context);
    arguments = WithHelpAsOption(std::move(arguments));
    context.program_to_start().command = TakeProgram(*app, arguments);
    if (!Parse(*app, arguments, runtime)) return ExitCode::kUsage;
    runtime.out.flush();
    if (!runtime.out) throw FileError("the output cannot be written");
    return context.exit_code();
  } catch (const UsageError& error) {
    return Report(runtime, error.what(), ExitCode::kUsage);
  } catch (const FileError& error) {
    return Report(runtime, error.what(), ExitCode::kUsage);
  } catch (const pg::DatabaseError& error) {
    return Report(runtime, FormatDatabaseError(error), ExitCodeFor(error));
  } catch (const std::exception& error) {
    return Report(runtime, fmt::format("unexpected: {}", error.what()), ExitCode::kFailed);
  }
}

}  // namespace

ExitCode RunCommandLine(const std::vector<std::string>& arguments, Runtime& runtime) {
  GlobalOptions global;
  CommandContext context(runtime, global);
  const ExitCode code = RunCommand(arguments, global, context);
  const ProgramToStart& program = context.program_to_start();
  return StartsAfter(program, code) ? StartProgram(program.command, runtime) : code;
}

}  // namespace lockstep::cmd
