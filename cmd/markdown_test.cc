// SPDX-License-Identifier: Apache-2.0
#include "cmd/markdown.h"

#include <string>

#include <gtest/gtest.h>

#include "cmd/runbook_pages.h"

namespace lockstep::cmd {
namespace {

std::string Plain(std::string_view text) { return RenderMarkdown(text, false); }
std::string Colored(std::string_view text) { return RenderMarkdown(text, true); }

std::string WithoutColor(std::string text) {
  for (size_t begin = text.find('\x1b'); begin != std::string::npos; begin = text.find('\x1b')) {
    text.erase(begin, text.find('m', begin) - begin + 1);
  }
  return text;
}

TEST(RenderMarkdown, PutsHeadingsInTheFirstColumn) {
  EXPECT_EQ(Plain("# Title\n\n## Section\n"), "Title\n\nSection\n");
  EXPECT_EQ(Colored("# Title\n"), "\x1b[1mTitle\x1b[0m\n");
  EXPECT_EQ(Plain("#include\n"), "  #include\n");
}

TEST(RenderMarkdown, IndentsParagraphsAndLists) {
  EXPECT_EQ(Plain("One\ntwo.\n\n- a\n  b\n- c\n"), "  One\n  two.\n\n  - a\n    b\n  - c\n");
}

TEST(RenderMarkdown, DropsFencesAndKeepsWhatIsBetween) {
  EXPECT_EQ(Plain("```sql bad\nSELECT `a`;\n\n# no heading\n```\nb\n"),
            "      SELECT `a`;\n\n      # no heading\n  b\n");
}

TEST(RenderMarkdown, NamesTheFileOfAFence) {
  EXPECT_EQ(Plain("```sql good file=0002_a.up.sql\nSELECT 1;\n```\n"),
            "      -- 0002_a.up.sql\n      SELECT 1;\n");
}

TEST(RenderMarkdown, ColorsCodeOverTheEndOfALine) {
  EXPECT_EQ(Colored("a `b\nc` d\n"), "  a \x1b[36m`b\x1b[0m\n  \x1b[36mc`\x1b[0m d\n");
}

TEST(RenderMarkdown, EndsCodeThatIsNeverClosedWithItsParagraph) {
  EXPECT_EQ(Colored("`a\n\nb\n"), "  \x1b[36m`a\x1b[0m\n\n  b\n");
}

TEST(RenderMarkdown, TakesTextWithoutALastLineEnd) {
  EXPECT_EQ(Plain(""), "");
  EXPECT_EQ(Plain("a"), "  a\n");
}

TEST(RenderMarkdown, ChangesNothingButColor) {
  for (const RunbookPage& page : RunbookPages())
    EXPECT_EQ(WithoutColor(Colored(page.text)), Plain(page.text)) << page.name;
}

}  // namespace
}  // namespace lockstep::cmd
