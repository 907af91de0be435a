// SPDX-License-Identifier: Apache-2.0
#include "cmd/manual_page.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "cmd/exit_code.h"

namespace lockstep::cmd {

namespace {

constexpr std::array<std::pair<ExitCode, std::string_view>, 11> kExitCodes = {{
    {ExitCode::kOk, "Done; nothing to do is success."},
    {ExitCode::kFailed, "Findings at or above the threshold; a migration failed."},
    {ExitCode::kUsage, "A usage, configuration or file error; a file that does not parse."},
    {ExitCode::kLockTimeout, "A lock could not be had in time."},
    {ExitCode::kUnreachable, "The database cannot be reached now: trying again may help."},
    {ExitCode::kPending, "Migrations are pending."},
    {ExitCode::kConflict, "History and files contradict each other."},
    {ExitCode::kRefused, "The database refuses until something is changed."},
    {ExitCode::kHungUp, "Stopped by SIGHUP."},
    {ExitCode::kInterrupted, "Stopped by SIGINT."},
    {ExitCode::kTerminated, "Stopped by SIGTERM."},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kVariables = {{
    {"LOCKSTEP_DATABASE_URL, DATABASE_URL_DIRECT, DATABASE_URL",
     "The database, where --database is not given: the first of them that is set. PGHOST and the other "
     "variables of "
     "libpq fill in what it leaves open."},
    {"LOCKSTEP_DIR", "The migrations directory, where --dir is not given."},
    {"NO_COLOR", "Set to anything: no colours, unless --color asks for them."},
}};

// Text as roff takes it for nothing but text: no escapes, no request at the beginning of a line, and hyphens
// that can be copied.
std::string Escape(std::string_view text) {
  std::string escaped;
  if (text.starts_with('.') || text.starts_with('\'')) escaped += "\\&";
  for (const char letter : text) {
    if (letter == '\\') {
      escaped += "\\e";
    } else if (letter == '-') {
      escaped += "\\-";
    } else {
      escaped += letter;
    }
  }
  return escaped;
}

std::string Section(std::string_view title) { return fmt::format(".SH {}\n", title); }
std::string Bold(std::string_view text) { return fmt::format("\\fB{}\\fR", Escape(text)); }
std::string Italic(std::string_view text) { return fmt::format("\\fI{}\\fR", Escape(text)); }

std::string Entry(std::string_view tag, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", tag, Escape(text));
}

std::string OptionTag(const OptionInfo& option) {
  std::string tag;
  for (const std::string& name : option.names) tag += (tag.empty() ? "" : ", ") + Bold(name);
  return option.value.empty() ? tag : tag + ' ' + Italic(option.value);
}

std::string Options(const CommandInfo& command) {
  std::string text;
  for (const OptionInfo& option : command.options) text += Entry(OptionTag(option), FullDescription(option));
  return text;
}

std::string Command(const CommandInfo& program, const CommandInfo& command) {
  std::string synopsis = Bold(program.name + ' ' + command.name) + " [" + Italic("OPTIONS") + ']';
  std::string arguments;
  for (const OptionInfo& argument : command.arguments) {
    synopsis += ' ' + Italic(ArgumentSyntax(argument));
    arguments += Entry(Italic(argument.value), FullDescription(argument));
  }
  if (!command.usage_tail.empty()) synopsis += ' ' + Escape(command.usage_tail);
  return fmt::format(".SS {}\n{}\n.PP\n{}.\n", Escape(command.name), synopsis, Escape(command.description)) +
         arguments + Options(command);
}

std::string Synopsis(const CommandInfo& program) {
  return fmt::format("{} [{}] {} [{}] ...\n", Bold(program.name), Italic("OPTIONS"), Italic("COMMAND"),
                     Italic("ARGUMENTS"));
}

}  // namespace

std::string ManualPage(const CommandInfo& program, std::string_view version) {
  std::string page = fmt::format(".TH LOCKSTEP 1 \"\" \"lockstep {}\" \"User Commands\"\n", version);
  page += ".nh\n.ad l\n";  // names of options and variables stay whole
  page += Section("NAME") + fmt::format("{} \\- {}\n", Escape(program.name), Escape(program.description));
  page += Section("SYNOPSIS") + Synopsis(program);
  page += Section("OPTIONS") + "They may stand before or after the command.\n" + Options(program);
  page += Section("COMMANDS");
  for (const CommandInfo& command : program.commands) page += Command(program, command);
  page += Section("\"EXIT STATUS\"");
  for (const auto& [code, text] : kExitCodes)
    page += Entry(Bold(fmt::format("{}", static_cast<int>(code))), text);
  page += Section("ENVIRONMENT");
  for (const auto& [names, text] : kVariables) page += Entry(Bold(names), text);
  page += Section("FILES");
  page += Entry(Bold("lockstep.yaml"), "The configuration, in the working directory or a folder above it.");
  return page;
}

}  // namespace lockstep::cmd
