// SPDX-License-Identifier: Apache-2.0
#include "cmd/command_tree.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/CLI.hpp>

#include "cmd/choice.h"

namespace lockstep::cmd {
namespace {

using testing::ElementsAre;

TEST(DescribeCommand, TellsOptionsFromFlagsAndArguments) {
  CLI::App app("Does it", "tool");
  std::string url;
  std::vector<std::string> paths;
  bool quiet = false;
  app.add_option("-d,--database", url, "where")->type_name("URL");
  app.add_flag("-q,--quiet", quiet, "say less");
  app.add_option("PATH", paths, "what")->required();
  const CommandInfo info = DescribeCommand(app);
  EXPECT_EQ(info.name, "tool");
  EXPECT_EQ(info.description, "Does it");
  ASSERT_EQ(info.options.size(), 3u);
  EXPECT_THAT(info.options[0].names, ElementsAre("-d", "--database"));
  EXPECT_EQ(OptionSyntax(info.options[0]), "-d, --database URL");
  EXPECT_EQ(OptionSyntax(info.options[1]), "-q, --quiet");
  EXPECT_EQ(OptionSyntax(info.options[2]), "-h, --help");
  ASSERT_EQ(info.arguments.size(), 1u);
  EXPECT_EQ(ArgumentSyntax(info.arguments[0]), "PATH...");
}

TEST(DescribeCommand, KnowsChoicesAndDefaults) {
  CLI::App app;
  std::string format = "human";
  app.add_option("--format", format, "how to report")
      ->check(OneOf({"human", "json"}))
      ->type_name("FORMAT")
      ->capture_default_str();
  const OptionInfo option = DescribeCommand(app).options.front();
  EXPECT_EQ(option.value, "FORMAT");
  EXPECT_THAT(option.choices, ElementsAre("human", "json"));
  EXPECT_EQ(FullDescription(option), "how to report (human, json; default: human)");
}

TEST(DescribeCommand, LeavesOutWhatIsHidden) {
  CLI::App app;
  app.add_subcommand("seen", "");
  app.add_subcommand("unseen", "")->group("");
  bool unseen = false;
  app.add_flag("--unseen", unseen, "not this one")->group("");
  const CommandInfo info = DescribeCommand(app);
  ASSERT_EQ(info.commands.size(), 1u);
  EXPECT_EQ(info.commands[0].name, "seen");
  EXPECT_EQ(info.options.size(), 1u);  // --help
}

}  // namespace
}  // namespace lockstep::cmd
