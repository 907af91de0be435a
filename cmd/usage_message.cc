// SPDX-License-Identifier: Apache-2.0
#include "cmd/usage_message.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/command_tree.h"
#include "cmd/suggestion.h"

namespace lockstep::cmd {

namespace {

void AddLongNames(const CommandInfo& command, std::vector<std::string>& names) {
  for (const OptionInfo& option : command.options) names.push_back(option.names.back());
}

std::string UnknownOption(const CLI::App& app, std::string_view argument) {
  const CommandInfo program = DescribeCommand(app);
  std::vector<std::string> known;
  AddLongNames(program, known);
  for (const CLI::App* command : app.get_subcommands()) AddLongNames(DescribeCommand(*command), known);
  const std::string_view name = argument.substr(0, argument.find('='));
  return fmt::format("unknown option {}{}", name,
                     DidYouMean(name, std::vector<std::string_view>(known.begin(), known.end())));
}

std::string UnknownCommand(const CLI::App& app, std::string_view name) {
  const CommandInfo program = DescribeCommand(app);
  std::vector<std::string_view> known;
  for (const CommandInfo& command : program.commands) known.push_back(command.name);
  return fmt::format("unknown command \"{}\"{}", name, DidYouMean(name, known));
}

// CLI11's own texts suit, but for those that show its inner names.
std::string Reworded(const CLI::ParseError& error) {
  constexpr std::string_view kCannotConvert = "Could not convert: ";
  const std::string_view text = error.what();
  if (text.starts_with(kCannotConvert))
    return fmt::format("invalid value: {}", text.substr(kCannotConvert.size()));
  if (error.get_name() == "ArgumentMismatch")
    return fmt::format("{} needs a value", text.substr(0, text.find(':')));
  return std::string(text);
}

std::string Problem(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> unexpected = app.remaining(true);
  if (unexpected.empty()) return Reworded(error);
  if (unexpected.front().starts_with('-')) return UnknownOption(app, unexpected.front());
  if (app.get_subcommands().empty()) return UnknownCommand(app, unexpected.front());
  return fmt::format("unexpected argument \"{}\"", unexpected.front());
}

}  // namespace

std::string UsageMessage(const CLI::App& app, const CLI::ParseError& error) {
  std::string command = app.get_name();
  for (const CLI::App* selected : app.get_subcommands()) command += ' ' + selected->get_name();
  return fmt::format("{}\nSee `{} --help`.", Problem(app, error), command);
}

}  // namespace lockstep::cmd
