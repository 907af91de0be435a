// SPDX-License-Identifier: Apache-2.0
#include "lint/linter.h"

#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::lint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Rules of these tests: one that reports each DROP COLUMN, one that warns of each table that is new.
const Rule kDirective{
    {.id = "MIG000", .name = "directive", .severity = Severity::kError, .title = "", .rationale = ""},
    nullptr};
const Rule kDrop{{.id = "TST001",
                  .name = "drop",
                  .severity = Severity::kError,
                  .title = "",
                  .rationale = "",
                  .checks_down = true},
                 [](RuleContext& context) {
                   for (const auto* operation : context.Operations(model::OperationKind::kDropColumn))
                     context.Report(*operation, "drops " + context.NameOf(operation->column)).Help("do not");
                 }};
const Rule kCreate{
    {.id = "TST002", .name = "create", .severity = Severity::kWarning, .title = "", .rationale = ""},
    [](RuleContext& context) {
      for (const auto* operation : context.Operations(model::OperationKind::kCreateTable))
        context.Report("creates " + context.NameOf(operation->relation));
    }};
constexpr std::array<const Rule*, 3> kRules = {&kDirective, &kDrop, &kCreate};

// Lints texts as one directory's files, and keeps them for as long as the reports need them.
class Files {
 public:
  explicit Files(LintOptions options = {}) : linter_(std::move(options), kRules) {}

  void Replay(std::string sql) { linter_.ReplaySilently(Keep(std::move(sql)), kRunner); }
  FileReport Lint(std::string sql) { return linter_.Lint(Keep(std::move(sql)), kRunner); }
  FileReport LintDown(std::string sql, bool all_rules) {
    return linter_.LintDown(Keep(std::move(sql)), kRunner, all_rules);
  }

 private:
  static constexpr model::Runner kRunner = model::Runner::kLockstep;

  const sql::SourceFile& Keep(std::string sql) {
    files_.push_back(std::make_unique<sql::SourceFile>(
        sql::SourceFile::FromText(fmt::format("{}.sql", files_.size() + 1), std::move(sql))));
    return *files_.back();
  }

  std::vector<std::unique_ptr<sql::SourceFile>> files_;
  Linter linter_;
};

// "line:column-line:column severity rule message", with "(ignored: reason)".
std::vector<std::string> Lines(const FileReport& report) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : report.diagnostics) {
    const sql::Position start = report.file->PositionOf(diagnostic.span.begin);
    const sql::Position end = report.file->PositionOf(diagnostic.span.end);
    lines.push_back(fmt::format("{}:{}-{}:{} {} {} {}{}", start.line, start.column, end.line, end.column,
                                SeverityName(diagnostic.severity), diagnostic.rule, diagnostic.message,
                                diagnostic.ignored ? " (ignored: " + diagnostic.reason + ")" : ""));
  }
  return lines;
}

TEST(Linter, ReportsWhatRulesFindByPosition) {
  Files files;
  const FileReport report = files.Lint(
      "CREATE TABLE t (a int, b int);\n"
      "ALTER TABLE t DROP b, DROP COLUMN a;\n");
  EXPECT_THAT(Lines(report), ElementsAre("1:1-1:30 warning TST002 creates public.t",
                                         "2:15-2:21 error TST001 drops b", "2:23-2:36 error TST001 drops a"));
  EXPECT_EQ(report.statements, 2u);
}

TEST(Linter, FillsInWhatIsTheRulesOwn) {
  Files files;
  files.Replay("CREATE TABLE t (a int);");
  const FileReport report = files.Lint("SELECT 1; ALTER TABLE t DROP a;");
  ASSERT_EQ(report.diagnostics.size(), 1u);
  const Diagnostic& diagnostic = report.diagnostics.front();
  EXPECT_EQ(diagnostic.rule, "TST001");
  EXPECT_EQ(diagnostic.name, "drop");
  EXPECT_EQ(diagnostic.RunbookPath(), "runbooks/drop.md");
  EXPECT_EQ(diagnostic.help, "do not");
  EXPECT_EQ(diagnostic.statement, 2u);
  ASSERT_EQ(diagnostic.effect.locks.size(), 1u);
  EXPECT_EQ(diagnostic.effect.locks.front().relation, "public.t");
  EXPECT_EQ(diagnostic.effect.locks.front().mode, "AccessExclusiveLock");
}

TEST(Linter, KnowsTheFilesBefore) {
  Files files;
  files.Replay("CREATE TABLE t (a int);");
  EXPECT_THAT(Lines(files.Lint("ALTER TABLE t RENAME a TO b;")), IsEmpty());
  EXPECT_THAT(Lines(files.Lint("ALTER TABLE t DROP b;")), ElementsAre("1:15-1:21 error TST001 drops b"));
}

TEST(Linter, LooksAtSelectedRulesOnly) {
  constexpr const char* kSql = "CREATE TABLE t (a int); ALTER TABLE t DROP a;";
  EXPECT_THAT(Lines(Files({.only = {"TST002"}}).Lint(kSql)),
              ElementsAre("1:1-1:23 warning TST002 creates public.t"));
  EXPECT_THAT(Lines(Files({.disabled = {"TST002"}}).Lint(kSql)),
              ElementsAre("1:39-1:45 error TST001 drops a"));
}

TEST(Linter, TakesSeveritiesFromTheOptions) {
  Files files({.severities = {{"TST001", Severity::kInfo}, {"TST002", Severity::kError}}});
  EXPECT_THAT(Lines(files.Lint("CREATE TABLE t (a int); ALTER TABLE t DROP a;")),
              ElementsAre("1:1-1:23 error TST002 creates public.t", "1:39-1:45 info TST001 drops a"));
}

