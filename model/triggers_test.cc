// SPDX-License-Identifier: Apache-2.0
// Triggers, policies and rules, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTable =
    "CREATE TABLE t (a int); CREATE TABLE p (id int);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";
const std::string kPartitioned =
    "CREATE TABLE pt (k int) PARTITION BY RANGE (k); CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO "
    "(9);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';";

TEST(CreateTrigger, BlocksWritesOnly) {
  EXPECT_EQ(EffectOf(kTable, "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()"),
            "locks t ShareRowExclusive; blocks writes");
}

TEST(CreateTrigger, ForEachRowGoesOnToPartitions) {
  EXPECT_EQ(EffectOf(kPartitioned, "CREATE TRIGGER tr AFTER INSERT ON pt FOR EACH ROW EXECUTE FUNCTION f()"),
            "locks pt ShareRowExclusive, pt1 ShareRowExclusive; blocks writes");
  EXPECT_EQ(
      EffectOf(kPartitioned, "CREATE TRIGGER tr AFTER INSERT ON pt FOR EACH STATEMENT EXECUTE FUNCTION f()"),
      "locks pt ShareRowExclusive; blocks writes");
}

TEST(DropTrigger, RefusesThePartitionsCopy) {
  const std::string schema =
      kPartitioned + "CREATE TRIGGER tr AFTER INSERT ON pt FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_EQ(EffectOf(schema, "DROP TRIGGER tr ON pt1"), "fails 2BP01");
  EXPECT_EQ(EffectOf(schema, "DROP TRIGGER tr ON pt"),
            "locks pt AccessExclusive, pt1 AccessExclusive; blocks reads writes");
}

TEST(DisableTrigger, GoesOnToThePartitionsThatHaveCopies) {
  const std::string schema =
      kPartitioned + "CREATE TRIGGER tr AFTER INSERT ON pt FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE pt DISABLE TRIGGER tr"),
            "locks pt ShareRowExclusive, pt1 ShareRowExclusive; blocks writes");
  EXPECT_EQ(EffectOf(kPartitioned, "ALTER TABLE pt DISABLE TRIGGER ALL"),
            "locks pt ShareRowExclusive; blocks writes");
}

TEST(Policy, LocksItsTableAlone) {
  const std::string locks = "locks t AccessExclusive; blocks reads writes";
  EXPECT_EQ(EffectOf(kTable, "CREATE POLICY pol ON t USING (a IN (SELECT id FROM p))"), locks);
  EXPECT_EQ(EffectOf(kTable + "CREATE POLICY pol ON t USING (a > 0);", "ALTER POLICY pol ON t USING (a > 1)"),
            locks);
  EXPECT_EQ(EffectOf(kTable + "CREATE POLICY pol ON t USING (a > 0);", "CREATE POLICY pol ON t USING (true)"),
            "locks t AccessExclusive; fails 42710");
}

TEST(Policy, HoldsTheTypeOfItsColumns) {
  EXPECT_EQ(
      EffectOf(kTable + "CREATE POLICY pol ON t USING (a > 0);", "ALTER TABLE t ALTER COLUMN a TYPE bigint"),
      "locks t AccessExclusive; fails 0A000");
}

TEST(CreateRule, LocksItsTable) {
  EXPECT_EQ(EffectOf(kTable, "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING"),
            "locks t AccessExclusive; blocks reads writes");
}

TEST(Comment, TakesAMildLockOnRelationsAndNoneOnWhatBelongsToThem) {
  EXPECT_EQ(EffectOf(kTable, "COMMENT ON TABLE t IS 'x'"), "locks t ShareUpdateExclusive");
  EXPECT_EQ(EffectOf(kTable, "COMMENT ON COLUMN t.a IS 'x'"), "locks t ShareUpdateExclusive");
  EXPECT_EQ(EffectOf(kTable, "COMMENT ON COLUMN t.nope IS 'x'"), "locks t ShareUpdateExclusive; fails 42703");
  EXPECT_EQ(EffectOf(kTable + "ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0);",
                     "COMMENT ON CONSTRAINT ck ON t IS 'x'"),
            "");
  EXPECT_EQ(EffectOf(kTable, "COMMENT ON FUNCTION f() IS 'x'"), "");
}

TEST(CreateStatistics, AndPublicationsTakeAMildLock) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int, b int);", "CREATE STATISTICS st ON a, b FROM t"),
            "locks t ShareUpdateExclusive");
  EXPECT_EQ(EffectOf(kTable, "CREATE PUBLICATION pub FOR TABLE t"), "locks t ShareUpdateExclusive");
}

}  // namespace
}  // namespace lockstep::model
