// SPDX-License-Identifier: Apache-2.0
#include "cmd/manual_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmd/testing/command_line.h"
#include "cmd/testing/shell.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using testing::HasSubstr;

TEST(ManualPage, HoldsWhatTheCommandLineUnderstands) {
  const CommandInfo program{
      .name = "tool",
      .description = "Does it",
      .options = {{.names = {"-d", "--database"}, .value = "URL", .description = "where"}},
      .commands = {
          {.name = "go",
           .description = "Go there",
           .arguments = {{.names = {"PATH"}, .value = "PATH", .description = "what", .is_repeatable = true}},
           .options = {{.names = {"--far"}, .description = "further"}}}}};
  const std::string page = ManualPage(program, "1.2");
  EXPECT_TRUE(page.starts_with(
      ".TH LOCKSTEP 1 \"\" \"lockstep 1.2\" \"User Commands\"\n.nh\n.ad l\n.SH NAME\ntool \\- Does it\n"));
  EXPECT_THAT(page, HasSubstr(".TP\n\\fB\\-d\\fR, \\fB\\-\\-database\\fR \\fIURL\\fR\nwhere\n"));
  EXPECT_THAT(page, HasSubstr(".SS go\n\\fBtool go\\fR [\\fIOPTIONS\\fR] \\fI[PATH...]\\fR\n.PP\nGo there.\n"
                              ".TP\n\\fIPATH\\fR\nwhat\n.TP\n\\fB\\-\\-far\\fR\nfurther\n"));
}

TEST(ManualPage, EscapesWhatRoffWouldTakeForARequest) {
  const CommandInfo program{.name = "tool",
                            .options = {{.names = {"--a"}, .description = ".profile"},
                                        {.names = {"--b"}, .description = "'C:\\x'"}}};
  const std::string page = ManualPage(program, "1");
  EXPECT_THAT(page, HasSubstr("\n\\&.profile\n"));
  EXPECT_THAT(page, HasSubstr("\n\\&'C:\\ex'\n"));
}

TEST(ManualPage, IsFormattedWithoutWarning) {
  if (!IsInstalled("groff")) GTEST_SKIP() << "groff is not installed";
  const sql::TemporaryDirectory directory;
  const std::string file = directory.Write("lockstep.1", RunForTest({"generate-man"}).out).string();
  const ShellResult quiet = Shell("groff -k -man -Tutf8 -ww -z " + file);
  EXPECT_EQ(quiet.output, "");
  EXPECT_EQ(quiet.status, 0);
  const ShellResult text = Shell("groff -k -man -Tutf8 -P-cbou " + file);
  EXPECT_THAT(text.output, HasSubstr("lockstep create [OPTIONS] NAME"));
  EXPECT_THAT(text.output, HasSubstr("--timestamp"));
}

}  // namespace
}  // namespace lockstep::cmd
