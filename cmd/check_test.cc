// SPDX-License-Identifier: Apache-2.0
// check and status: what they say of each state, to people, to scripts, and while somebody works.
#include <gmock/gmock.h>

#include <future>

#include "cmd/testing/command_fixture.h"
#include "migrate/advisory_lock.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::json;

class CheckTest : public CommandTest {
 protected:
  // As a runner leaves it that died during the first of two statements which need to be alone.
  void LeaveInDoubt() const {
    Connect().Execute(
        "UPDATE lockstep_history SET state = 'running', intent = 'CALL refresh()', statements_done = 0, "
        "statements = 2, steps_done = 0, steps = 2 WHERE version = '1'");
  }
};

TEST_F(CheckTest, TellsByItsExitCode) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "CREATE TABLE b ();");
  const Ran pending = Run({"check"});
  EXPECT_EQ(pending.code, ExitCode::kPending);
  EXPECT_EQ(pending.out, "pending: 1 a\npending: 2 b\n");
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  Run({"up"});
  const Ran done = Run({"check"});
  EXPECT_EQ(done.code, ExitCode::kOk);
  EXPECT_EQ(done.out, "up to date at version 2\n");
  Write("1_a.up.sql", "CREATE TABLE other ();");
  Remove("2_b.up.sql");
  const Ran conflict = Run({"check"});
  EXPECT_EQ(conflict.code, ExitCode::kConflict);
  EXPECT_THAT(conflict.err, AllOf(HasSubstr("error: 1 a: its file was changed"),
                                  HasSubstr("warning: the database is ahead of these files: it has 2 b")));
}

TEST_F(CheckTest, WritesOneDocument) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  Write("2_b.up.sql", "CREATE TABLE b ();");
  EXPECT_EQ(Run({"check", "--json"}).Document(), Json({{"version", 1},
                                                       {"result", "pending"},
                                                       {"current", "1"},
                                                       {"pending", {{{"version", "2"}, {"name", "b"}}}},
                                                       {"conflicts", Json::array()},
                                                       {"warnings", Json::array()}}));
  Write("1_a.up.sql", "CREATE TABLE other ();");
  const Json conflict = Run({"check", "--json"}).Document();
  EXPECT_EQ(conflict.at("result"), "conflict");
  EXPECT_EQ(conflict.at("conflicts").at(0).at("version"), "1");
}

TEST_F(CheckTest, HoldsAnOlderReleaseForUpToDateUnlessToldOtherwise) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  Remove("1_a.up.sql");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
  WriteConfig("up: {ahead: error}\n");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kConflict);
}

TEST_F(CheckTest, WaitsUntilSomebodyElseHasAppliedAll) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  const Ran in_vain = Run({"check", "--wait", "10ms"});
  EXPECT_EQ(in_vain.code, ExitCode::kPending);
  auto waiting = std::async(std::launch::async, [this] { return Run({"check", "--wait", "60s"}); });
  EXPECT_EQ(Run({"up"}).code, ExitCode::kOk);
  EXPECT_EQ(waiting.get().code, ExitCode::kOk);
}

TEST_F(CheckTest, TakesAStatementThatIsUnderWayForPendingAndNotForInDoubt) {
  Write("1_a.up.sql", "CALL refresh();\nVACUUM;");
  Run({"baseline", "1"});
  ASSERT_EQ(Value("SELECT count(*) FROM lockstep_history"), "1");
  LeaveInDoubt();
  EXPECT_EQ(Run({"check"}).code, ExitCode::kConflict);
  pg::Connection other = Connect();
  migrate::AdvisoryLock lock(other,
                             migrate::History("public.lockstep_history").AdvisoryKey(database().name()));
  ASSERT_TRUE(lock.Acquire(migrate::Milliseconds(0), nullptr, [](const migrate::Event&) {}));
  const Ran under_way = Run({"check"});
  EXPECT_EQ(under_way.code, ExitCode::kPending);
  EXPECT_EQ(under_way.out, "pending: 1 a\n");
}

TEST_F(CheckTest, ShowsHowFarAPartialOneIs) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nVACUUM a;\nSELECT 1/0;");
  Run({"up"});
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\n1        a     partial (2 of 3)  20"));
  const Json migration = Run({"status", "--json"}).Document().at("migrations").at(0);
  EXPECT_EQ(migration.at("state"), "partial");
  EXPECT_EQ(migration.at("statements_done"), 2);
  EXPECT_EQ(migration.at("statements"), 3);
  EXPECT_EQ(migration.at("in_doubt"), false);
}

TEST_F(CheckTest, NamesEachState) {
  for (const char* name : {"2_b", "3_c", "4_d"}) Write(std::string(name) + ".up.sql", "SELECT 1;");
  Run({"up"});
  Write("1_a.up.sql", "SELECT 1;");
  Write("2_b.up.sql", "SELECT 2;");
  Remove("3_c.up.sql");
  Write("5_e.up.sql", "SELECT 1;");
  const Json document = Run({"status", "--json"}).Document();
  std::vector<std::string> states;
  for (const Json& migration : document.at("migrations")) states.push_back(migration.at("state"));
  EXPECT_THAT(states, ElementsAre("late", "changed", "missing", "applied", "pending"));
  EXPECT_EQ(document.at("current"), "4");
  EXPECT_EQ(document.at("pending"), 2);
}

}  // namespace
}  // namespace lockstep::cmd
