// SPDX-License-Identifier: Apache-2.0
#include "lint/directive.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::lint {
namespace {

using testing::ElementsAre;

// "rules, statement: reason" of each directive, "! message" of each that is wrong.
std::vector<std::string> Read(std::string_view sql) {
  const auto file = sql::SourceFile::FromText("x.sql", std::string(sql));
  const auto script = sql::Script::Parse(file);
  const Directives directives =
      ReadDirectives(script, [](std::string_view id) { return id.starts_with("MIG00") && id.size() == 6; });
  std::vector<std::string> result;
  for (const Directive& directive : directives.valid) {
    result.push_back(fmt::format("{} for {}: {}", fmt::join(directive.rules, "+"), directive.statement + 1,
                                 directive.reason));
  }
  for (const BadDirective& bad : directives.bad) result.push_back("! " + bad.message);
  return result;
}

struct Case {
  std::string_view comment;
  std::string_view result;
};

class DirectiveComment : public testing::TestWithParam<Case> {};

TEST_P(DirectiveComment, IsReadAsTheTableSays) {
  EXPECT_THAT(Read(std::string(GetParam().comment) + "\nSELECT 1;"),
              ElementsAre(std::string(GetParam().result)));
}

INSTANTIATE_TEST_SUITE_P(
    Valid, DirectiveComment,
    testing::Values(Case{R"(-- lockstep: ignore=MIG001 reason="tiny")", "MIG001 for 1: tiny"},
                    Case{R"(-- migration-lint: ignore=MIG001 reason="tiny")", "MIG001 for 1: tiny"},
                    Case{R"(--lockstep:ignore=MIG001 reason="tiny")", "MIG001 for 1: tiny"},
                    Case{R"(  --   lockstep:   ignore=MIG001   reason="tiny"   )", "MIG001 for 1: tiny"},
                    Case{"\t-- lockstep: ignore=MIG001\treason=\"tiny\"\r", "MIG001 for 1: tiny"},
                    Case{R"(-- lockstep: ignore=MIG001,MIG002 reason="tiny")", "MIG001+MIG002 for 1: tiny"},
                    Case{R"(-- lockstep: ignore=MIG001 , MIG002,MIG003 reason="tiny")",
                         "MIG001+MIG002+MIG003 for 1: tiny"},
                    Case{R"(-- lockstep: ignore = MIG001 reason = "tiny")", "MIG001 for 1: tiny"},
                    Case{R"(-- lockstep: reason="tiny" ignore=MIG001)", "MIG001 for 1: tiny"},
                    Case{R"(-- lockstep: ignore=MIG001 reason="größer als 数, 'quoted' = ok")",
                         "MIG001 for 1: größer als 数, 'quoted' = ok"}));

INSTANTIATE_TEST_SUITE_P(
    Wrong, DirectiveComment,
    testing::Values(
        Case{"-- lockstep: ignore=MIG001", "! an ignore directive without a reason"},
        Case{"-- lockstep: ignore=MIG001 reason=\"\"", "! an ignore directive with an empty reason"},
        Case{"-- lockstep: ignore=MIG001 reason=\" \t\"", "! an ignore directive with an empty reason"},
        Case{"-- lockstep: ignore=MIG001 reason=tiny", "! the reason has to stand in double quotes"},
        Case{"-- lockstep: ignore=MIG001 reason='tiny'", "! the reason has to stand in double quotes"},
        Case{"-- lockstep: ignore=MIG001 reason=", "! the reason has to stand in double quotes"},
        Case{R"(-- lockstep: ignore=MIG001 reason="tiny)", "! the reason's closing quote is missing"},
        Case{R"(-- lockstep: ignore=MIG001 reason="a" reason="b")", "! \"reason\" is given twice"},
        Case{R"(-- lockstep: ignore=MIG001 ignore=MIG002 reason="a")", "! \"ignore\" is given twice"},
        Case{R"(-- lockstep: ignore=MIG001 reason="a" because)", "! \"because\" is no part of a directive"},
        Case{R"(-- lockstep: ignore=MIG001 reason="a" until="May")", "! \"until\" is no part of a directive"},
        Case{R"(-- lockstep: ignore=MIG001 reason="say "no"")", "! \"no\"\"\" is no part of a directive"},
        Case{R"(-- lockstep: IGNORE=MIG001 reason="a")", "! \"IGNORE\" is no part of a directive"},
        Case{R"(-- lockstep: ignore MIG001 reason="a")",
             "! \"ignore MIG001 reason\" is no part of a directive"},
        Case{R"(-- lockstep: disable=MIG001 reason="a")", "! \"disable\" is no part of a directive"},
        Case{R"(-- lockstep: ignore= reason="a")", "! an ignore directive names no rule"},
        Case{R"(-- lockstep: ignore=, reason="a")", "! an ignore directive names no rule"},
        Case{R"(-- lockstep: ignore=MIG001, reason="a")", "! a comma without a rule after it"},
        Case{R"(-- lockstep: ignore=MIG001,,MIG002 reason="a")", "! an ignore directive names no rule"},
        Case{R"(-- lockstep: ignore=MIG001;MIG002 reason="a")", "! there is no rule \"MIG001;MIG002\""},
        Case{R"(-- lockstep: ignore=mig001 reason="a")", "! there is no rule \"mig001\""},
        Case{R"(-- lockstep: ignore=create-index-blocking reason="a")",
             "! there is no rule \"create-index-blocking\""},
        Case{R"(-- lockstep: ignore=MIG001,MIG999 reason="a")", "! there is no rule \"MIG999\""},
        Case{R"(-- lockstep: ignore=MIG000 reason="a")",
             "! MIG000 cannot be ignored: it is about the directives themselves"},
        Case{R"(-- lockstep: reason="a")", "! an ignore directive names no rule"},
        Case{"-- lockstep:", "! an ignore directive names no rule"},
        Case{R"(/* lockstep: ignore=MIG001 reason="a" */)", "! a directive in a block comment"},
        Case{R"(SELECT 0; -- lockstep: ignore=MIG001 reason="a")",
             "! a directive has to stand on a line of its own"}));

TEST(Directive, IsNoCommentThatOnlySpeaksOfIt) {
  EXPECT_THAT(Read("-- lockstep is fast\n-- ignore=MIG001 reason=\"a\"\n-- see lockstep: ignore\n"
                   "/* migration-linting */ SELECT '-- lockstep: ignore=MIG001';"),
              testing::IsEmpty());
}

TEST(Directive, IsForTheNextStatement) {
  EXPECT_THAT(Read("SELECT 1;\n-- lockstep: ignore=MIG001 reason=\"a\"\n\n-- other\n/* and */\nSELECT 2;\n"
                   "-- lockstep: ignore=MIG002 reason=\"b\"\nSELECT 3;"),
              ElementsAre("MIG001 for 2: a", "MIG002 for 3: b"));
}

TEST(Directive, NeedsAStatementAfterIt) {
  EXPECT_THAT(Read("SELECT 1;\n-- lockstep: ignore=MIG001 reason=\"a\"\n"),
              ElementsAre("! no statement follows this directive"));
  EXPECT_THAT(Read("-- lockstep: ignore=MIG001 reason=\"a\""),
              ElementsAre("! no statement follows this directive"));
}

TEST(Directive, StandsInNoStatement) {
  EXPECT_THAT(Read("SELECT\n-- lockstep: ignore=MIG001 reason=\"a\"\n1; SELECT 2;"),
              ElementsAre("! a directive inside a statement applies to nothing"));
}

TEST(Directive, MayStandBeforeAStatementThatDoesNotParse) {
  EXPECT_THAT(Read("-- lockstep: ignore=MIG001 reason=\"a\"\nSELEKT 1;\nSELECT 2;"),
              ElementsAre("MIG001 for 1: a"));
}

TEST(Directive, MayStandOnTheFirstLineBehindAByteOrderMark) {
  EXPECT_THAT(Read("\xEF\xBB\xBF-- lockstep: ignore=MIG001 reason=\"a\"\r\nSELECT 1;\r\n"),
              ElementsAre("MIG001 for 1: a"));
}

}  // namespace
}  // namespace lockstep::lint
