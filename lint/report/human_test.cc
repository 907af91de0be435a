// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "lint/report/report.h"

namespace lockstep::lint {
namespace {

Diagnostic Finding(sql::Span span, std::string message) {
  return {.rule = "MIG001",
          .severity = Severity::kError,
          .message = std::move(message),
          .span = span,
          .statement = 1};
}

std::string Write(const std::vector<FileReport>& reports, const ReportStyle& style = {.quiet = true}) {
  std::ostringstream out;
  WriteHuman(reports, out, style);
  return out.str();
}

// The two lines of the excerpt, for a finding on the first occurrence of `marked`.
std::string Excerpt(std::string text, std::string_view marked) {
  const auto file = sql::SourceFile::FromText("x.sql", std::move(text));
  const size_t begin = file.text().find(marked);
  const FileReport report{.file = &file, .diagnostics = {Finding({begin, begin + marked.size()}, "m")}};
  const std::string all = Write({report});
  const size_t first = all.find('\n') + 1;
  return all.substr(first, all.size() - 1 - first);
}

TEST(HumanReport, ShowsPlaceMessageSourceEffectHelpAndRunbook) {
  const auto file = sql::SourceFile::FromText("migrations/2_x.up.sql", "SELECT 1;\nCREATE INDEX ON t (a);\n");
  Diagnostic finding = Finding({10, 31}, "this blocks writes");
  finding.effect = {.locks = {{.relation = "public.t",
                               .mode = "ShareLock",
                               .sql_mode = "SHARE",
                               .blocks_reads = false,
                               .blocks_writes = true},
                              {.relation = "public.u",
                               .mode = "AccessExclusiveLock",
                               .sql_mode = "ACCESS EXCLUSIVE",
                               .blocks_reads = true,
                               .blocks_writes = true},
                              {.relation = "public.v",
                               .mode = "ShareUpdateExclusiveLock",
                               .sql_mode = "SHARE UPDATE EXCLUSIVE"}},
                    .work = {"table scan", "index build"}};
  finding.help = "use CREATE INDEX CONCURRENTLY";
  finding.name = "create-index-blocking";
  const FileReport report{.file = &file, .statements = 2, .diagnostics = {finding}};
  EXPECT_EQ(
      Write({report}, {}),
      "migrations/2_x.up.sql:2:1: error[MIG001]: this blocks writes\n"
      "    2 | CREATE INDEX ON t (a);\n"
      "      | ^^^^^^^^^^^^^^^^^^^^^\n"
      "  effect: SHARE on public.t (blocks writes), ACCESS EXCLUSIVE on public.u (blocks reads and writes), "
      "SHARE UPDATE EXCLUSIVE on public.v (blocks neither reads nor writes); table scan; index build\n"
      "  help: use CREATE INDEX CONCURRENTLY\n"
      "  runbook: runbooks/create-index-blocking.md\n"
      "\n"
      "1 error, 0 warnings in 1 file (2 statements)\n");
}

TEST(HumanReport, LeavesOutWhatAFindingHasNot) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELEKT;");
  const FileReport report{.file = &file, .statements = 1, .diagnostics = {Finding({0, 1}, "m")}};
  EXPECT_EQ(Write({report}),
            "x.sql:1:1: error[MIG001]: m\n"
            "    1 | SELEKT;\n"
            "      | ^\n"
            "\n");
}

TEST(HumanReport, UnderlinesBehindMultiByteCharacters) {
  EXPECT_EQ(Excerpt("/* größer */ SELECT 1;", "SELECT 1"),
            "    1 | /* größer */ SELECT 1;\n"
            "      |              ^^^^^^^^\n");
}

TEST(HumanReport, UnderlinesWideCharactersTwoColumnsEach) {
  EXPECT_EQ(Excerpt("/* 数量 */ SELECT '数';", "SELECT '数'"),
            "    1 | /* 数量 */ SELECT '数';\n"
            "      |            ^^^^^^^^^^^\n");
}

TEST(HumanReport, ShowsTabsAsFourBlanks) {
  EXPECT_EQ(Excerpt("\tSELECT\t1;", "SELECT\t1"),
            "    1 |     SELECT    1;\n"
            "      |     ^^^^^^^^^^^\n");
}

TEST(HumanReport, UnderlinesTheFirstLineOfASpanOverSeveral) {
  EXPECT_EQ(Excerpt("SELECT 0; SELECT\n  1,\n  2;", "SELECT\n  1"),
            "    1 | SELECT 0; SELECT\n"
            "      |           ^^^^^^\n");
}

TEST(HumanReport, ShowsNoLineEndsNorByteOrderMark) {
  EXPECT_EQ(Excerpt("\xEF\xBB\xBFSELECT\r\n1;\r\n", "SELECT\r\n1"),
            "    1 | SELECT\n"
            "      | ^^^^^^\n");
  EXPECT_EQ(Excerpt("SELECT 0;\rSELECT 1;\r", "SELECT 1"),
            "    2 | SELECT 1;\n"
            "      | ^^^^^^^^\n");
}

TEST(HumanReport, ShowsTheSurroundingsOfASpanInAVeryLongLine) {
  const std::string text = std::string(1000, 'a') + "SELECT 1;" + std::string(1000, 'b');
  EXPECT_EQ(Excerpt(text, "SELECT 1"), "    1 | …" + std::string(60, 'a') + "SELECT 1;" +
                                           std::string(131, 'b') + "…\n      | " + std::string(61, ' ') +
                                           "^^^^^^^^\n");
}

TEST(HumanReport, CutsAVeryLongLineBetweenCharacters) {
  std::string text = "SELECT '";
  for (int i = 0; i < 300; ++i) text += "数";
  const std::string excerpt = Excerpt(text + "';", text);
  EXPECT_EQ(excerpt.substr(0, 16), "    1 | SELECT '");
  // 200 bytes: "SELECT '" and 64 whole characters.
  EXPECT_EQ(excerpt.substr(8, 8 + 64 * 3 + 4), "SELECT '" + text.substr(8, 64 * 3) + "…\n");
}

TEST(HumanReport, PointsBehindTheEndOfTheFile) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT");
  const FileReport report{.file = &file, .diagnostics = {Finding({6, 6}, "m")}};
  EXPECT_EQ(Write({report}),
            "x.sql:1:7: error[MIG001]: m\n"
            "    1 | SELECT\n"
            "      |       ^\n"
            "\n");
}

