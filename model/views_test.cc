// SPDX-License-Identifier: Apache-2.0
// Views and materialized views, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kView =
    "CREATE TABLE t (id int PRIMARY KEY, a int, d int); CREATE VIEW v AS SELECT id, a FROM t;"
    "CREATE MATERIALIZED VIEW mv AS SELECT id, d FROM t;";
const std::string kUnique = "CREATE UNIQUE INDEX mv_id ON mv (id);";

TEST(CreateView, LocksTheOneThatItReplaces) {
  EXPECT_EQ(EffectOf(kView, "CREATE VIEW w AS SELECT * FROM t"), "");
  EXPECT_EQ(EffectOf(kView, "CREATE OR REPLACE VIEW w AS SELECT * FROM t"), "");
  EXPECT_EQ(EffectOf(kView, "CREATE OR REPLACE VIEW v AS SELECT id, a FROM t WHERE a > 5"),
            "locks v AccessExclusive; blocks reads");
  EXPECT_EQ(EffectOf(kView, "CREATE VIEW v AS SELECT 1"), "fails 42P07");
}

TEST(CreateView, MayOnlyAddColumnsToTheOneThatItReplaces) {
  EXPECT_EQ(EffectOf(kView, "CREATE OR REPLACE VIEW v AS SELECT id, a, d FROM t"),
            "locks v AccessExclusive; blocks reads");
  EXPECT_EQ(EffectOf(kView, "CREATE OR REPLACE VIEW v AS SELECT id FROM t"),
            "locks v AccessExclusive; fails 42P16");
  EXPECT_EQ(EffectOf(kView, "CREATE OR REPLACE VIEW v AS SELECT id, d FROM t"),
            "locks v AccessExclusive; fails 42P16");
}

TEST(Refresh, BuildsTheMaterializedViewAnew) {
  EXPECT_EQ(
      EffectOf(kView + kUnique, "REFRESH MATERIALIZED VIEW mv"),
      "locks mv AccessExclusive, mv_id AccessExclusive; rewrites mv; scans mv t; builds mv; blocks reads");
}

TEST(Refresh, ConcurrentlyNeedsAUniqueIndexOnColumnsAlone) {
  const std::string refresh = "REFRESH MATERIALIZED VIEW CONCURRENTLY mv";
  EXPECT_EQ(EffectOf(kView, refresh), "locks mv Exclusive; fails 55000");
  EXPECT_EQ(EffectOf(kView + "CREATE UNIQUE INDEX ON mv (id) WHERE d > 0;", refresh),
            "locks mv Exclusive; fails 55000");
  EXPECT_EQ(EffectOf(kView + kUnique, refresh), "locks mv Exclusive; scans mv t");
}

TEST(CreateTableAs, ReadsItsQueryUnlessThereIsNoData) {
  EXPECT_EQ(EffectOf(kView, "CREATE MATERIALIZED VIEW w AS SELECT * FROM t"), "scans t");
  EXPECT_EQ(EffectOf(kView, "CREATE MATERIALIZED VIEW w AS SELECT * FROM t WITH NO DATA"), "");
}

TEST(CreateTableAs, GivesItsColumnsTheTypesOfTheirSources) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a varchar(10)); CREATE TABLE x AS SELECT * FROM t;",
                     "ALTER TABLE x ALTER COLUMN a TYPE varchar(20)"),
            "locks x AccessExclusive; blocks reads writes");
}

}  // namespace
}  // namespace lockstep::model
