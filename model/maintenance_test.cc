// SPDX-License-Identifier: Apache-2.0
// LOCK TABLE, VACUUM, ANALYZE, CLUSTER and REINDEX, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTable =
    "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX t_a_idx ON t (a); CREATE VIEW v AS SELECT a "
    "FROM t;"
    "CREATE MATERIALIZED VIEW mv AS SELECT id FROM t;";
const std::string kParts =
    "CREATE TABLE pt (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);"
    "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (500);";

TEST(LockTable, TakesTheModeThatItNames) {
  EXPECT_EQ(EffectOf(kTable, "LOCK TABLE t"), "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(kTable, "LOCK TABLE t IN SHARE MODE"), "locks t Share; blocks writes");
  EXPECT_EQ(EffectOf(kTable, "LOCK TABLE t IN ROW SHARE MODE"), "locks t RowShare");
}

TEST(LockTable, GoesOnToPartitionsAndToWhatAViewReads) {
  EXPECT_EQ(EffectOf(kParts, "LOCK TABLE pt IN SHARE MODE"), "locks pt Share, pt1 Share; blocks writes");
  EXPECT_EQ(EffectOf(kParts, "LOCK TABLE ONLY pt IN SHARE MODE"), "locks pt Share; blocks writes");
  EXPECT_EQ(EffectOf(kTable, "LOCK TABLE v"),
            "locks t AccessExclusive, v AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(kTable, "LOCK TABLE mv"), "fails 42809");
}

TEST(Vacuum, ReadsAndFullRewrites) {
  EXPECT_EQ(EffectOf(kTable, "VACUUM t"),
            "locks t ShareUpdateExclusive, t_a_idx RowExclusive, t_pkey RowExclusive; scans t; alone");
  EXPECT_EQ(EffectOf(kTable, "VACUUM (FULL) t"),
            "locks t AccessExclusive, t_a_idx AccessExclusive, t_pkey AccessExclusive; rewrites t; scans t; "
            "builds t; "
            "blocks reads writes; alone");
  EXPECT_EQ(EffectOf(kTable, "VACUUM (FULL false) t"),
            "locks t ShareUpdateExclusive, t_a_idx RowExclusive, t_pkey RowExclusive; scans t; alone");
}

TEST(Vacuum, OfEverythingReadsEveryTable) {
  EXPECT_EQ(EffectOf("CREATE TABLE a (i int); CREATE TABLE b (i int);", "VACUUM"),
            "locks a ShareUpdateExclusive, b ShareUpdateExclusive; scans a b; alone");
}

TEST(Analyze, MayRunInATransaction) {
  EXPECT_EQ(EffectOf(kParts, "ANALYZE pt"),
            "locks pt ShareUpdateExclusive, pt1 ShareUpdateExclusive; scans pt1");
}

TEST(Cluster, RewritesByTheIndexThatIsMarked) {
  const std::string rewrites =
      "locks t AccessExclusive, t_a_idx AccessExclusive, t_pkey AccessExclusive; rewrites t; scans t; builds "
      "t; "
      "blocks reads writes";
  EXPECT_EQ(EffectOf(kTable, "CLUSTER t USING t_a_idx"), rewrites);
  EXPECT_EQ(EffectOf(kTable, "CLUSTER t"), "locks t AccessExclusive; fails 42704");
  EXPECT_EQ(EffectOf(kTable + "ALTER TABLE t CLUSTER ON t_a_idx;", "CLUSTER t"), rewrites);
  EXPECT_EQ(EffectOf(kTable + "ALTER TABLE t CLUSTER ON t_a_idx;", "CLUSTER"), rewrites + "; alone");
  EXPECT_EQ(EffectOf(kTable, "CLUSTER t USING nope"), "locks t AccessExclusive; fails 42704");
}

TEST(Cluster, OfPartitionsIsNewIn15AndRefusesATransaction) {
  EXPECT_EQ(EffectOf(kParts, "CLUSTER pt USING pt_pkey", 14), "locks pt AccessExclusive; fails 0A000");
  EXPECT_EQ(
      EffectOf(kParts, "CLUSTER pt USING pt_pkey", 15),
      "locks pt AccessExclusive, pt1 AccessExclusive, pt1_pkey AccessExclusive; rewrites pt1; scans pt1; "
      "builds pt1; blocks reads writes; alone");
}

TEST(Reindex, BlocksReadsThroughTheIndex) {
  EXPECT_EQ(EffectOf(kTable, "REINDEX INDEX t_a_idx"),
            "locks t Share, t_a_idx AccessExclusive; scans t; builds t; blocks reads writes");
  EXPECT_EQ(EffectOf(kTable, "REINDEX INDEX CONCURRENTLY t_a_idx"),
            "locks t ShareUpdateExclusive, t_a_idx AccessExclusive; scans t; builds t; alone");
}

TEST(Reindex, OfPartitionsRefusesATransaction) {
  EXPECT_EQ(
      EffectOf(kParts, "REINDEX TABLE CONCURRENTLY pt"),
      "locks pt ShareUpdateExclusive, pt1 Share, pt1_pkey AccessExclusive; scans pt1; builds pt1; alone");
}

TEST(Reindex, ConcurrentlyRefusesExclusionConstraints) {
  const std::string schema =
      "CREATE TABLE t (r int4range, CONSTRAINT t_excl EXCLUDE USING gist (r WITH &&));";
  EXPECT_EQ(EffectOf(schema, "REINDEX INDEX CONCURRENTLY t_excl"),
            "locks t ShareUpdateExclusive, t_excl ShareUpdateExclusive; fails 0A000; alone");
}

}  // namespace
}  // namespace lockstep::model
