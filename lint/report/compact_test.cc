// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "lint/report/report.h"

namespace lockstep::lint {
namespace {

std::string Write(const FileReport& report) {
  std::ostringstream out;
  WriteCompact({&report, 1}, out, {});
  return out.str();
}

TEST(CompactReport, WritesALineAFinding) {
  const auto file = sql::SourceFile::FromText("m/1_x.up.sql", "-- größer\nSELECT 'ü', 1;\n");
  const FileReport report{
      .file = &file,
      .diagnostics = {
          {.rule = "MIG001", .severity = Severity::kError, .message = "one", .span = {12, 18}},
          {.rule = "MIG008", .severity = Severity::kWarning, .message = "two", .span = {25, 26}},
          {.rule = "MIG034", .severity = Severity::kInfo, .message = "three", .span = {25, 26}},
          {.rule = "MIG005", .message = "gone", .ignored = true, .reason = "unused"},
      }};
  EXPECT_EQ(Write(report),
            "m/1_x.up.sql:2:1: error MIG001 one\n"
            "m/1_x.up.sql:2:13: warning MIG008 two\n"
            "m/1_x.up.sql:2:13: info MIG034 three\n");
}

TEST(CompactReport, KeepsAFindingOnOneLine) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  const FileReport report{.file = &file,
                          .diagnostics = {{.rule = "MIG001", .message = "index \"a\r\nb\x1b[2J\tc\""}}};
  EXPECT_EQ(Write(report), "x.sql:1:1: error MIG001 index \"a??b?[2J    c\"\n");
}

TEST(CompactReport, WritesNothingWhereNothingWasFound) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  EXPECT_EQ(Write({.file = &file, .statements = 1}), "");
}

}  // namespace
}  // namespace lockstep::lint
