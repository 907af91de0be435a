// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cmd/completion.h"

namespace lockstep::cmd {

namespace {

// For a place between single quotes, in which _arguments gives brackets and colons a meaning.
std::string Quoted(std::string_view text) {
  std::string quoted;
  for (const char letter : text) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else if (letter == '[' || letter == ']' || letter == ':' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else {
      quoted += letter;
    }
  }
  return quoted;
}

// ":FORMAT:(human compact json)"
std::string Value(const OptionInfo& option) {
  if (!option.choices.empty()) return fmt::format(":{}:({})", option.value, fmt::join(option.choices, " "));
  if (option.TakesFile()) return fmt::format(":{}:_files", option.value);
  if (option.TakesDirectory()) return fmt::format(":{}:_files -/", option.value);
  return fmt::format(":{}: ", option.value);
}

std::string OptionSpec(const OptionInfo& option) {
  const std::string value = option.value.empty() ? "" : Value(option);
  const std::string rest = fmt::format("[{}]{}", Quoted(option.description), value);
  const std::string_view repeat = option.is_repeatable ? "*" : "";
  if (option.names.size() == 1) return fmt::format("'{}{}{}'", repeat, option.names.front(), rest);
  return fmt::format("'{}({})'{{{}}}'{}'", repeat, fmt::join(option.names, " "), fmt::join(option.names, ","),
                     rest);
}

std::string ArgumentSpec(const OptionInfo& argument) {
  const std::string_view repeat = argument.is_repeatable ? "*" : argument.is_required ? "" : ":";
  return fmt::format("'{}{}'", repeat, Value(argument));
}

std::string Arguments(const CommandInfo& command) {
  std::string text = fmt::format("        {})\n          _arguments $shared", command.name);
  for (const OptionInfo& option : command.options) text += " \\\n            " + OptionSpec(option);
  for (const OptionInfo& argument : command.arguments) text += " \\\n            " + ArgumentSpec(argument);
  return text + "\n          ;;\n";
}

}  // namespace

std::string ZshCompletion(const CommandInfo& program) {
  std::string shared;
  for (const OptionInfo& option : program.options) shared += fmt::format("    {}\n", OptionSpec(option));
  std::string commands;
  std::string arguments;
  for (const CommandInfo& command : program.commands) {
    commands += fmt::format("        '{}:{}'\n", command.name, Quoted(command.description));
    arguments += Arguments(command);
  }
  return fmt::format(R"zsh(#compdef lockstep
# made by `lockstep generate-completion zsh`

_lockstep() {{
  local context curcontext=$curcontext state line
  typeset -A opt_args
  local -a shared=(
{}  )
  _arguments -C $shared '1: :->command' '*:: :->arguments'
  case $state in
    command)
      local -a commands=(
{}      )
      _describe -t commands command commands
      ;;
    arguments)
      case $words[1] in
{}      esac
      ;;
  esac
}}

_lockstep "$@"
)zsh",
                     shared, commands, arguments);
}

}  // namespace lockstep::cmd
