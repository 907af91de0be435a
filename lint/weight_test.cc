// SPDX-License-Identifier: Apache-2.0
#include "lint/weight.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "lint/effect_summary.h"
#include "lint/linter.h"
#include "sql/error.h"

namespace lockstep::lint {
namespace {

using ::testing::HasSubstr;

const Rule kBuild{
    {.id = "TST001",
     .name = "build",
     .severity = Severity::kError,
     .title = "",
     .rationale = "",
     .is_time_under_lock = true},
    [](RuleContext& context) {
      for (const auto kind : {model::OperationKind::kCreateIndex, model::OperationKind::kAddColumn}) {
        for (const auto* operation : context.Operations(kind)) context.Report(*operation, "builds or adds");
      }
    }};
const Rule kLoss{{.id = "TST002", .name = "loss", .severity = Severity::kError, .title = "", .rationale = ""},
                 kBuild.check};
constexpr std::array<const Rule*, 2> kRules = {&kBuild, &kLoss};

std::vector<Diagnostic> Lint(std::optional<TableSizes> sizes, std::string migration,
                             bool wants_effects = true) {
  LintOptions options;
  options.history_is_complete = true;
  options.wants_effects = wants_effects;
  options.sizes = std::move(sizes);
  Linter linter(options, kRules);
  const auto schema =
      sql::SourceFile::FromText("1.sql", "CREATE TABLE t (a int); CREATE TABLE \"U\" (a int);");
  const auto file = sql::SourceFile::FromText("2.sql", std::move(migration));
  linter.ReplaySilently(schema, model::Runner::kLockstep);
  return linter.Lint(file, model::Runner::kLockstep).diagnostics;
}

const TableSizes kSizes = {{"public.t", {.rows = 9'999, .bytes = 1'300'000}},
                           {"public.\"U\"", {.rows = 10'000'000, .bytes = 2'000'000'000}}};

TEST(Weight, MakesWaitingForASmallTableAWarningAndNothingElse) {
  const auto found = Lint(kSizes, "CREATE INDEX ON t (a)");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].severity, Severity::kWarning);
  EXPECT_EQ(found[1].severity, Severity::kError);
  EXPECT_THAT(EffectText(found[0].effect),
              HasSubstr("; public.t has about 9999 rows in 1.3 MB; about 0.0 s"));
}

TEST(Weight, LeavesTheErrorOnALargeTableAndSaysHowLarge) {
  const auto found = Lint(kSizes, "CREATE INDEX ON \"U\" (a)");
  EXPECT_EQ(found[0].severity, Severity::kError);
  EXPECT_THAT(EffectText(found[0].effect),
              HasSubstr("; public.\"U\" has about 10000000 rows in 2.0 GB; about 30 s"));
}

TEST(Weight, AssumesNothingOfATableThatIsNotThere) {
  const auto found = Lint(TableSizes{}, "CREATE INDEX ON t (a)");
  EXPECT_EQ(found[0].severity, Severity::kError);
  EXPECT_TRUE(found[0].effect.sizes.empty());
  EXPECT_FALSE(found[0].effect.seconds.has_value());
}

TEST(Weight, SaysNothingWithoutSizes) {
  EXPECT_EQ(EffectText(Lint({}, "CREATE INDEX ON t (a)")[0].effect),
            "SHARE on public.t (blocks writes); table scan; index build");
}

// Neither the work nor a mere lock is weighed less where the report does not show it.
TEST(Weight, WeighsEffectsThatAreNotShown) {
  for (const std::string migration : {"CREATE INDEX ON t (a)", "ALTER TABLE t ADD COLUMN b int"}) {
    const auto found = Lint(kSizes, migration, false);
    ASSERT_EQ(found.size(), 2U) << migration;
    EXPECT_EQ(found[0].severity, Severity::kWarning) << migration;
  }
  EXPECT_EQ(EffectText(Lint({}, "CREATE INDEX ON t (a)", false)[0].effect), "");
}

TEST(TableSizes, RefusesWhatIsNoneOfOurs) {
  for (const char* text : {"", "[]", "{\"version\": 2}", "{\"version\": 1, \"tables\": [{\"table\": 5}]}"})
    EXPECT_THROW(ReadTableSizes(sql::SourceFile::FromText("s.json", text)), FileError) << text;
}

}  // namespace
}  // namespace lockstep::lint
