// SPDX-License-Identifier: Apache-2.0
// Foreign keys and NOT NULL of new columns, as measured on PostgreSQL 14, 15 and 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTables =
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (a int);"
    "CREATE DOMAIN five AS int DEFAULT 5; CREATE DOMAIN present AS int NOT NULL;"
    "CREATE DOMAIN present_five AS int NOT NULL DEFAULT 5;";

std::string AddColumn(const std::string& definition) {
  return EffectOf(kTables, "ALTER TABLE t ADD COLUMN x " + definition);
}

TEST(ForeignKeyOfANewColumn, IsCheckedWhereTheColumnHasADefaultOfItsOwn) {
  const std::string locks = "locks p ShareRowExclusive, t AccessExclusive; ";
  const std::string end = "blocks reads writes";
  EXPECT_EQ(AddColumn("int REFERENCES p"), locks + end);
  EXPECT_EQ(AddColumn("five REFERENCES p"), locks + end);
  EXPECT_EQ(AddColumn("int DEFAULT 5 REFERENCES p"), locks + "scans p t; " + end);
  EXPECT_EQ(AddColumn("int DEFAULT NULL REFERENCES p"), locks + "scans p t; " + end);
  EXPECT_EQ(AddColumn("serial REFERENCES p"), locks + "rewrites t; scans p t; " + end);
  EXPECT_EQ(AddColumn("int GENERATED ALWAYS AS IDENTITY REFERENCES p"),
            locks + "rewrites t; scans t; " + end);
}

TEST(ForeignKeyOfANewColumn, IsJudgedColumnByColumn) {
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE t ADD COLUMN x int REFERENCES p, ADD COLUMN y int DEFAULT 3"),
            "locks p ShareRowExclusive, t AccessExclusive; blocks reads writes");
}

const std::string kPartitioned =
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE pt (id int, pid int) PARTITION BY RANGE (id);"
    "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (9);"
    "ALTER TABLE pt1 ADD CONSTRAINT k FOREIGN KEY (pid) REFERENCES p NOT VALID;";
const std::string kAddKey = "ALTER TABLE pt ADD CONSTRAINT k FOREIGN KEY (pid) REFERENCES p";

TEST(ForeignKeyOfAPartitionedTable, TakesOverThoseThatItsPartitionsHave) {
  EXPECT_EQ(EffectOf(kPartitioned + "ALTER TABLE pt1 VALIDATE CONSTRAINT k;", kAddKey),
            "locks p AccessExclusive, pt ShareRowExclusive, pt1 ShareRowExclusive; blocks reads writes");
}

TEST(ForeignKeyOfAPartitionedTable, ChecksThemWhereTheyAreNotValid) {
  EXPECT_EQ(
      EffectOf(kPartitioned, kAddKey, 15),
      "locks p ShareRowExclusive, pt ShareRowExclusive, pt1 ShareRowExclusive; scans p pt1; blocks writes");
  EXPECT_EQ(EffectOf(kPartitioned, kAddKey, 18),
            "locks p AccessExclusive, pt ShareRowExclusive, pt1 ShareRowExclusive; scans p pt1; blocks reads "
            "writes");
}

TEST(UniqueOfAPartitionedTable, TakesOverThoseThatItsPartitionsHave) {
  const std::string schema =
      "CREATE TABLE pt (id int NOT NULL, k int) PARTITION BY RANGE (id);"
      "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (9);"
      "CREATE TABLE pt2 PARTITION OF pt FOR VALUES FROM (9) TO (18);"
      "ALTER TABLE pt1 ADD UNIQUE (id); ALTER TABLE pt2 ADD UNIQUE (id);";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE pt ADD UNIQUE (id)", 15),
            "locks pt AccessExclusive, pt1 Share, pt2 Share; blocks reads writes");
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE pt ADD UNIQUE (id)", 18),
            "locks pt AccessExclusive, pt1 AccessExclusive, pt2 AccessExclusive; blocks reads writes");
  const std::string index_only =
      schema + "ALTER TABLE pt2 DROP CONSTRAINT pt2_id_key; CREATE UNIQUE INDEX ON pt2 (id);";
  EXPECT_EQ(EffectOf(index_only, "ALTER TABLE pt ADD UNIQUE (id)", 15),
            "locks pt AccessExclusive, pt1 Share, pt2 Share; scans pt2; builds pt2; blocks reads writes");
}

TEST(UniqueOfAPartitionedTable, TakesThoseOfItsPartitionsAlong) {
  const std::string schema =
      "CREATE TABLE pt (id int NOT NULL, UNIQUE (id)) PARTITION BY RANGE (id);"
      "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (9);"
      "ALTER TABLE pt DROP CONSTRAINT pt_id_key;";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE pt1 DROP CONSTRAINT pt1_id_key"),
            "locks pt1 AccessExclusive; fails 42704");
}

TEST(NotNullOfANewColumn, IsVerifiedWhereItIsComputedWhenRead) {
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a) VIRTUAL NOT NULL", 18),
            "locks t AccessExclusive; scans t; blocks reads writes");
  EXPECT_EQ(EffectOf(kTables, "ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (a) VIRTUAL", 18),
            "locks t AccessExclusive; blocks reads writes");
}

TEST(NotNullOfANewColumn, IsVerifiedWhereEveryRowHoldsNull) {
  const std::string locks = "locks t AccessExclusive; ";
  const std::string end = "blocks reads writes";
  EXPECT_EQ(AddColumn("int NOT NULL"), locks + "scans t; " + end);
  EXPECT_EQ(AddColumn("int NOT NULL DEFAULT NULL"), locks + "scans t; " + end);
  EXPECT_EQ(AddColumn("int NOT NULL DEFAULT 5"), locks + end);
  EXPECT_EQ(AddColumn("five NOT NULL"), locks + end);
  EXPECT_EQ(AddColumn("five NOT NULL DEFAULT NULL"), locks + "scans t; " + end);
  EXPECT_EQ(AddColumn("present_five"), locks + "rewrites t; scans t; " + end);
}

}  // namespace
}  // namespace lockstep::model
