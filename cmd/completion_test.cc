// SPDX-License-Identifier: Apache-2.0
// The real scripts in real shells, where these are installed.
#include "cmd/completion.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmd/testing/command_line.h"
#include "cmd/testing/shell.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using testing::HasSubstr;
using testing::Not;

class CompletionTest : public testing::Test {
 protected:
  // The script, in a file.
  std::string Script(const std::string& shell) {
    const CommandLineResult result = RunForTest({"generate-completion", shell});
    EXPECT_EQ(result.code, ExitCode::kOk) << result.err;
    return directory_.Write("lockstep." + shell, result.out).string();
  }

  // What bash offers for the last of the words.
  std::string BashReply(const std::string& words) {
    return Shell(fmt::format("cd {} && bash -c '. {}; COMP_WORDS=(lockstep {}); "
                             "COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
                             "_lockstep; echo \"${{COMPREPLY[*]}}\"'",
                             directory_.path().string(), Script("bash"), words))
        .output;
  }

  std::string FishReply(const std::string& line) {
    return Shell(fmt::format("HOME={0} fish --no-config -c 'source {1}; complete -C \"lockstep {2}\"'",
                             directory_.path().string(), Script("fish"), line))
        .output;
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(CompletionTest, BashReadsItsScript) {
  if (!IsInstalled("bash")) GTEST_SKIP() << "bash is not installed";
  const ShellResult result = Shell("bash -n " + Script("bash"));
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.status, 0);
}

TEST_F(CompletionTest, BashCompletesCommandsAndOptions) {
  if (!IsInstalled("bash")) GTEST_SKIP() << "bash is not installed";
  EXPECT_EQ(BashReply("cre"), "create\n");
  EXPECT_EQ(BashReply("--conf"), "--config\n");
  EXPECT_EQ(BashReply("create --time"), "--timestamp\n");
  EXPECT_EQ(BashReply("create --conf"), "--config\n");
  EXPECT_EQ(BashReply("rules --time"), "\n");
  EXPECT_EQ(BashReply("--dir create exp"), "explain\n");
}

TEST_F(CompletionTest, BashCompletesValues) {
  if (!IsInstalled("bash")) GTEST_SKIP() << "bash is not installed";
  directory_.Write("a file.yaml", "");
  EXPECT_EQ(BashReply("--color al"), "always\n");
  EXPECT_EQ(BashReply("create --color = al"), "always\n");
  EXPECT_EQ(BashReply("--color ="), "auto always never\n");
  EXPECT_EQ(BashReply("--config a"), "a file.yaml\n");
  EXPECT_EQ(BashReply("--database a"), "\n");
}

TEST_F(CompletionTest, ZshReadsItsScript) {
  if (!IsInstalled("zsh")) GTEST_SKIP() << "zsh is not installed";
  const ShellResult result = Shell("zsh -n " + Script("zsh"));
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.status, 0);
}

TEST_F(CompletionTest, FishReadsItsScript) {
  if (!IsInstalled("fish")) GTEST_SKIP() << "fish is not installed";
  const ShellResult result = Shell("fish --no-execute " + Script("fish"));
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(result.status, 0);
}

TEST_F(CompletionTest, FishCompletesCommandsOptionsAndValues) {
  if (!IsInstalled("fish")) GTEST_SKIP() << "fish is not installed";
  EXPECT_EQ(FishReply("cre"), "create\tMake the files of a new migration\n");
  EXPECT_THAT(FishReply("create --"), HasSubstr("--timestamp\t"));
  EXPECT_THAT(FishReply("rules --"), Not(HasSubstr("--timestamp")));
  EXPECT_EQ(FishReply("--color al"), "always\twhen to colour the output\n");
}

}  // namespace
}  // namespace lockstep::cmd