TEST(HumanReport, LetsNoTextOfTheFileSteerTheTerminal) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT '\x1b[31m\xC2\x9B';");
  const FileReport report{.file = &file, .diagnostics = {Finding({0, 6}, "index \"a\nb\x1b[31m\"")}};
  EXPECT_EQ(Write({report}),
            "x.sql:1:1: error[MIG001]: index \"a?b?[31m\"\n"
            "    1 | SELECT '?[31m?';\n"
            "      | ^^^^^^\n"
            "\n");
}

TEST(HumanReport, ColorsBySeverity) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  Diagnostic warning = Finding({0, 6}, "m");
  warning.severity = Severity::kWarning;
  warning.help = "h";
  const FileReport report{.file = &file, .statements = 1, .diagnostics = {warning}};
  EXPECT_EQ(Write({report}, {.color = true}),
            "\x1b[1mx.sql:1:1:\x1b[0m \x1b[1;33mwarning[MIG001]:\x1b[0m m\n"
            "    1 | SELECT 1;\n"
            "      | \x1b[1;33m^^^^^^\x1b[0m\n"
            "  \x1b[1mhelp:\x1b[0m h\n"
            "\n"
            "\x1b[1;33m0 errors, 1 warning in 1 file (1 statement)\x1b[0m\n");
}

TEST(HumanReport, LeavesOutIgnoredFindingsButCountsThem) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  Diagnostic ignored = Finding({0, 6}, "m");
  ignored.ignored = true;
  Diagnostic info = Finding({0, 6}, "note");
  info.severity = Severity::kInfo;
  const FileReport report{.file = &file, .statements = 1, .diagnostics = {ignored, info}};
  EXPECT_EQ(Write({report}, {}),
            "x.sql:1:1: info[MIG001]: note\n"
            "    1 | SELECT 1;\n"
            "      | ^^^^^^\n"
            "\n"
            "0 errors, 0 warnings in 1 file (1 statement), 1 note, 1 ignored with a reason\n");
}

TEST(HumanReport, SaysThatNothingWasFound) {
  EXPECT_EQ(Write({}, {}), "0 errors, 0 warnings in 0 files (0 statements)\n");
  EXPECT_EQ(Write({}, {.quiet = true}), "");
}

}  // namespace
}  // namespace lockstep::lint
