// SPDX-License-Identifier: Apache-2.0
// All commands: one file each. A new one: its file, a line here, a line in cli.cc, a line in
// cmd/CMakeLists.txt.
#pragma once

#include "cmd/command.h"

namespace lockstep::cmd {

void AddAdoptCommand(CLI::App& app, CommandContext& context);
void AddBaselineCommand(CLI::App& app, CommandContext& context);
void AddCheckCommand(CLI::App& app, CommandContext& context);
void AddCreateCommand(CLI::App& app, CommandContext& context);
void AddDownCommand(CLI::App& app, CommandContext& context);
void AddExplainCommand(CLI::App& app, CommandContext& context);
void AddGenerateCompletionCommand(CLI::App& app, CommandContext& context);
void AddGenerateManCommand(CLI::App& app, CommandContext& context);
void AddGotoCommand(CLI::App& app, CommandContext& context);
void AddLintCommand(CLI::App& app, CommandContext& context);
void AddLocksCommand(CLI::App& app, CommandContext& context);
void AddLogCommand(CLI::App& app, CommandContext& context);
void AddPlanCommand(CLI::App& app, CommandContext& context);
void AddRedoCommand(CLI::App& app, CommandContext& context);
void AddRepairCommand(CLI::App& app, CommandContext& context);
void AddRulesCommand(CLI::App& app, CommandContext& context);
void AddStatsCommand(CLI::App& app, CommandContext& context);
void AddStatusCommand(CLI::App& app, CommandContext& context);
void AddUpCommand(CLI::App& app, CommandContext& context);
void AddVersionCommand(CLI::App& app, CommandContext& context);

}  // namespace lockstep::cmd
