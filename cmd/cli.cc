// SPDX-License-Identifier: Apache-2.0
#include "cmd/cli.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>

#include "cmd/commands.h"
#include "cmd/database_access.h"
#include "sql/error.h"
#include "tool_version.h"

namespace lockstep::cmd {

namespace {

void AddGlobalOptions(CLI::App& app, GlobalOptions& global) {
  app.add_option("--config", global.config,
                 "configuration file (default: lockstep.yaml, here or in a folder above)")
      ->type_name("FILE");
  app.add_option("-d,--database", global.database, "libpq URL or key=value string")->type_name("URL");
  app.add_option("--dir", global.dir, "migrations directory (default: migrations, db/migrations)")
      ->type_name("DIR");
  const std::map<std::string, ColorChoice> choices = {
      {"auto", ColorChoice::kAuto}, {"always", ColorChoice::kAlways}, {"never", ColorChoice::kNever}};
  app.add_option("--color", global.color, "when to colour the output: auto, always, never")
      ->transform(CLI::CheckedTransformer(choices).description(""))
      ->type_name("WHEN");
  app.add_flag("-q,--quiet", global.quiet, "say only what is asked for, and errors");
  app.add_flag("-v,--verbose", global.verbose, "say more");
}

ExitCode Report(Runtime& runtime, std::string_view message, ExitCode code) {
  runtime.err << "lockstep: error: " << message << '\n';
  return code;
}

}  // namespace

std::unique_ptr<CLI::App> MakeApp(GlobalOptions& global, CommandContext& context) {
  auto app = std::make_unique<CLI::App>("Applies and lints PostgreSQL schema migrations", "lockstep");
  app->set_version_flag("--version", std::string("lockstep ") + std::string(kToolVersion));
  app->require_subcommand(1);
  app->fallthrough();  // global options may stand behind the command as well
  AddGlobalOptions(*app, global);
  AddLintCommand(*app, context);
  AddUpCommand(*app, context);
  AddDownCommand(*app, context);
  AddStatusCommand(*app, context);
  AddVersionCommand(*app, context);
  AddPlanCommand(*app, context);
  AddRulesCommand(*app, context);
  return app;
}

ExitCode RunCommandLine(const std::vector<std::string>& arguments, Runtime& runtime) {
  GlobalOptions global;
  CommandContext context(runtime, global);
  try {
    const auto app = MakeApp(global, context);
    try {
      std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
      app->parse(reversed);
    } catch (const CLI::ParseError& error) {
      const int code = app->exit(error, runtime.out, runtime.err);
      return code == 0 ? ExitCode::kOk : ExitCode::kUsage;
    }
    return context.exit_code();
  } catch (const UsageError& error) {
    return Report(runtime, error.what(), ExitCode::kUsage);
  } catch (const FileError& error) {
    return Report(runtime, error.what(), ExitCode::kUsage);
  } catch (const pg::DatabaseError& error) {
    return Report(runtime, error.what(), ExitCodeFor(error));
  } catch (const std::exception& error) {
    return Report(runtime, fmt::format("unexpected: {}", error.what()), ExitCode::kFailed);
  }
}

}  // namespace lockstep::cmd
