// SPDX-License-Identifier: Apache-2.0
// How the real help reads is in testdata/cli/help-*.txt.
#include "cmd/help.h"

#include <gtest/gtest.h>

namespace lockstep::cmd {
namespace {

constexpr std::string_view kManyWords =
    "so many words that they do not fit into one line of eighty columns, and have to go on in a second one";

TEST(CommandHelp, WrapsBelowTheDescription) {
  const CommandInfo command{.name = "go",
                            .description = "Go",
                            .options = {{.names = {"--far"}, .description = std::string(kManyWords)}}};
  EXPECT_EQ(CommandHelp({.name = "tool"}, command),
            "Go.\n\nUsage: tool go [OPTIONS]\n\nOptions:\n"
            "  --far  so many words that they do not fit into one line of eighty columns, and\n"
            "         have to go on in a second one\n"
            "\n`tool --help` lists the options that all commands share.\n");
}

TEST(CommandHelp, GivesALongTermItsOwnLine) {
  const CommandInfo command{.name = "go",
                            .description = "Go",
                            .options = {{.names = {"--a-name-longer-than-all-others"}, .description = "x"},
                                        {.names = {"-s", "--short"}, .description = "y"}}};
  EXPECT_EQ(CommandHelp({.name = "tool"}, command),
            "Go.\n\nUsage: tool go [OPTIONS]\n\nOptions:\n"
            "      --a-name-longer-than-all-others\n"
            "               x\n"
            "  -s, --short  y\n"
            "\n`tool --help` lists the options that all commands share.\n");
}

TEST(CommandHelp, BreaksNoWord) {
  const std::string word(100, 'x');
  const CommandInfo command{.name = "go",
                            .description = "Go",
                            .arguments = {{.names = {"N"}, .value = "N", .description = "a " + word}}};
  EXPECT_NE(CommandHelp({.name = "tool"}, command).find("  N  a\n     " + word + "\n"), std::string::npos);
}

TEST(ProgramHelp, ListsCommandsBelowTheirHeadings) {
  const CommandInfo program{.name = "tool",
                            .description = "Does it",
                            .commands = {{.name = "b", .description = "B", .group = "First"},
                                         {.name = "a", .description = "A", .group = "Second"},
                                         {.name = "ccc", .description = "C", .group = "First"}}};
  EXPECT_EQ(ProgramHelp(program),
            "Does it.\n\nUsage: tool [OPTIONS] COMMAND ...\n"
            "\nFirst:\n  b    B\n  ccc  C\n"
            "\nSecond:\n  a  A\n"
            "\n`tool COMMAND --help` tells more of a command.\n");
}

}  // namespace
}  // namespace lockstep::cmd
