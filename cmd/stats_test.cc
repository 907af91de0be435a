// SPDX-License-Identifier: Apache-2.0
// stats, and lint --stats, which reads it.
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using ::testing::HasSubstr;

class StatsTest : public CommandTest {};

TEST_F(StatsTest, SaysHowLargeTheTablesAre) {
  Connect().Execute(
      "CREATE TABLE small (a int); INSERT INTO small SELECT generate_series(1, 100);"
      "CREATE TABLE \"Parts\" (a int) PARTITION BY RANGE (a);"
      "CREATE TABLE p1 PARTITION OF \"Parts\" FOR VALUES FROM (0) TO (20000);"
      "CREATE TABLE p2 PARTITION OF \"Parts\" FOR VALUES FROM (20000) TO (40000);"
      "INSERT INTO \"Parts\" SELECT generate_series(0, 29999);"
      "CREATE TABLE never_analysed (a int); ANALYZE small; ANALYZE \"Parts\"; ANALYZE p1; ANALYZE p2;");
  const Ran ran = Run({"stats", "--output", "stats.json"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  std::map<std::string, int64_t> rows;
  const auto document = Run({"stats"}).Document();
  for (const auto& table : document.at("tables")) rows[table.at("table")] = table.at("rows");
  EXPECT_EQ(document.at("tables").at(0).at("table"), "public.\"Parts\"");
  EXPECT_EQ(rows, (std::map<std::string, int64_t>{{"public.small", 100},
                                                  {"public.\"Parts\"", 30'000},
                                                  {"public.p1", 20'000},
                                                  {"public.p2", 10'000},
                                                  {"public.never_analysed", 0}}));
}

TEST_F(StatsTest, LintGoesEasyOnSmallTables) {
  Connect().Execute(
      "CREATE TABLE small (a int); INSERT INTO small SELECT generate_series(1, 100); ANALYZE small;");
  Write("1_t.up.sql", "CREATE TABLE small (a int);");
  Write("2_i.up.sql", "CREATE INDEX ON small (a);");
  Run({"stats", "--output", PathOf("stats.json")});
  EXPECT_EQ(Run({"lint"}).code, ExitCode::kFailed);
  const Ran ran = Run({"lint", "--stats", PathOf("stats.json")});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("warning[MIG001]"));
  EXPECT_THAT(ran.out, HasSubstr("; public.small has about 100 rows in"));
}

}  // namespace
}  // namespace lockstep::cmd
