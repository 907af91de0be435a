// SPDX-License-Identifier: Apache-2.0
// lockstep generate-man, generate-completion: what packages install beside the program. Hidden: users need
// neither.
#include <memory>

#include <CLI/CLI.hpp>

#include "cmd/choice.h"
#include "cmd/command_tree.h"
#include "cmd/commands.h"
#include "cmd/completion.h"
#include "cmd/manual_page.h"
#include "tool_version.h"

namespace lockstep::cmd {

void AddGenerateManCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate-man", "Write the manual page");
  command->callback(
      [&app, &context] { context.runtime().out << ManualPage(DescribeCommand(app), kToolVersion); });
}

void AddGenerateCompletionCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate-completion", "Write the completion script for a shell");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "who will read it")->check(OneOf({"bash", "zsh", "fish"}))->required();
  command->callback([shell, &app, &context] {
    const CommandInfo program = DescribeCommand(app);
    std::ostream& out = context.runtime().out;
    if (*shell == "bash") out << BashCompletion(program);
    if (*shell == "zsh") out << ZshCompletion(program);
    if (*shell == "fish") out << FishCompletion(program);
  });
}

}  // namespace lockstep::cmd
