// SPDX-License-Identifier: Apache-2.0
// ATTACH, DETACH and PARTITION OF, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kParent =
    "CREATE TABLE pt (id int, k int, v text) PARTITION BY RANGE (k);"
    "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (500);";
const std::string kCandidate = "CREATE TABLE pt3 (id int, k int NOT NULL, v text);";
const std::string kDefault = "CREATE TABLE ptd PARTITION OF pt DEFAULT;";
const std::string kAttach = "ALTER TABLE pt ATTACH PARTITION pt3 FOR VALUES FROM (1000) TO (1500)";
const std::string kNoScan = "locks pt ShareUpdateExclusive, pt3 AccessExclusive; blocks reads writes";
const std::string kScan =
    "locks pt ShareUpdateExclusive, pt3 AccessExclusive; scans pt3; blocks reads writes";

TEST(AttachPartition, ScansUnlessAValidCheckImpliesTheBound) {
  const std::pair<std::string, std::string> checks[] = {
      {"", kScan},
      {"ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500);", kNoScan},
      {"ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500) NOT VALID;", kScan},
      {"ALTER TABLE pt3 ADD CHECK (k BETWEEN 1100 AND 1200);", kNoScan},
      {"ALTER TABLE pt3 ADD CHECK (k > 1000); ALTER TABLE pt3 ADD CHECK (1400 >= k);", kNoScan},
      {"ALTER TABLE pt3 ADD CHECK (NOT (k < 1000 OR k >= 1500));", kNoScan},
      {"ALTER TABLE pt3 ADD CHECK (k IN (1001, 1002));", kNoScan},
      {"ALTER TABLE pt3 ADD CHECK (k >= 999 AND k < 1500);", kScan},
      {"ALTER TABLE pt3 ADD CHECK (k >= 1000);", kScan},
      {"ALTER TABLE pt3 ADD CHECK (k + 0 >= 1000 AND k < 1500);", kScan},
      {"ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500), ALTER COLUMN k DROP NOT NULL;", kScan},
  };
  for (const auto& [check, effect] : checks)
    EXPECT_EQ(EffectOf(kParent + kCandidate + check, kAttach), effect) << check;
}

TEST(AttachPartition, ReadsTheDefaultPartitionUnlessACheckExcludesTheBound) {
  const std::string schema =
      kParent + kDefault + kCandidate + "ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500);";
  const std::string locks = "locks pt ShareUpdateExclusive, pt3 AccessExclusive, ptd AccessExclusive; ";
  EXPECT_EQ(EffectOf(schema, kAttach), locks + "scans ptd; blocks reads writes");
  EXPECT_EQ(EffectOf(schema + "ALTER TABLE ptd ADD CHECK (k >= 2000);", kAttach),
            locks + "blocks reads writes");
  EXPECT_EQ(EffectOf(schema + "ALTER TABLE ptd ADD CHECK (NOT (k IS NOT NULL AND k >= 1000 AND k < 1500));",
                     kAttach),
            locks + "blocks reads writes");
}

TEST(AttachPartition, BuildsTheIndexesThatAreMissing) {
  const std::string schema = kParent + kCandidate + "ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500);" +
                             "CREATE INDEX pt_v ON pt (v);";
  EXPECT_EQ(
      EffectOf(schema, kAttach),
      "locks pt ShareUpdateExclusive, pt3 AccessExclusive, pt_v ShareUpdateExclusive; scans pt3; builds pt3; "
      "blocks reads writes");
  EXPECT_EQ(
      EffectOf(schema + "CREATE INDEX own ON pt3 (v);", kAttach),
      "locks pt ShareUpdateExclusive, pt3 AccessExclusive, pt_v ShareUpdateExclusive; blocks reads writes");
}

TEST(AttachPartition, ChecksTheForeignKeysOfTheParent) {
  const std::string schema = kParent + kCandidate + "CREATE TABLE p (id int PRIMARY KEY);" +
                             "ALTER TABLE pt ADD FOREIGN KEY (id) REFERENCES p (id);" +
                             "ALTER TABLE pt3 ADD CHECK (k >= 1000 AND k < 1500);";
  EXPECT_EQ(EffectOf(schema, kAttach),
            "locks p ShareRowExclusive, pt ShareUpdateExclusive, pt3 AccessExclusive; scans p pt3; blocks "
            "reads writes");
}

TEST(AttachPartition, LocksWhatRefersToTheParentSince15) {
  const std::string schema =
      "CREATE TABLE pt (k int PRIMARY KEY) PARTITION BY RANGE (k);"
      "CREATE TABLE pt3 (k int PRIMARY KEY, CHECK (k >= 1000 AND k < 1500));"
      "CREATE TABLE c (k int REFERENCES pt (k));";
  EXPECT_EQ(EffectOf(schema, kAttach, 14),
            "locks pt ShareUpdateExclusive, pt3 AccessExclusive, pt_pkey ShareUpdateExclusive; blocks reads "
            "writes");
  EXPECT_EQ(EffectOf(schema, kAttach, 15),
            "locks c ShareRowExclusive, pt ShareUpdateExclusive, pt3 AccessExclusive, pt_pkey "
            "ShareUpdateExclusive; "
            "blocks reads writes");
}

