// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "lint/report/report.h"
#include "tool_version.h"

namespace lockstep::lint {
namespace {

std::string Write(const std::vector<FileReport>& reports) {
  std::ostringstream out;
  WriteJson(reports, out, {});
  return out.str();
}

TEST(JsonReport, HasTheFieldsOfTheContractInTheirOrder) {
  const auto file =
      sql::SourceFile::FromText("migrations/0002_x.up.sql", "SELECT 1;\nCREATE INDEX ON t (a);\n");
  const Diagnostic finding{
      .rule = "MIG001",
      .name = "create-index-blocking",
      .severity = Severity::kError,
      .message = "blocks",
      .span = {10, 31},
      .statement = 2,
      .effect = {.locks = {{.relation = "public.orders", .mode = "ShareLock", .sql_mode = "SHARE"}},
                 .work = {"index build"}},
      .help = "build it concurrently"};
  const std::string text = Write({{.file = &file, .statements = 2, .diagnostics = {finding}}});
  const auto expected = nlohmann::ordered_json::parse(R"({
    "version": 1,
    "tool": {"name": "lockstep", "version": ""},
    "summary": {"files": 1, "statements": 2, "errors": 1, "warnings": 0, "infos": 0, "ignored": 0},
    "diagnostics": [{
      "rule": "MIG001", "name": "create-index-blocking", "severity": "error", "message": "blocks",
      "file": "migrations/0002_x.up.sql",
      "start": {"line": 2, "column": 1, "offset": 10}, "end": {"line": 2, "column": 22, "offset": 31},
      "statement": 2,
      "effect": {"locks": [{"relation": "public.orders", "mode": "ShareLock"}], "work": ["index build"]},
      "help": "build it concurrently", "runbook": "runbooks/create-index-blocking.md", "ignored": false
    }]})");
  auto document = nlohmann::ordered_json::parse(text);
  EXPECT_EQ(document["tool"]["version"], kToolVersion);
  document["tool"]["version"] = "";
  EXPECT_EQ(document.dump(2), expected.dump(2));
  EXPECT_EQ(text.back(), '\n');
}

TEST(JsonReport, ListsIgnoredFindingsWithTheirReason) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  const auto document = nlohmann::json::parse(
      Write({{.file = &file,
              .statements = 1,
              .diagnostics = {{.rule = "MIG005", .ignored = true, .reason = "größer \"als\" nötig"},
                              {.rule = "MIG008", .severity = Severity::kWarning},
                              {.rule = "MIG034", .severity = Severity::kInfo}}}}));
  EXPECT_EQ(document["summary"], nlohmann::json::parse(R"({"files": 1, "statements": 1, "errors": 0,
                                                           "warnings": 1, "infos": 1, "ignored": 1})"));
  EXPECT_EQ(document["diagnostics"][0]["ignored"], true);
  EXPECT_EQ(document["diagnostics"][0]["reason"], "größer \"als\" nötig");
  EXPECT_EQ(document["diagnostics"][1]["ignored"], false);
  EXPECT_FALSE(document["diagnostics"][1].contains("reason"));
}

TEST(JsonReport, CountsColumnsInCharactersAndOffsetsInBytes) {
  const auto file = sql::SourceFile::FromText("x.sql", "\xEF\xBB\xBF/* 数量 */ SELECT 1;");
  const size_t begin = file.text().find("SELECT");
  const auto document = nlohmann::json::parse(
      Write({{.file = &file, .diagnostics = {{.rule = "MIG001", .span = {begin, begin + 6}}}}}));
  EXPECT_EQ(document["diagnostics"][0]["start"],
            nlohmann::json::parse(R"({"line": 1, "column": 10, "offset": 16})"));
  EXPECT_EQ(document["diagnostics"][0]["end"],
            nlohmann::json::parse(R"({"line": 1, "column": 16, "offset": 22})"));
}

TEST(JsonReport, KeepsEveryCharacterOfAMessage) {
  const auto file = sql::SourceFile::FromText("x.sql", "SELECT 1;");
  const std::string message = "index \"a\nb\t\x1b\\\" 数";
  const auto document = nlohmann::json::parse(
      Write({{.file = &file, .diagnostics = {{.rule = "MIG001", .message = message}}}}));
  EXPECT_EQ(document["diagnostics"][0]["message"], message);
}

TEST(JsonReport, IsValidWhereAFileNameIsNoUtf8) {
  const auto file = sql::SourceFile::FromText(
      "gr\xF6\xDF"
      "er.sql",
      "SELECT 1;");
  const std::string text = Write({{.file = &file, .diagnostics = {{.rule = "MIG001"}}}});
  EXPECT_EQ(nlohmann::json::parse(text)["diagnostics"][0]["file"], "gr\uFFFD\uFFFDer.sql");
}

TEST(JsonReport, IsADocumentWhereNothingWasFound) {
  const auto document = nlohmann::json::parse(Write({}));
  EXPECT_EQ(document["version"], 1);
  EXPECT_EQ(document["summary"]["files"], 0);
  EXPECT_TRUE(document["diagnostics"].is_array());
  EXPECT_TRUE(document["diagnostics"].empty());
}

}  // namespace
}  // namespace lockstep::lint
