// SPDX-License-Identifier: Apache-2.0
#include "cmd/program_start.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/messages.h"
#include "cmd/signals.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

using Arguments = std::vector<std::string>;

// Options of the program may stand before the command, some with a value.
bool IsUp(const CLI::App& app, Arguments::const_iterator begin, Arguments::const_iterator end) {
  for (auto argument = begin; argument != end; ++argument) {
    if (!argument->starts_with('-')) return *argument == "up";
    const CLI::Option* option = app.get_option_no_throw(*argument);
    if (option != nullptr && option->get_items_expected_max() > 0 && argument + 1 != end) ++argument;
  }
  return false;
}

}  // namespace

std::vector<std::string> TakeProgram(const CLI::App& app, std::vector<std::string>& arguments) {
  const auto mark = std::find(arguments.begin(), arguments.end(), "--");
  if (mark == arguments.end() || !IsUp(app, arguments.begin(), mark)) return {};
  Arguments program(mark + 1, arguments.end());
  if (program.empty()) throw UsageError("up: no program stands behind --");
  arguments.erase(mark, arguments.end());
  return program;
}

bool StartsAfter(const ProgramToStart& program, ExitCode code) {
  if (code == ExitCode::kHungUp || code == ExitCode::kInterrupted || code == ExitCode::kTerminated)
    return false;
  switch (program.when) {
    case ProgramToStart::When::kNever:
      return false;
    case ProgramToStart::When::kAfterSuccess:
      return code == ExitCode::kOk;
    case ProgramToStart::When::kAlways:
      return true;
  }
  return false;
}

ExitCode StartProgram(const std::vector<std::string>& command, Runtime& runtime) {
  runtime.out.flush();
  runtime.err.flush();
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  RestoreBrokenPipeSignal();
  ::execvp(arguments[0], arguments.data());
  WriteError(runtime.err,
             fmt::format("{} cannot be started: {}", command[0], std::generic_category().message(errno)));
  return ExitCode::kUsage;
}

}  // namespace lockstep::cmd