TEST(AttachPartition, RefusesWhatCannotBeAPartition) {
  EXPECT_EQ(EffectOf(kParent, "ALTER TABLE pt ATTACH PARTITION pt1 FOR VALUES FROM (1) TO (2)"),
            "locks pt ShareUpdateExclusive, pt1 AccessExclusive; fails 42809");
  EXPECT_EQ(EffectOf(kParent, "ALTER TABLE pt ATTACH PARTITION pt FOR VALUES FROM (1) TO (2)"),
            "locks pt AccessExclusive, pt1 AccessExclusive; fails 42P07");
}

TEST(PartitionOf, LocksTheParentAndReadsItsDefaultPartition) {
  const std::string create = "CREATE TABLE pt4 PARTITION OF pt FOR VALUES FROM (1000) TO (1500)";
  EXPECT_EQ(EffectOf(kParent, create), "locks pt AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(kParent + kDefault, create),
            "locks pt AccessExclusive, ptd AccessExclusive; scans ptd; blocks reads writes");
}

TEST(PartitionOf, GetsTheIndexesOfTheParent) {
  const std::string schema = kParent + "CREATE INDEX pt_v ON pt (v);" +
                             "CREATE TABLE pt4 PARTITION OF pt FOR VALUES FROM (1000) TO (1500);";
  EXPECT_EQ(EffectOf(schema, "DROP INDEX pt4_v_idx"),
            "locks pt4 AccessExclusive, pt4_v_idx AccessExclusive; fails 2BP01");
}

TEST(DetachPartition, LocksParentPartitionAndDefault) {
  EXPECT_EQ(EffectOf(kParent + kDefault, "ALTER TABLE pt DETACH PARTITION pt1"),
            "locks pt AccessExclusive, pt1 AccessExclusive, ptd AccessExclusive; blocks reads writes");
}

TEST(DetachPartition, ConcurrentlyIsRefusedBesideADefaultPartition) {
  const std::string detach = "ALTER TABLE pt DETACH PARTITION pt1 CONCURRENTLY";
  EXPECT_EQ(EffectOf(kParent, detach), "locks pt ShareUpdateExclusive, pt1 AccessExclusive; alone");
  EXPECT_EQ(EffectOf(kParent + kDefault, detach), "locks pt ShareUpdateExclusive; fails 55000; alone");
}

TEST(DetachPartition, LeavesTheBoundBehindAsACheckWhenConcurrent) {
  const std::string again = "ALTER TABLE pt ATTACH PARTITION pt1 FOR VALUES FROM (0) TO (500)";
  const std::string locks = "locks pt ShareUpdateExclusive, pt1 AccessExclusive; ";
  const std::string schema = kParent + "ALTER TABLE pt ALTER COLUMN k SET NOT NULL;";
  EXPECT_EQ(EffectOf(schema + "ALTER TABLE pt DETACH PARTITION pt1 CONCURRENTLY;", again),
            locks + "blocks reads writes");
  EXPECT_EQ(EffectOf(schema + "ALTER TABLE pt DETACH PARTITION pt1;", again),
            locks + "scans pt1; blocks reads writes");
}

TEST(AttachIndex, BlocksThePartitionThroughItsIndex) {
  const std::string schema = kParent + "CREATE INDEX ix ON ONLY pt (v); CREATE INDEX ix1 ON pt1 (v);";
  EXPECT_EQ(EffectOf(schema, "ALTER INDEX ix ATTACH PARTITION ix1"),
            "locks ix ShareUpdateExclusive, ix1 AccessExclusive; blocks reads writes");
}

TEST(CreateIndex, AttachesTheIndexesThatPartitionsHave) {
  EXPECT_EQ(EffectOf(kParent + "CREATE INDEX ix1 ON pt1 (v);", "CREATE INDEX ix ON pt (v)"),
            "locks pt Share, pt1 Share; blocks writes");
  EXPECT_EQ(EffectOf(kParent, "CREATE INDEX ix ON pt (v)"),
            "locks pt Share, pt1 Share; scans pt1; builds pt1; blocks writes");
  EXPECT_EQ(EffectOf(kParent, "CREATE INDEX CONCURRENTLY ix ON pt (v)"),
            "locks pt ShareUpdateExclusive, pt1 ShareUpdateExclusive; fails 0A000; alone");
  EXPECT_EQ(EffectOf(kParent, "CREATE UNIQUE INDEX ix ON pt (id)"), "locks pt Share, pt1 Share; fails 0A000");
}

}  // namespace
}  // namespace lockstep::model
