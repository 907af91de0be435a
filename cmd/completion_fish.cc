// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cmd/completion.h"

namespace lockstep::cmd {

namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + '\'';
}

// What may stand for a value: files, directories, choices, or anything.
std::string Value(const OptionInfo& option) {
  if (!option.choices.empty()) return fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
  if (option.TakesFile()) return " -r -F";
  if (option.TakesDirectory()) return " -x -a '(__fish_complete_directories)'";
  return " -x";
}

std::string Option(const OptionInfo& option, std::string_view condition) {
  std::string line = fmt::format("complete -c lockstep{}", condition);
  for (const std::string& name : option.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value.empty()) line += Value(option);
  return fmt::format("{} -d {}\n", line, Quoted(option.description));
}

std::string Argument(const OptionInfo& argument, std::string_view condition) {
  if (!argument.choices.empty())
    return fmt::format("complete -c lockstep{} -a '{}'\n", condition, fmt::join(argument.choices, " "));
  if (argument.TakesFile()) return fmt::format("complete -c lockstep{} -F\n", condition);
  return {};
}

}  // namespace

std::string FishCompletion(const CommandInfo& program) {
  std::string script = "# made by `lockstep generate-completion fish`\n\ncomplete -c lockstep -f\n";
  for (const OptionInfo& option : program.options) script += Option(option, "");
  for (const CommandInfo& command : program.commands) {
    script += fmt::format("complete -c lockstep -n __fish_use_subcommand -a {} -d {}\n", command.name,
                          Quoted(command.description));
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const OptionInfo& option : command.options) script += Option(option, condition);
    for (const OptionInfo& argument : command.arguments) script += Argument(argument, condition);
  }
  return script;
}

}  // namespace lockstep::cmd
