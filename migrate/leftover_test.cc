// SPDX-License-Identifier: Apache-2.0
// What statements that run alone leave when they break off, and what becomes of it; and what is somebody
// else's.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "migrate/testing/runner_fixture.h"
#include "source/checksum.h"

namespace lockstep::migrate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class LeftoverTest : public RunnerTest {
 protected:
  std::vector<std::string> InvalidIndexes() const {
    return Column(
        "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid ORDER BY indexrelid::regclass::text");
  }

  // An index that cannot be built again while table `broken` has a row.
  void MakeIndexThatBreaks() const {
    Execute(
        "CREATE TABLE broken (); CREATE TABLE t (a int); INSERT INTO t VALUES (1);"
        "CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT FROM public.broken) THEN RAISE 'broken'; END IF; RETURN $1; END $$;"
        "CREATE INDEX i ON t (f(a)); INSERT INTO broken DEFAULT VALUES");
  }

  // A first step that is done, and behind it a statement of which only the intent is written down.
  void LeaveInDoubt(std::string_view statement, std::string_view facts) {
    Write(1, fmt::format("VACUUM;\n{}", statement));
    pg::Connection connection = Connect();
    History("public.lockstep_history").Prepare(connection);
    const source::Directory read = Read();
    const source::Part& part = *read.migrations.at(0).up;
    connection.Query(
        "INSERT INTO lockstep_history (version, name, checksum, state, direction, steps_done, steps, "
        "statements_done, statements, statement_hashes, intent, intent_facts, host, tool_version) "
        "VALUES ('1', 'change', $1, 'running', 'up', 1, 2, 1, 2, ARRAY[$2], $3, $4::text[], 'h', '0')",
        {part.checksum, source::Checksum("VACUUM"), std::string(statement), std::string(facts)});
  }

  void Await(const std::string& condition) const {
    pg::Connection connection = Connect();
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (!connection.Query("SELECT " + condition).Bool(0, 0)) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "never true: " << condition;
      std::this_thread::sleep_for(10ms);
    }
  }
};

TEST_F(LeftoverTest, OfABuildWithoutANameIsFoundAndAnothersStays) {
  Execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
  EXPECT_THROW(Execute("CREATE UNIQUE INDEX CONCURRENTLY ON t (a)"), pg::DatabaseError);
  ASSERT_THAT(InvalidIndexes(), ElementsAre("t_a_idx"));
  Write(1, "CREATE UNIQUE INDEX CONCURRENTLY ON t (a)");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(InvalidIndexes(), ElementsAre("t_a_idx"));
}

TEST_F(LeftoverTest, OfARebuildIsFoundAndAnothersStays) {
  MakeIndexThatBreaks();
  EXPECT_THROW(Execute("REINDEX INDEX CONCURRENTLY i"), pg::DatabaseError);
  ASSERT_THAT(InvalidIndexes(), ElementsAre("i_ccnew"));
  for (const char* rebuild : {"REINDEX INDEX CONCURRENTLY i", "REINDEX TABLE CONCURRENTLY t"}) {
    Write(1, rebuild);
    EXPECT_EQ(Up().outcome, Outcome::kFailed);
    EXPECT_THAT(InvalidIndexes(), ElementsAre("i_ccnew")) << rebuild;
  }
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t");
}

TEST_F(LeftoverTest, OfARebuildOfAConstraintsIndexGoesAndTheConstraintKeepsItsIndex) {
  Execute("CREATE TABLE t (a int PRIMARY KEY)");
  Write(1, "REINDEX INDEX CONCURRENTLY t_pkey");
  pg::Interrupt interrupt;
  {
    pg::Connection writer = Connect();
    writer.Execute("BEGIN; INSERT INTO t VALUES (1)");
    pg::Connection connection = Connect({.interrupt = &interrupt});
    std::thread stopper([&] {
      Await("to_regclass('t_pkey_ccnew') IS NOT NULL");
      interrupt.Raise();
    });
    EXPECT_EQ(UpOn(connection, {.table_lock_budget = 50ms, .interrupt = &interrupt}, Recorder()).outcome,
              Outcome::kInterrupted);
    stopper.join();
  }
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(InvalidIndexes(), IsEmpty());
  EXPECT_THAT(Column("SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = "
                     "'t'::regclass"),
              ElementsAre("t_pkey"));
  EXPECT_EQ(Value("SELECT conindid::regclass FROM pg_constraint WHERE conname = 't_pkey'"), "t_pkey");
}

