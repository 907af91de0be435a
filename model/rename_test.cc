// SPDX-License-Identifier: Apache-2.0
// What RENAME and SET SCHEMA lock, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTable = "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX t_a_idx ON t (a);";

struct Case {
  std::string schema;
  std::string statement;
  std::string effect;
};

TEST(Rename, LocksWhatIsRenamed) {
  const Case cases[] = {
      {kTable, "ALTER TABLE t RENAME TO t2", "locks t AccessExclusive; blocks reads writes"},
      {kTable, "ALTER TABLE t RENAME COLUMN a TO b", "locks t AccessExclusive; blocks reads writes"},
      {kTable, "ALTER TABLE t RENAME CONSTRAINT t_pkey TO t_pk",
       "locks t AccessExclusive, t_pkey ShareUpdateExclusive; blocks reads writes"},
      {kTable, "ALTER INDEX t_a_idx RENAME TO i", "locks t_a_idx ShareUpdateExclusive"},
      {kTable, "ALTER TABLE t_a_idx RENAME TO i", "locks t_a_idx AccessExclusive; blocks reads writes"},
      {kTable + "CREATE VIEW v AS SELECT a FROM t;", "ALTER VIEW v RENAME TO w",
       "locks v AccessExclusive; blocks reads"},
      {"CREATE SCHEMA app; CREATE TABLE app.t (id int);", "ALTER SCHEMA app RENAME TO app2", ""},
      {"CREATE DOMAIN d AS int; CREATE TABLE t (a d);", "ALTER DOMAIN d RENAME TO e", ""},
      {kTable + "CREATE SCHEMA app;", "ALTER TABLE t SET SCHEMA app",
       "locks t AccessExclusive, t_a_idx AccessExclusive; blocks reads writes"},
  };
  for (const Case& each : cases)
    EXPECT_EQ(EffectOf(each.schema, each.statement), each.effect) << each.statement;
}

TEST(Rename, RefusesNamesThatAreMissingOrTaken) {
  EXPECT_EQ(EffectOf(kTable, "ALTER TABLE t RENAME COLUMN nope TO b"),
            "locks t AccessExclusive; fails 42703");
  EXPECT_EQ(EffectOf(kTable, "ALTER TABLE t RENAME COLUMN a TO id"), "locks t AccessExclusive; fails 42701");
  EXPECT_EQ(EffectOf(kTable, "ALTER TABLE t RENAME TO t_a_idx"), "locks t AccessExclusive; fails 42P07");
  EXPECT_EQ(EffectOf(kTable, "ALTER TABLE t RENAME CONSTRAINT nope TO b"),
            "locks t AccessExclusive; fails 42704");
}

TEST(RenameColumn, GoesOnToPartitionsAndTheirColumns) {
  const std::string schema =
      "CREATE TABLE pt (id int, k int) PARTITION BY RANGE (k);"
      "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (500);";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE pt RENAME COLUMN id TO i"),
            "locks pt AccessExclusive, pt1 AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(schema + "ALTER TABLE pt RENAME COLUMN id TO i;", "CREATE INDEX ON pt1 (i)"),
            "locks pt1 Share; scans pt1; builds pt1; blocks writes");
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE ONLY pt RENAME COLUMN id TO i"),
            "locks pt AccessExclusive; fails 42P16");
}

TEST(RenameTrigger, GoesOnToPartitionsSince15) {
  const std::string schema =
      "CREATE TABLE pt (k int) PARTITION BY RANGE (k);"
      "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (500);"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER tr AFTER INSERT ON pt FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_EQ(EffectOf(schema, "ALTER TRIGGER tr ON pt RENAME TO tr2"),
            "locks pt AccessExclusive, pt1 AccessExclusive; blocks reads writes");
}

TEST(Rename, IsKnownToWhatFollows) {
  EXPECT_EQ(EffectOf(kTable + "ALTER TABLE t RENAME TO t2;", "DROP TABLE t"), "fails 42P01");
  EXPECT_EQ(EffectOf(kTable + "ALTER TABLE t RENAME TO t2;", "LOCK TABLE t2 IN SHARE MODE"),
            "locks t2 Share; blocks writes");
}

}  // namespace
}  // namespace lockstep::model
