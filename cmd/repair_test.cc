// SPDX-License-Identifier: Apache-2.0
// repair, baseline and log: what they change, say and write down.
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"
#include "migrate/advisory_lock.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using Json = nlohmann::json;

class RepairTest : public CommandTest {
 protected:
  // The last line of the log.
  std::string Logged() const {
    return Value(
        "SELECT version || ' ' || direction || ' ' || outcome FROM lockstep_log ORDER BY id DESC "
        "LIMIT 1");
  }
};

TEST_F(RepairTest, AcceptsAChangedFile) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  const std::string applied_at = Value("SELECT applied_at FROM lockstep_history");
  Write("1_a.up.sql", "CREATE TABLE a (); -- mended");
  ASSERT_EQ(Run({"up"}).code, ExitCode::kConflict);
  const Ran ran = Run({"repair", "--accept", "1"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.out, StartsWith("1 a: accepted: what its file says now is what was applied (checksum "));
  EXPECT_EQ(Run({"up"}).code, ExitCode::kOk);
  EXPECT_EQ(Value("SELECT applied_at FROM lockstep_history"), applied_at);
  EXPECT_EQ(Logged(), "1 up accepted");
}

TEST_F(RepairTest, MarksAndForgetsWithoutRunningAnything) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "CREATE TABLE b ();");
  EXPECT_EQ(Run({"repair", "--mark", "1,2"}).out, "1 a: marked as applied\n2 b: marked as applied\n");
  EXPECT_EQ(Logged(), "2 up marked applied");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
  EXPECT_EQ(Value("SELECT to_regclass('a')"), "null");
  EXPECT_EQ(Run({"repair", "--forget", "2"}).out, "2 b: forgotten: its file is pending now\n");
  EXPECT_EQ(Logged(), "2 up forgotten");
  EXPECT_EQ(Run({"check"}).out, "pending: 2 b\n");
  Remove("1_a.up.sql");
  ASSERT_EQ(Run({"repair", "--forget", "1"}).out, "1 a: forgotten\n");
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_history"), "0");
}

TEST_F(RepairTest, ADownPartThatFailsIsMendedOrItsMigrationForgotten) {
  for (const char* name : {"1_a", "2_b", "3_c"}) Write(std::string(name) + ".up.sql", "SELECT 1;");
  Write("1_a.down.sql", "SELECT 1 / 0;");
  Write("2_b.down.sql", "SELECT 1 / 0;");
  Write("3_c.down.sql", "SELECT 1;");
  Run({"up"});
  const Ran failed = Run({"goto", "0"});
  EXPECT_EQ(failed.code, ExitCode::kFailed);
  EXPECT_THAT(
      failed.err,
      HasSubstr("\n2 b failed; nothing of it was reverted: mend its down part, which may be changed at any "
                "time, or revert it by hand and `lockstep repair --forget 2`; then go on\n1 reverted, 2 "
                "not\n"));
  Write("2_b.down.sql", "SELECT 1;");
  EXPECT_EQ(Run({"down"}).code, ExitCode::kOk);
  ASSERT_EQ(Run({"down"}).code, ExitCode::kFailed);
  EXPECT_EQ(Run({"repair", "--forget", "1"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"version"}).out, "0\n");
}

TEST_F(RepairTest, ADownPartThatIsNoSqlIsGoneDownTo) {
  for (const char* name : {"1_a", "2_b"}) Write(std::string(name) + ".up.sql", "SELECT 1;");
  Write("1_a.down.sql", "DROP TABEL a;");
  Write("2_b.down.sql", "SELECT 1;");
  Run({"up"});
  const Ran refused = Run({"goto", "0"});
  EXPECT_EQ(refused.code, ExitCode::kUsage);
  EXPECT_THAT(refused.err, HasSubstr("1_a.down.sql:1:1: error: syntax error at or near \"TABEL\"\n"));
  EXPECT_THAT(refused.err,
              EndsWith("\nnothing was run; a down part may be changed at any time: mend it. Or go down to it "
                       "(`lockstep goto 1`), revert it by hand, and `lockstep repair --forget 1`\n"));
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_history"), "2");
  EXPECT_EQ(Run({"goto", "1"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"repair", "--forget", "1"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"version"}).out, "0\n");
}

