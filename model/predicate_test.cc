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
  // When 'yesterday' was is not known here: the worst is assumed.
  EXPECT_TRUE(Scans("timestamptz", "RANGE", "k >= 'yesterday' AND k < '2024-03-01'", bound));
}

TEST(Predicate, ComparesTextsOfLettersAndDigits) {
  EXPECT_FALSE(Scans("text", "LIST", "k = 'z'", "IN ('z')"));
  EXPECT_FALSE(Scans("text", "LIST", "k IN ('z')", "IN ('z', 'y')"));
  EXPECT_TRUE(Scans("text", "LIST", "k IN ('z', 'x')", "IN ('z', 'y')"));
  EXPECT_FALSE(Scans("text", "RANGE", "k >= 'b' AND k < 'c'", "FROM ('a') TO ('d')"));
  EXPECT_FALSE(Scans("text", "RANGE", "k IN ('bb', 'b2')", "FROM ('a') TO ('d')"));
  EXPECT_TRUE(Scans("text", "RANGE", "k >= 'b' AND k < 'e'", "FROM ('a') TO ('d')"));
}

TEST(Predicate, LeavesTheOrderOfOtherTextsToTheCollation) {
  EXPECT_TRUE(Scans("text", "RANGE", "k >= 'B' AND k < 'c'", "FROM ('a') TO ('d')"));
  EXPECT_FALSE(Scans("text COLLATE \"C\"", "RANGE", "k >= 'B' AND k < 'c-d'", "FROM ('A') TO ('d')"));
  EXPECT_TRUE(Scans("text COLLATE \"C\"", "RANGE", "k >= 'B' AND k < 'c'", "FROM ('a') TO ('d')"));
}

TEST(Predicate, LooksIntoArrays) {
  EXPECT_FALSE(Scans("text", "LIST", "k = ANY (ARRAY['z', 'y'])", "IN ('y', 'z')"));
  EXPECT_FALSE(Scans("bigint", "LIST", "k = ANY (ARRAY[6]::bigint[])", "IN (6, 7)"));
  EXPECT_FALSE(Scans("int", "RANGE", "k = ANY ('{6,7}')", "FROM (6) TO (8)"));
  EXPECT_FALSE(Scans("int", "RANGE", "k > ALL ('{5,7}'::int[]) AND k < 10", "FROM (6) TO (10)"));
  EXPECT_TRUE(Scans("int", "RANGE", "k > ANY ('{5,7}'::int[]) AND k < 10", "FROM (6) TO (10)"));
  EXPECT_TRUE(Scans("int", "RANGE", "k = ANY (ARRAY[6, 7]::numeric[])", "FROM (6) TO (8)"));
}

TEST(Predicate, TakesTenForMoreThanNineOnlyAmongNumbers) {
  EXPECT_FALSE(Scans("numeric", "RANGE", "k >= 10 AND k < 20", "FROM (9) TO (100)"));
  EXPECT_FALSE(Scans("numeric", "LIST", "k = 8", "IN (8.0)"));
  EXPECT_FALSE(Scans("numeric", "RANGE", "k >= -1.50 AND k < 0.30", "FROM (-1.5) TO (0.3)"));
  EXPECT_TRUE(Scans("text", "RANGE", "k >= '10' AND k < '20'", "FROM ('9') TO ('99')"));
}

TEST(Predicate, ProvesNothingWhereTheColumnIsConverted) {
  EXPECT_FALSE(Scans("int", "RANGE", "k >= 6 AND k < 8::bigint", "FROM (6) TO (8)"));
  EXPECT_TRUE(Scans("int", "RANGE", "k >= 6.0 AND k < 8", "FROM (6) TO (8)"));
  EXPECT_TRUE(Scans("int", "RANGE", "k >= 6 AND k < 8::numeric", "FROM (6) TO (8)"));
  EXPECT_FALSE(Scans("date", "RANGE", "k >= timestamp '2024-02-01' AND k < '2024-03-01'",
                     "FROM ('2024-02-01') TO ('2024-03-01')"));
  EXPECT_TRUE(Scans("date", "RANGE", "k >= timestamptz '2024-02-01' AND k < '2024-03-01'",
                    "FROM ('2024-02-01') TO ('2024-03-01')"));
}

// Of a key of two columns.
bool ScansOfTwo(const std::string& check, const std::string& bound) {
  const std::string schema =
      "CREATE TABLE pt (k int, l int) PARTITION BY RANGE (k, l);"
      "CREATE TABLE x (k int NOT NULL, l int NOT NULL, CHECK (" +
      check + "));";
  const std::string effect = EffectOf(schema, "ALTER TABLE pt ATTACH PARTITION x FOR VALUES " + bound);
  return effect.find("scans x") != std::string::npos;
}