TEST(Linter, MarksWhatADirectiveIgnores) {
  Files files;
  EXPECT_THAT(
      Lines(files.Lint("CREATE TABLE t (a int, b int);\n"
                       "-- lockstep: ignore=TST001 reason=\"gone\"\n"
                       "ALTER TABLE t DROP a;\n"
                       "ALTER TABLE t DROP b;\n")),
      ElementsAre("1:1-1:30 warning TST002 creates public.t",
                  "3:15-3:21 error TST001 drops a (ignored: gone)", "4:15-4:21 error TST001 drops b"));
}

TEST(Linter, WarnsOfADirectiveThatIgnoresNothing) {
  constexpr const char* kSql = "-- lockstep: ignore=TST001 reason=\"gone\"\nSELECT 1;";
  constexpr const char* kUnused =
      "1:1-1:41 warning MIG000 this directive ignores TST001, which the next statement does not trigger";
  EXPECT_THAT(Lines(Files().Lint(kSql)), ElementsAre(kUnused));
  // Nobody can say so of a rule that is not looked at.
  EXPECT_THAT(Lines(Files({.disabled = {"TST001"}}).Lint(kSql)), IsEmpty());
  EXPECT_THAT(Lines(Files({.only = {"MIG000"}}).Lint(kSql)), IsEmpty());
  EXPECT_THAT(Lines(Files({.disabled = {"MIG000"}}).Lint(kSql)), IsEmpty());
}

TEST(Linter, GoesOnBehindSyntaxErrors) {
  Files files;
  const FileReport report = files.Lint("CREATE TABL t;\nCREATE TABLE t (a int);\nSELECT (;");
  EXPECT_THAT(Lines(report), ElementsAre("1:8-1:9 error syntax syntax error at or near \"TABL\"",
                                         "2:1-2:23 warning TST002 creates public.t",
                                         "3:9-3:10 error syntax syntax error at or near \";\""));
  EXPECT_EQ(report.diagnostics.front().statement, 1u);
  EXPECT_EQ(report.diagnostics.front().RunbookPath(), "");
  const Counts counts = Count({&report, 1});
  EXPECT_EQ(counts.syntax_errors, 2u);
  EXPECT_EQ(counts.errors, 2u);
  EXPECT_EQ(counts.warnings, 1u);
}

TEST(Linter, ChecksDownPartsForWhatStopsThem) {
  Files files;
  files.Replay("CREATE TABLE t (a int);");
  constexpr const char* kDown = "CREATE TABLE u (); ALTER TABLE t DROP a; SELEKT;";
  EXPECT_THAT(Lines(files.LintDown(kDown, false)),
              ElementsAre("1:34-1:40 error TST001 drops a",
                          "1:42-1:43 error syntax syntax error at or near \"SELEKT\""));
  EXPECT_THAT(Lines(files.LintDown(kDown, true)),
              ElementsAre("1:1-1:18 warning TST002 creates public.u", "1:34-1:40 error TST001 drops a",
                          "1:42-1:43 error syntax syntax error at or near \"SELEKT\""));
}

TEST(Linter, LeavesTheSchemaAsItWasBeforeADownPart) {
  Files files;
  files.Replay("CREATE TABLE t (a int, b int);");
  files.LintDown("ALTER TABLE t DROP a; ALTER TABLE t RENAME b TO a;", true);
  EXPECT_THAT(Lines(files.Lint("ALTER TABLE t DROP b;")), ElementsAre("1:15-1:21 error TST001 drops b"));
}

TEST(Linter, LintsFilesWithoutStatements) {
  Files files;
  EXPECT_THAT(Lines(files.Lint("")), IsEmpty());
  EXPECT_THAT(Lines(files.Lint("\xEF\xBB\xBF")), IsEmpty());
  EXPECT_THAT(Lines(files.Lint("-- nothing\n;;\n")), IsEmpty());
}

TEST(FindRule, FindsByIdAlone) {
  EXPECT_EQ(FindRule(kRules, "TST001"), &kDrop);
  EXPECT_EQ(FindRule(kRules, "drop"), nullptr);
  EXPECT_EQ(FindRule(kRules, ""), nullptr);
}

// What one rule says of a file that it is given alone.
std::vector<std::string> Lines(const Rule& rule, std::string_view text) {
  const std::array<const Rule*, 1> rules = {&rule};
  const auto file = sql::SourceFile::FromText("1.sql", std::string(text));
  return Lines(Linter({}, rules).Lint(file, model::Runner::kLockstep));
}

Rule RuleOn(OperationKinds operations, void (*check)(RuleContext&)) {
  return {{.id = "TST003",
           .name = "on-some",
           .severity = Severity::kInfo,
           .title = "",
           .rationale = "",
           .operations = operations},
          check};
}

TEST(Linter, AsksARuleOfStatementsWithOperationsThatItLooksAt) {
  const Rule rule = RuleOn({model::OperationKind::kDropColumn, model::OperationKind::kDrop},
                           [](RuleContext& context) { context.Report("asked"); });
  EXPECT_THAT(Lines(rule,
                    "CREATE TABLE t (a int, b int);\n"
                    "ALTER TABLE t DROP COLUMN a;\n"
                    "SELECT 1;\n"
                    "DROP TABLE t;\n"),
              ElementsAre("2:1-2:28 info TST003 asked", "4:1-4:13 info TST003 asked"));
}

TEST(Linter, RefusesARuleThatAsksForWhatItDoesNotSayItLooksAt) {
  const Rule rule = RuleOn({model::OperationKind::kDropColumn},
                           [](RuleContext& context) { context.Operations(model::OperationKind::kDrop); });
  EXPECT_THROW(Lines(rule, "ALTER TABLE t DROP COLUMN a;"), std::logic_error);
}

}  // namespace
}  // namespace lockstep::lint