TEST_F(LeftoverTest, IsNotWhatAnotherSessionIsBuilding) {
  Execute("CREATE TABLE t (a int)");
  LeaveInDoubt("CREATE INDEX CONCURRENTLY i ON t (a);", "{}");
  pg::Connection writer = Connect();
  writer.Execute("BEGIN; INSERT INTO t VALUES (1)");
  std::thread other([&] { Execute("CREATE INDEX CONCURRENTLY i ON t (a)"); });
  Await("EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('i') AND NOT indisvalid)");
  std::thread release([&] {
    Await(
        "count(*) = 2 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND "
        "wait_event_type = 'Lock'");
    writer.Execute("COMMIT");
  });
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  release.join();
  other.join();
  EXPECT_THAT(events(), Contains(HasSubstr("failed up 1 42P07")));
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')"), "t");
}

TEST_F(LeftoverTest, OfADetachIsFinalized) {
  Execute(
      "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO "
      "(9)");
  Write(1, "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY");
  pg::Interrupt interrupt;
  {
    pg::Connection reader = Connect();
    reader.Execute("BEGIN; SELECT * FROM p");
    pg::Connection connection = Connect({.interrupt = &interrupt});
    std::thread stopper([&] {
      Await("EXISTS (SELECT FROM pg_inherits WHERE inhdetachpending)");
      interrupt.Raise();
    });
    EXPECT_EQ(UpOn(connection, {.table_lock_budget = 50ms, .interrupt = &interrupt}, Recorder()).outcome,
              Outcome::kInterrupted);
    stopper.join();
    ASSERT_EQ(Value("SELECT count(*) FROM pg_inherits WHERE inhdetachpending"), "1");
  }
  EXPECT_EQ(Up().outcome, Outcome::kNothingToDo);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_THAT(Column("SELECT inhrelid FROM pg_inherits"), IsEmpty());
}

TEST_F(LeftoverTest, IsADatabaseThatWasMadeOrWasNot) {
  const std::string name = database().name() + "_made";
  const std::string statement = fmt::format("CREATE DATABASE {};", name);
  LeaveInDoubt(statement, "{absent}");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(LogRows(), ElementsAre("1 up found not done", "1 up applied"));
  Execute("DELETE FROM lockstep_history; DELETE FROM lockstep_log");
  LeaveInDoubt(statement, "{absent}");
  EXPECT_EQ(Up().outcome, Outcome::kNothingToDo);
  EXPECT_THAT(LogRows(), ElementsAre("1 up found done"));
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  Execute("DROP DATABASE " + name);
}

// It refuses a transaction where it makes a slot, which needs a connection: nobody listens there.
TEST_F(LeftoverTest, AsksTheServerWhetherASubscriptionMayShareATransaction) {
  Write(1,
        "CREATE TABLE t ();\n"
        "CREATE SUBSCRIPTION apart CONNECTION 'host=/nowhere' PUBLICATION p WITH (connect = false);\n");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT steps_done FROM lockstep_history"), "0");
  Write(2, "CREATE TABLE u ();\nCREATE SUBSCRIPTION s CONNECTION 'host=/nowhere' PUBLICATION p;\n");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 2 08006 2_change.up.sql:2:1, 1 of 2 done"));
  Execute("ALTER SUBSCRIPTION apart SET (slot_name = NONE)");
  Execute("DROP SUBSCRIPTION apart");
}

}  // namespace
}  // namespace lockstep::migrate
