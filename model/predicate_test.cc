// SPDX-License-Identifier: Apache-2.0
// Proofs about bounds of other types than integers, seen through ATTACH PARTITION; measured on PostgreSQL 15.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

// Whether ATTACH of a table with the CHECK reads it.
bool Scans(const std::string& type, const std::string& strategy, const std::string& check,
           const std::string& bound) {
  const std::string schema = "CREATE TABLE pt (k " + type + ") PARTITION BY " + strategy + " (k);" +
                             "CREATE TABLE x (k " + type + " NOT NULL, CHECK (" + check + "));";
  const std::string effect = EffectOf(schema, "ALTER TABLE pt ATTACH PARTITION x FOR VALUES " + bound);
  return effect.find("scans x") != std::string::npos;
}

TEST(Predicate, ComparesTimesThatIsoWrites) {
  const std::string bound = "FROM ('2024-02-01') TO ('2024-03-01')";
  EXPECT_FALSE(Scans("timestamptz", "RANGE", "k >= '2024-02-01' AND k < '2024-03-01'", bound));
  EXPECT_FALSE(
      Scans("timestamptz", "RANGE", "k >= '2024-02-01 00:00:00+00' AND k < '2024-03-01 00:00:00+00'", bound));
  EXPECT_FALSE(Scans("date", "RANGE", "k >= date '2024-02-10' AND k < date '2024-02-20'", bound));
  EXPECT_TRUE(Scans("timestamptz", "RANGE", "k >= '2024-01-31' AND k < '2024-03-01'", bound));
  EXPECT_TRUE(Scans("timestamptz", "RANGE", "k >= 'yesterday' AND k < '2024-03-01'", bound));
}

TEST(Predicate, KnowsOnlyEqualityOfTexts) {
  EXPECT_FALSE(Scans("text", "LIST", "k = 'z'", "IN ('z')"));
  EXPECT_FALSE(Scans("text", "LIST", "k IN ('z')", "IN ('z', 'y')"));
  EXPECT_FALSE(Scans("text", "LIST", "k = ANY (ARRAY['z', 'y'])", "IN ('y', 'z')"));
  EXPECT_TRUE(Scans("text", "LIST", "k IN ('z', 'x')", "IN ('z', 'y')"));
  EXPECT_TRUE(Scans("text", "RANGE", "k >= 'b' AND k < 'c'", "FROM ('a') TO ('d')"));
}

TEST(Predicate, TakesTenForMoreThanNineOnlyAmongNumbers) {
  EXPECT_FALSE(Scans("numeric", "RANGE", "k >= 10 AND k < 20", "FROM (9) TO (100)"));
  EXPECT_TRUE(Scans("text", "RANGE", "k >= '10' AND k < '20'", "FROM ('9') TO ('99')"));
}

TEST(Predicate, ProvesNothingOfHashPartitionsAndOfSeveralKeys) {
  const std::string hash =
      "CREATE TABLE pt (k int) PARTITION BY HASH (k); CREATE TABLE x (k int NOT NULL, CHECK (k > 0));";
  EXPECT_NE(EffectOf(hash, "ALTER TABLE pt ATTACH PARTITION x FOR VALUES WITH (MODULUS 2, REMAINDER 0)")
                .find("scans x"),
            std::string::npos);
  const std::string two =
      "CREATE TABLE pt (k int, l int) PARTITION BY RANGE (k, l);"
      "CREATE TABLE x (k int NOT NULL, l int NOT NULL, CHECK (k = 1 AND l = 1));";
  EXPECT_NE(
      EffectOf(two, "ALTER TABLE pt ATTACH PARTITION x FOR VALUES FROM (0, 0) TO (5, 5)").find("scans x"),
      std::string::npos);
}

}  // namespace
}  // namespace lockstep::model
