// SPDX-License-Identifier: Apache-2.0
// What statements do to inheritance children and partitions, as measured on PostgreSQL 14, 15, 17 and 18.
// (That the catalog is the server's afterwards: cmd/catalog_test.cc.)
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTables =
    "CREATE TABLE r (id int PRIMARY KEY); CREATE TABLE b (a int, c int); CREATE TABLE k () INHERITS (b);";

TEST(AddConstraint, OfAKeyLeavesInheritanceChildrenAlone) {
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD UNIQUE (c)"),
            "locks b AccessExclusive; scans b; builds b; blocks reads writes");
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES r NOT VALID"),
            "locks b ShareRowExclusive, r ShareRowExclusive; blocks writes");
}

TEST(AddConstraint, OfAKeyLocksInheritanceChildrenSince18) {
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD UNIQUE (c)", 18),
            "locks b AccessExclusive, k AccessExclusive; scans b; builds b; blocks reads writes");
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES r NOT VALID", 18),
            "locks b ShareRowExclusive, k ShareRowExclusive, r ShareRowExclusive; blocks writes");
}

TEST(AddConstraint, OfAPrimaryKeyForbidsNullsInInheritanceChildrenToo) {
  const std::string effect =
      "locks b AccessExclusive, k AccessExclusive; scans b k; builds b; blocks reads writes";
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD PRIMARY KEY (a)"), effect);
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE b ADD PRIMARY KEY (a)", 18), effect);
  EXPECT_EQ(EffectOf(kTables + "ALTER TABLE b ADD PRIMARY KEY (a);", "ALTER TABLE k ALTER a SET NOT NULL"),
            "locks k AccessExclusive; blocks reads writes");
}

TEST(DropConstraint, OfAParentLeavesWhatIsTheChildsOwn) {
  const std::string schema = kTables +
                             "ALTER TABLE k ADD CONSTRAINT p CHECK (a > 0);"
                             "ALTER TABLE b ADD CONSTRAINT p CHECK (a > 0);"
                             "ALTER TABLE b DROP CONSTRAINT p;";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE k DROP CONSTRAINT p"),
            "locks k AccessExclusive; blocks reads writes");
}

TEST(DropConstraint, OfAForeignKeyTakesThePartsOnPartitionsWhateverTheyAreCalled) {
  const std::string schema =
      "CREATE TABLE r (id int PRIMARY KEY);"
      "CREATE TABLE p (a int CONSTRAINT key REFERENCES r) PARTITION BY LIST (a);"
      "CREATE TABLE c (a int CONSTRAINT own REFERENCES r);"
      "ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1);"
      "ALTER TABLE p DROP CONSTRAINT key; ALTER TABLE p DETACH PARTITION c;";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE c ADD CONSTRAINT own CHECK (a > 0)"),
            "locks c AccessExclusive; scans c; blocks reads writes");
}

TEST(DropConstraint, TakesTheNameOfNotNullSince18) {
  const std::string table = "CREATE TABLE t (a int NOT NULL);";
  EXPECT_EQ(EffectOf(table, "ALTER TABLE t DROP CONSTRAINT t_a_not_null", 18),
            "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(table, "ALTER TABLE t DROP CONSTRAINT t_a_not_null"),
            "locks t AccessExclusive; fails 42704");
}

}  // namespace
}  // namespace lockstep::model
