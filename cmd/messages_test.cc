// SPDX-License-Identifier: Apache-2.0
#include "cmd/messages.h"

#include <sstream>

#include <gtest/gtest.h>

namespace lockstep::cmd {
namespace {

std::string ErrorText(std::string_view text) {
  std::ostringstream err;
  WriteError(err, text);
  return err.str();
}

TEST(WriteError, KeepsLineEnds) {
  EXPECT_EQ(ErrorText("no such file"), "lockstep: error: no such file\n");
  EXPECT_EQ(ErrorText("one\ntwo"), "lockstep: error: one\ntwo\n");
  EXPECT_EQ(ErrorText(""), "lockstep: error: \n");
}

TEST(WriteError, LetsNoTextSteerTheTerminal) {
  EXPECT_EQ(ErrorText("no rule \"\x1b[2J\r\a\""), "lockstep: error: no rule \"?[2J??\"\n");
}

TEST(WriteWarning, SaysThatItIsOne) {
  std::ostringstream err;
  WriteWarning(err, "beware");
  EXPECT_EQ(err.str(), "lockstep: warning: beware\n");
}

class ProblemsTest : public testing::Test {
 protected:
  std::string Written(bool verbose) {
    const source::Directory directory{
        .path = "m",
        .format = "golang-migrate",
        .migrations = {},
        .problems = {{source::ProblemSeverity::kError, "m/a", "m/a: is wrong"},
                     {source::ProblemSeverity::kWarning, "m/b", "m/b: is odd"}}};
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    Runtime runtime{.in = in, .out = out, .err = err, .environment = {}, .working_directory = {}};
    GlobalOptions global{.verbose = verbose};
    CommandContext context(runtime, global);
    WriteProblems(directory, context);
    return err.str();
  }
};

TEST_F(ProblemsTest, ShowsErrors) { EXPECT_EQ(Written(false), "lockstep: error: m/a: is wrong\n"); }

TEST_F(ProblemsTest, ShowsWarningsWhenAskedTo) {
  EXPECT_EQ(Written(true), "lockstep: error: m/a: is wrong\nlockstep: warning: m/b: is odd\n");
}

}  // namespace
}  // namespace lockstep::cmd
