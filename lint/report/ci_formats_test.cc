// SPDX-License-Identifier: Apache-2.0
// The formats that CI servers read.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "lint/report/report.h"
#include "lint/report/xml_text.h"
#include "tool_version.h"

namespace lockstep::lint {
namespace {

using Write = void (*)(std::span<const FileReport>, std::ostream&, const ReportStyle&);

class CiFormats : public ::testing::Test {
 protected:
  std::string Text(Write write) const {
    const std::vector<FileReport> reports = {{.file = &file_,
                                              .statements = 2,
                                              .diagnostics = {{.rule = "MIG001",
                                                               .name = "create-index-blocking",
                                                               .severity = Severity::kError,
                                                               .message = "100 % of <writes> wait",
                                                               .span = {10, 31},
                                                               .statement = 2,
                                                               .help = "do it\nso"},
                                                              {.rule = "MIG005",
                                                               .name = "drop-column",
                                                               .message = "gone",
                                                               .span = {10, 31},
                                                               .ignored = true,
                                                               .reason = "unused"},
                                                              {.rule = "MIG034",
                                                               .name = "not-analysed",
                                                               .severity = Severity::kInfo,
                                                               .message = "dynamic",
                                                               .span = {0, 8}}}},
                                             {.file = &clean_, .statements = 1}};
    std::ostringstream out;
    write(reports, out, {});
    return out.str();
  }

  sql::SourceFile file_ = sql::SourceFile::FromText("m/2_a b,c.sql", "SELECT 1;\nCREATE INDEX ON t (a);\n");
  sql::SourceFile clean_ = sql::SourceFile::FromText("m/3_x.sql", "SELECT 1;");
};

TEST_F(CiFormats, SarifHasAResultForEachFindingAndSuppressesTheIgnored) {
  const auto document = nlohmann::json::parse(Text(WriteSarif));
  EXPECT_EQ(document["version"], "2.1.0");
  const auto& run = document["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["version"], kToolVersion);
  EXPECT_EQ(run["tool"]["driver"]["rules"][0],
            nlohmann::json::parse(R"({"id": "MIG001", "name": "create-index-blocking"})"));
  EXPECT_EQ(run["results"].size(), 3U);
  EXPECT_EQ(run["results"][0], nlohmann::json::parse(R"({
    "ruleId": "MIG001", "level": "error", "message": {"text": "100 % of <writes> wait\nhelp: do it\nso"},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "m/2_a%20b%2Cc.sql"},
      "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 22}}}]})"));
  EXPECT_EQ(run["results"][1]["suppressions"],
            nlohmann::json::parse(R"([{"kind": "inSource", "justification": "unused"}])"));
  EXPECT_EQ(run["results"][2]["level"], "note");
}

TEST_F(CiFormats, GithubIsWorkflowCommandsAndASummary) {
  EXPECT_EQ(Text(WriteGithub),
            "::error file=m/2_a b%2Cc.sql,line=2,endLine=2,col=1,endColumn=22,title=MIG001 "
            "create-index-blocking::100 %25 of <writes> wait%0Ahelp: do it%0Aso\n"
            "::notice file=m/2_a b%2Cc.sql,line=1,endLine=1,col=1,endColumn=9,title=MIG034 "
            "not-analysed::dynamic\n"
            "1 error, 0 warnings in 2 files (3 statements), 1 note, 1 ignored with a reason\n");
}

TEST_F(CiFormats, GitlabHasFingerprintsOfTheirOwn) {
  const auto issues = nlohmann::json::parse(Text(WriteGitlab));
  ASSERT_EQ(issues.size(), 2U);
  EXPECT_EQ(issues[0]["check_name"], "MIG001");
  EXPECT_EQ(issues[0]["severity"], "major");
  EXPECT_EQ(issues[0]["location"],
            nlohmann::json::parse(R"({"path": "m/2_a b,c.sql", "lines": {"begin": 2}})"));
  EXPECT_NE(issues[0]["fingerprint"], issues[1]["fingerprint"]);
  EXPECT_EQ(Text(WriteGitlab), Text(WriteGitlab));
}

TEST_F(CiFormats, CheckstyleHasTheFilesWithTheirErrors) {
  EXPECT_EQ(Text(WriteCheckstyle),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<checkstyle version=\"4.3\">\n"
            "  <file name=\"m/2_a b,c.sql\">\n"
            "    <error line=\"2\" column=\"1\" severity=\"error\" message=\"100 % of &lt;writes&gt; wait\" "
            "source=\"lockstep.MIG001\"/>\n"
            "    <error line=\"1\" column=\"1\" severity=\"info\" message=\"dynamic\" "
            "source=\"lockstep.MIG034\"/>\n"
            "  </file>\n"
            "  <file name=\"m/3_x.sql\">\n"
            "  </file>\n"
            "</checkstyle>\n");
}

TEST_F(CiFormats, JunitHasACaseForEachFindingAndOneForACleanFile) {
  EXPECT_EQ(
      Text(WriteJunit),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"lockstep lint\">\n"
      "  <testsuite name=\"m/2_a b,c.sql\" tests=\"1\" failures=\"1\">\n"
      "    <testcase name=\"MIG001 2:1\" classname=\"m/2_a b,c.sql\">\n"
      "      <failure type=\"error\" message=\"100 % of &lt;writes&gt; wait\">m/2_a b,c.sql:2:1: 100 % of "
      "&lt;writes&gt; wait&#10;help: do it&#10;so</failure>\n"
      "    </testcase>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"m/3_x.sql\" tests=\"1\" failures=\"0\">\n"
      "    <testcase name=\"lint\" classname=\"m/3_x.sql\"/>\n"
      "  </testsuite>\n"
      "</testsuites>\n");
}

TEST(XmlText, HoldsWhateverANameHolds) {
  EXPECT_EQ(XmlText("a\"b\x1b\xF6 ü\t&"), "a&quot;b\uFFFD\uFFFD ü&#9;&amp;");
}

}  // namespace
}  // namespace lockstep::lint