TEST_F(RepairTest, SettlesAStepInDoubtEitherWay) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nCALL p();\nSELECT 1;");
  Connect().Execute(
      "CREATE TABLE calls ();"
      "CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN INSERT INTO calls DEFAULT VALUES; COMMIT; PERFORM "
      "pg_terminate_backend(pg_backend_pid()); END'");
  Run({"up"});
  const Ran doubt = Run({"up"});
  EXPECT_EQ(doubt.code, ExitCode::kConflict);
  EXPECT_THAT(doubt.err, AllOf(HasSubstr("CALL p()"), HasSubstr("`lockstep repair --done 1`"),
                               HasSubstr("`lockstep repair --not-done 1`")));
  const std::string before = Value("SELECT version || state || statements_done FROM lockstep_history");
  EXPECT_EQ(before, "1running1");
  EXPECT_EQ(Run({"repair", "--not-done", "1"}).out, "1 a: taken as not done: CALL p()\n");
  EXPECT_EQ(Logged(), "1 up said not to be done");
  Run({"up"});
  EXPECT_EQ(Value("SELECT count(*) FROM calls"), "2");
  EXPECT_EQ(Run({"repair", "--done", "1"}).code, ExitCode::kOk);
  EXPECT_EQ(Logged(), "1 up said to be done");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kOk);
  EXPECT_EQ(Value("SELECT count(*) FROM calls"), "2");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
}

TEST_F(RepairTest, ChangesNothingWhereOneRequestMakesNoSense) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "CREATE TABLE b ();");
  Run({"up"});
  const Ran ran = Run({"repair", "--forget", "1", "--accept", "2", "--mark", "7"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err,
              AllOf(HasSubstr("repair --accept 2 b: its file is what was applied"),
                    HasSubstr("repair --mark 7: neither the files nor the history have this version"),
                    HasSubstr("nothing was changed\n")));
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_history"), "2");
  EXPECT_EQ(Run({"repair"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"repair", "--mark", "x"}).code, ExitCode::kUsage);
}

TEST_F(RepairTest, WaitsForWhoRunsMigrations) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  pg::Connection other = Connect();
  migrate::AdvisoryLock lock(other,
                             migrate::History("public.lockstep_history").AdvisoryKey(database().name()));
  ASSERT_TRUE(lock.Acquire(migrate::Milliseconds(0), nullptr, [](const migrate::Event&) {}));
  const Ran ran = Run({"repair", "--mark", "1", "--lock-wait", "10ms"});
  EXPECT_EQ(ran.code, ExitCode::kLockTimeout);
  EXPECT_THAT(ran.err, HasSubstr("another run holds the lock of this database: pid "));
}

TEST_F(RepairTest, TakesADatabaseOverAtABaseline) {
  for (const char* name : {"1_a", "2_b", "3_c"})
    Write(std::string(name) + ".up.sql", "CREATE TABLE " + std::string(name).substr(2) + " ();");
  Connect().Execute("CREATE TABLE a (); CREATE TABLE b ()");
  const Ran ran = Run({"baseline", "2"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_EQ(ran.out, "1 a: recorded as applied\n2 b: recorded as applied\n");
  EXPECT_EQ(Logged(), "2 up baseline");
  EXPECT_THAT(Column("SELECT version || ' ' || kind FROM lockstep_history ORDER BY 1"),
              ElementsAre("1 baseline", "2 baseline"));
  EXPECT_EQ(Run({"baseline", "2"}).out, "nothing to record: the history has it already\n");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kOk);
  EXPECT_THAT(Run({"status"}).out, HasSubstr("current version 3, 0 pending"));
  const Ran too_low = Run({"baseline", "1"});
  EXPECT_EQ(too_low.code, ExitCode::kUsage);
  EXPECT_THAT(too_low.err, HasSubstr("3 c is in the history already"));
  EXPECT_EQ(Run({"baseline", "7"}).code, ExitCode::kUsage);
}

TEST_F(RepairTest, ShowsTheLog) {
  EXPECT_THAT(Run({"log"}).out, IsEmpty());
  EXPECT_EQ(Run({"log", "--json"}).Document(), Json({{"version", 1}, {"entries", Json::array()}}));
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "SELECT missing;");
  Run({"up"});
  const Ran all = Run({"log"});
  EXPECT_THAT(all.out, MatchesRegex("20[0-9-]+T[0-9:]+Z  1 a up applied \\([0-9]+ ms\\) by postgres on .*\n"
                                    "20.*  2 b up failed \\(.*\\) by postgres on .*: 42703 column "
                                    "\"missing\" does not exist\n"));
  EXPECT_THAT(Run({"log", "1"}).out, AllOf(HasSubstr("2 b up failed"), Not(HasSubstr("1 a up"))));
  const Json entries = Run({"log", "--json"}).Document().at("entries");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].at("outcome"), "applied");
  EXPECT_EQ(entries[0].at("sqlstate"), nullptr);
  EXPECT_EQ(entries[1].at("sqlstate"), "42703");
  EXPECT_EQ(entries[1].at("sql"), nullptr);
  EXPECT_EQ(entries[1].at("session_user"), "postgres");
}

}  // namespace
}  // namespace lockstep::cmd
