// SPDX-License-Identifier: Apache-2.0
#include "cmd/help.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sql/display_width.h"

namespace lockstep::cmd {

namespace {

constexpr size_t kWidth = 80;
constexpr size_t kIndent = 2;
constexpr size_t kGap = 2;
constexpr size_t kWidestTerm = 28;  // a longer one has its line for itself

// A term and what it means, one below the other.
using Row = std::pair<std::string, std::string>;

// Breaks between words; lines behind the first begin with `indent` blanks, and `column` is where the first
// one begins.
std::string Wrap(std::string_view text, size_t column, size_t indent) {
  std::string wrapped;
  while (!text.empty()) {
    const size_t length = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    const size_t width = sql::DisplayWidth(word);
    const bool is_first = wrapped.empty();
    if (!is_first && column + 1 + width > kWidth) {
      wrapped += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!is_first) {
      wrapped += ' ';
      ++column;
    }
    wrapped += word;
    column += width;
  }
  return wrapped;
}

std::string Rows(std::string_view heading, std::span<const Row> rows) {
  if (rows.empty()) return {};
  size_t widest = 0;
  for (const auto& [term, text] : rows) {
    const size_t width = sql::DisplayWidth(term);
    if (width <= kWidestTerm) widest = std::max(widest, width);
  }
  const size_t column = kIndent + widest + kGap;
  std::string result = fmt::format("\n{}:\n", heading);
  for (const auto& [term, text] : rows) {
    const size_t end = kIndent + sql::DisplayWidth(term);
    result += std::string(kIndent, ' ') + term;
    result += end + kGap > column ? '\n' + std::string(column, ' ') : std::string(column - end, ' ');
    result += Wrap(text, column, column) + '\n';
  }
  return result;
}

std::vector<Row> OptionRows(const CommandInfo& command) {
  const bool has_short =
      std::any_of(command.options.begin(), command.options.end(),
                  [](const OptionInfo& option) { return !option.names.front().starts_with("--"); });
  std::vector<Row> rows;
  for (const OptionInfo& option : command.options) {
    const bool is_long_only = option.names.front().starts_with("--");
    rows.emplace_back((has_short && is_long_only ? "    " : "") + OptionSyntax(option),
                      FullDescription(option));
  }
  return rows;
}

std::vector<std::string> Groups(const CommandInfo& program) {
  std::vector<std::string> groups;
  for (const CommandInfo& command : program.commands) {
    if (std::find(groups.begin(), groups.end(), command.group) == groups.end())
      groups.push_back(command.group);
  }
  return groups;
}

}  // namespace

std::string ProgramHelp(const CommandInfo& program) {
  std::string help =
      fmt::format("{}.\n\nUsage: {} [OPTIONS] COMMAND ...\n", program.description, program.name);
  for (const std::string& group : Groups(program)) {
    std::vector<Row> rows;
    for (const CommandInfo& command : program.commands) {
      if (command.group == group) rows.emplace_back(command.name, command.description);
    }
    help += Rows(group, rows);
  }
  help += Rows("Options, before or after the command", OptionRows(program));
  return help + fmt::format("\n`{} COMMAND --help` tells more of a command.\n", program.name);
}

std::string CommandHelp(const CommandInfo& program, const CommandInfo& command) {
  std::string usage = fmt::format("{} {} [OPTIONS]", program.name, command.name);
  std::vector<Row> arguments;
  for (const OptionInfo& argument : command.arguments) {
    usage += ' ' + ArgumentSyntax(argument);
    arguments.emplace_back(argument.value, FullDescription(argument));
  }
  if (!command.usage_tail.empty()) usage += ' ' + command.usage_tail;
  return fmt::format("{}.\n\nUsage: {}\n", command.description, usage) + Rows("Arguments", arguments) +
         Rows("Options", OptionRows(command)) +
         fmt::format("\n`{} --help` lists the options that all commands share.\n", program.name);
}

}  // namespace lockstep::cmd