TEST(Predicate, WorksOutBoundsOfSeveralKeys) {
  EXPECT_FALSE(ScansOfTwo("k = 1 AND l = 1", "FROM (0, 0) TO (5, 5)"));
  EXPECT_FALSE(ScansOfTwo("k = 5 AND l < 5", "FROM (0, 0) TO (5, 5)"));
  EXPECT_TRUE(ScansOfTwo("k = 5 AND l <= 5", "FROM (0, 0) TO (5, 5)"));
  EXPECT_TRUE(ScansOfTwo("k >= 0 AND k < 5", "FROM (0, 0) TO (5, 5)"));
  EXPECT_FALSE(ScansOfTwo("k >= 0 AND k < 5", "FROM (0, MINVALUE) TO (5, 5)"));
  EXPECT_FALSE(ScansOfTwo("k >= 0 AND k <= 5", "FROM (0, MINVALUE) TO (5, MAXVALUE)"));
  EXPECT_TRUE(ScansOfTwo("k >= 0 AND k <= 5", "FROM (0, MINVALUE) TO (5, MINVALUE)"));
  EXPECT_FALSE(ScansOfTwo("k > 0 AND k < 5", "FROM (0, MAXVALUE) TO (5, 5)"));
  EXPECT_FALSE(ScansOfTwo("k = 3 AND l >= 1 AND l < 9", "FROM (3, 1) TO (3, 9)"));
  EXPECT_TRUE(ScansOfTwo("k >= 3 AND k <= 3 AND l >= 1 AND l < 9", "FROM (3, 1) TO (3, 9)"));
  EXPECT_FALSE(ScansOfTwo("k < 2", "FROM (MINVALUE, 1) TO (2, 9)"));
}

TEST(Predicate, ProvesNothingOfHashPartitions) {
  const std::string hash =
      "CREATE TABLE pt (k int) PARTITION BY HASH (k); CREATE TABLE x (k int NOT NULL, CHECK (k > 0));";
  EXPECT_NE(EffectOf(hash, "ALTER TABLE pt ATTACH PARTITION x FOR VALUES WITH (MODULUS 2, REMAINDER 0)")
                .find("scans x"),
            std::string::npos);
}

// Whether SET NOT NULL of `a` reads the table where a validated CHECK says so; the same on 14, 15 and 18.
bool SetNotNullScans(const std::string& check) {
  const std::string schema = "CREATE TABLE t (a int, b int, CHECK (" + check + "));";
  return EffectOf(schema, "ALTER TABLE t ALTER a SET NOT NULL").find("scans t") != std::string::npos;
}

TEST(Predicate, ProvesNotNullAsPostgresDoes) {
  for (const char* check :
       {"a IS NOT NULL", "t.a IS NOT NULL", "NOT (a IS NULL)", "NOT (NOT (a IS NOT NULL))",
        "a IS NOT NULL AND b > 0", "true AND (b > 0 AND (a IS NOT NULL))", "a IS NOT NULL AND true",
        "a IS NOT NULL OR false", "a IS NOT NULL OR a IS NOT NULL", "NOT (a IS NULL OR b = 1)",
        "(a IS NOT NULL AND b = 1) OR (a IS NOT NULL AND b = 2)", "a IS DISTINCT FROM NULL",
        "NULL IS DISTINCT FROM a", "NOT (a IS NOT DISTINCT FROM NULL)", "(a, b) IS NOT NULL",
        "ROW(a) IS NOT NULL", "(a IS NOT NULL) = true", "(a IS NULL) = false", "(a IS NOT NULL) <> false"})
    EXPECT_FALSE(SetNotNullScans(check)) << check;
}

TEST(Predicate, ProvesNotNullOfNothingElse) {
  for (const char* check : {"a > 0", "a = a", "a <> NULL", "a IN (1, 2)", "coalesce(a, 0) > 0",
                            "length(a::text) > 0", "a IS NOT NULL OR b > 0", "NOT (a IS NULL AND b = 1)",
                            "a::bigint IS NOT NULL", "a IS DISTINCT FROM NULL::int", "(a > 0) IS TRUE",
                            "(a > 0) IS NOT UNKNOWN", "(a IS NOT NULL) IS TRUE", "(a IS NULL) IS FALSE",
                            "num_nulls(a) = 0", "CASE WHEN a IS NULL THEN false ELSE true END"})
    EXPECT_TRUE(SetNotNullScans(check)) << check;
}

TEST(Predicate, ProvesNotNullOfAPrimaryKeysColumn) {
  const std::string schema = "CREATE TABLE t (a int CHECK (a IS NOT NULL)); CREATE UNIQUE INDEX i ON t (a);";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE t ADD PRIMARY KEY USING INDEX i"),
            "locks t AccessExclusive; blocks reads writes");
  const std::string unproven = "CREATE TABLE t (a int CHECK (a > 0)); CREATE UNIQUE INDEX i ON t (a);";
  EXPECT_EQ(EffectOf(unproven, "ALTER TABLE t ADD PRIMARY KEY USING INDEX i"),
            "locks t AccessExclusive; scans t; blocks reads writes");
}

}  // namespace
}  // namespace lockstep::model
