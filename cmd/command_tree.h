// SPDX-License-Identifier: Apache-2.0
// What the command line understands, as plain data: help, manual page and completions are made of it, so they
// cannot say anything else than what is parsed.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lockstep::cmd {

struct OptionInfo {
  std::vector<std::string> names = {};    // "-d", "--database"; of an argument its one name
  std::string value = {};                 // "URL"; empty: a flag
  std::vector<std::string> choices = {};  // empty: any value
  std::string default_value = {};
  std::string description = {};
  bool is_required = false;
  bool is_repeatable = false;

  bool TakesFile() const { return value == "FILE" || value == "PATH"; }
  bool TakesDirectory() const { return value == "DIR"; }
};

struct CommandInfo {
  std::string name = {};
  std::string description = {};
  std::string group = {};       // the heading that the program's help lists it under
  std::string usage_tail = {};  // what its usage ends with, beside options and arguments
  std::vector<OptionInfo> arguments = {};
  std::vector<OptionInfo> options = {};
  std::vector<CommandInfo> commands = {};  // of the program itself
};

// Hidden commands and options are left out.
CommandInfo DescribeCommand(const CLI::App& app);

// The description, with choices and default behind it: "how to report (human, compact; default: human)".
std::string FullDescription(const OptionInfo& option);

// "-d, --database URL"
std::string OptionSyntax(const OptionInfo& option);

// "[PATH...]", "NAME"
std::string ArgumentSyntax(const OptionInfo& argument);

}  // namespace lockstep::cmd
