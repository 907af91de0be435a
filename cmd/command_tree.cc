// SPDX-License-Identifier: Apache-2.0
#include "cmd/command_tree.h"

#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

namespace lockstep::cmd {

namespace {

// CLI11 tells of a validator by its description alone: that of OneOf, and of CLI::IsMember, is "{a,b,c}".
std::vector<std::string> ChoicesOf(std::string_view type) {
  const size_t begin = type.find('{');
  const size_t end = type.rfind('}');
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  return CLI::detail::split(std::string(type.substr(begin + 1, end - begin - 1)), ',');
}

OptionInfo DescribeOption(const CLI::Option& option) {
  OptionInfo info{.default_value = option.get_default_str(),
                  .description = option.get_description(),
                  .is_required = option.get_required(),
                  .is_repeatable = option.get_expected_max() >= CLI::detail::expected_max_vector_size};
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    info.value = type.substr(0, type.find(':'));
    info.choices = ChoicesOf(type);
  }
  for (const std::string& name : option.get_snames()) info.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) info.names.push_back("--" + name);
  if (!option.get_positional()) return info;
  info.names = {option.get_name(true, false)};
  info.value = info.names.front();
  return info;
}

}  // namespace

CommandInfo DescribeCommand(const CLI::App& app) {
  CommandInfo info{.name = app.get_name(),
                   .description = app.get_description(),
                   .group = app.get_group(),
                   .usage_tail = app.get_footer()};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty() || option == app.get_help_ptr()) continue;
    auto& list = option->get_positional() ? info.arguments : info.options;
    list.push_back(DescribeOption(*option));
  }
  if (app.get_help_ptr() != nullptr) info.options.push_back(DescribeOption(*app.get_help_ptr()));  // last
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_group().empty()) info.commands.push_back(DescribeCommand(*command));
  }
  return info;
}

std::string FullDescription(const OptionInfo& option) {
  std::string notes = fmt::format("{}", fmt::join(option.choices, ", "));
  if (!option.default_value.empty())
    notes += fmt::format("{}default: {}", notes.empty() ? "" : "; ", option.default_value);
  return notes.empty() ? option.description : fmt::format("{} ({})", option.description, notes);
}

std::string OptionSyntax(const OptionInfo& option) {
  const std::string names = fmt::format("{}", fmt::join(option.names, ", "));
  return option.value.empty() ? names : fmt::format("{} {}", names, option.value);
}

std::string ArgumentSyntax(const OptionInfo& argument) {
  const std::string text = argument.value + (argument.is_repeatable ? "..." : "");
  return argument.is_required ? text : fmt::format("[{}]", text);
}

}  // namespace lockstep::cmd
