// SPDX-License-Identifier: Apache-2.0
// What a reader sees of it is tested in lint/report/human_test.cc.
#include "sql/excerpt.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

Excerpt Of(std::string text, Span span) {
  return ExcerptOf(SourceFile::FromText("x.sql", std::move(text)), span);
}

TEST(Excerpt, IsTheLineOfTheSpan) {
  const Excerpt excerpt = Of("SELECT 1;\nSELECT 2;\n", {17, 18});
  EXPECT_EQ(excerpt.line_number, 2u);
  EXPECT_EQ(excerpt.line, "SELECT 2;");
  EXPECT_EQ(excerpt.indent, std::string(7, ' '));
  EXPECT_EQ(excerpt.width, 1u);
}

TEST(Excerpt, ShowsALineAsItIsWrittenRatherThanWhatWasPutIn) {
  const SourceFile file = SourceFile::FromText("x.sql", "SELECT 1;\n  SELECT 's3cret', x;\n")
                              .WrittenAs({{2, "  SELECT '$TOKEN', x;"}});
  const Excerpt excerpt = ExcerptOf(file, {29, 30});
  EXPECT_EQ(excerpt.line_number, 2u);
  EXPECT_EQ(excerpt.line, "  SELECT '$TOKEN', x;");
  EXPECT_EQ(excerpt.indent, "  ");
  EXPECT_EQ(excerpt.width, 19u);
  EXPECT_EQ(file.PositionOf(29).column, 11u);
  EXPECT_EQ(file.PositionOf(13).column, 4u);
  EXPECT_EQ(ExcerptOf(file, {7, 8}).line, "SELECT 1;");
}

TEST(Excerpt, UnderlinesAtLeastOneColumn) {
  EXPECT_EQ(Of("SELECT", {3, 3}).width, 1u);
  EXPECT_EQ(Of("SELECT", {6, 6}).indent, std::string(6, ' '));
  EXPECT_EQ(Of("SELECT\n", {6, 7}).width, 1u);
  EXPECT_EQ(Of("", {0, 0}).width, 1u);
  EXPECT_EQ(Of("\n\n", {1, 1}).line_number, 2u);
}

TEST(Excerpt, CutsALongLineBehindAndBeforeTheSpan) {
  const Excerpt excerpt = Of(std::string(300, 'a') + "x" + std::string(300, 'b'), {300, 301});
  EXPECT_EQ(excerpt.line, "…" + std::string(60, 'a') + "x" + std::string(139, 'b') + "…");
  EXPECT_EQ(excerpt.indent.size(), 61u);
  EXPECT_EQ(excerpt.width, 1u);
}

TEST(Excerpt, CutsASpanThatIsLongerThanALineIsShown) {
  const Excerpt excerpt = Of(std::string(500, 'a'), {0, 500});
  EXPECT_EQ(excerpt.line, std::string(200, 'a') + "…");
  EXPECT_EQ(excerpt.width, 200u);
}

TEST(Excerpt, CutsNoCharacterInTwo) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "ü";
  // Byte 300 is the beginning of a character, byte 240 too, byte 239 is not.
  EXPECT_EQ(Of(text, {300, 302}).line.substr(0, 5), "…ü");
  EXPECT_EQ(Of("a" + text, {301, 303}).line.substr(0, 5), "…ü");
}

}  // namespace
}  // namespace lockstep::sql
