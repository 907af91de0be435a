// SPDX-License-Identifier: Apache-2.0
// What queries and changes of data lock and read, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kKeys =
    "CREATE TABLE p (id int PRIMARY KEY, v text);"
    "CREATE TABLE c (id int PRIMARY KEY, pid int REFERENCES p (id), w text); CREATE INDEX c_pid_idx ON c "
    "(pid);";

struct Case {
  std::string statement;
  std::string effect;
};

TEST(Query, ReadsATableWhollyWhereNoIndexCanServe) {
  const Case cases[] = {
      {"SELECT * FROM c", "scans c"},
      {"SELECT * FROM c WHERE id = 5", ""},
      {"SELECT * FROM c WHERE w = 'x'", "scans c"},
      {"SELECT * FROM c WHERE true", "scans c"},
      {"SELECT * FROM c LIMIT 1", ""},
      {"SELECT max(id) FROM c", ""},
      {"SELECT max(w) FROM c", "scans c"},
      {"SELECT count(*) FROM c", "scans c"},
      {"SELECT 1 WHERE EXISTS (SELECT 1 FROM c)", ""},
      {"SELECT * FROM c JOIN p ON c.pid = p.id", "scans c p"},
      {"SELECT * FROM c JOIN p ON c.pid = p.id WHERE p.id = 5", ""},
      {"SELECT * FROM c WHERE id IN (SELECT id FROM p)", "scans c p"},
      {"SELECT * FROM c WHERE id = (SELECT max(id) FROM p)", ""},
  };
  for (const Case& each : cases) EXPECT_EQ(EffectOf(kKeys, each.statement), each.effect) << each.statement;
}

TEST(Query, TellsWithQueriesFromTables) {
  EXPECT_EQ(EffectOf(kKeys, "WITH c AS (SELECT * FROM p) SELECT * FROM c"), "scans p");
  EXPECT_EQ(EffectOf(kKeys, "WITH p AS (SELECT * FROM p WHERE id = 3) SELECT * FROM p"), "");
  EXPECT_EQ(
      EffectOf(kKeys,
               "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT * FROM r LIMIT 9"),
      "");
}

TEST(Query, LocksRowsOnlyForUpdate) {
  EXPECT_EQ(EffectOf(kKeys, "SELECT * FROM c WHERE id = 5 FOR UPDATE"), "locks c RowShare");
}

TEST(Query, SeesThroughViews) {
  const std::string schema = kKeys + "CREATE VIEW v AS SELECT id, w FROM c;";
  EXPECT_EQ(EffectOf(schema, "SELECT * FROM v"), "scans c");
  EXPECT_EQ(EffectOf(schema, "UPDATE v SET w = 'x'"),
            "locks c RowExclusive, v RowExclusive; scans c; blocks writes");
}

TEST(Query, LocksTheSequenceThatItAdvances) {
  const std::string schema = "CREATE SEQUENCE s; CREATE TABLE t (id serial);";
  EXPECT_EQ(EffectOf(schema, "SELECT nextval('s')"), "locks s RowExclusive");
  EXPECT_EQ(EffectOf(schema, "SELECT setval('public.s', 5)"), "locks s RowExclusive");
  EXPECT_EQ(EffectOf(schema, "SELECT setval(pg_get_serial_sequence('t', 'id'), 5)"),
            "locks t_id_seq RowExclusive");
}

TEST(Insert, LocksTheRowsThatItsForeignKeysReferTo) {
  EXPECT_EQ(EffectOf(kKeys, "INSERT INTO c VALUES (1, 2, '')"),
            "locks c RowExclusive, c_pid_idx RowExclusive, c_pkey RowExclusive, p RowShare");
}

TEST(Update, LooksUpForeignKeysOnlyWhereItSetsTheirColumns) {
  EXPECT_EQ(EffectOf(kKeys, "UPDATE c SET w = 'x' WHERE id = 1"),
            "locks c RowExclusive, c_pid_idx RowExclusive, c_pkey RowExclusive");
  EXPECT_EQ(EffectOf(kKeys, "UPDATE c SET pid = 1 WHERE id = 1"),
            "locks c RowExclusive, c_pid_idx RowExclusive, c_pkey RowExclusive, p RowShare");
}

TEST(Update, OfEveryRowBlocksWriters) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int);", "UPDATE t SET a = 1"),
            "locks t RowExclusive; scans t; blocks writes");
}

TEST(Delete, InAWithQueryBlocksWritersAsWell) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int); CREATE TABLE u (a int);",
                     "WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone"),
            "locks t RowExclusive, u RowExclusive; scans t; blocks writes");
}

TEST(Delete, GoesOnWithItsForeignKeysActions) {
  const std::string schema =
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (pid int REFERENCES p ON DELETE CASCADE);"
      "CREATE INDEX c_pid_idx ON c (pid);";
  EXPECT_EQ(EffectOf(schema, "DELETE FROM p"),
            "locks c RowExclusive, p RowExclusive, p_pkey RowExclusive; scans c p; blocks writes");
}

TEST(Delete, ReadsTheReferencingTableWhollyWhereItsKeyHasNoIndex) {
  const std::string schema =
      "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (pid int REFERENCES p ON DELETE SET NULL);";
  EXPECT_EQ(EffectOf(schema, "DELETE FROM p WHERE id = 1"),
            "locks c RowExclusive, p RowExclusive, p_pkey RowExclusive; scans c; blocks writes");
}

TEST(Merge, ReadsBothSides) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (id int PRIMARY KEY, d int); CREATE TABLE p (id int PRIMARY KEY);",
                     "MERGE INTO t USING p ON t.id = p.id WHEN MATCHED THEN UPDATE SET d = 7"),
            "locks t RowExclusive, t_pkey RowExclusive; scans p t; blocks writes");
}

TEST(SelectInto, MakesATableThatIsThere) {
  EXPECT_EQ(EffectOf(kKeys, "SELECT * INTO z FROM c"), "scans c");
  EXPECT_EQ(EffectOf(kKeys, "SELECT * INTO p FROM c"), "scans c; fails 42P07");
}

TEST(ForeignKey, OfANewTableIsCheckedOnlyWhereItHasRows) {
  EXPECT_EQ(EffectOf("CREATE TABLE p (id int PRIMARY KEY);",
                     "CREATE TABLE x (pid int); ALTER TABLE x ADD FOREIGN KEY (pid) REFERENCES p"),
            "locks p ShareRowExclusive; blocks writes");
  EXPECT_EQ(EffectOf("CREATE TABLE p (id int PRIMARY KEY);",
                     "CREATE TABLE x (pid int); INSERT INTO x VALUES (1); ALTER TABLE x ADD FOREIGN KEY "
                     "(pid) REFERENCES p"),
            "locks p ShareRowExclusive; scans p; blocks writes");
}

}  // namespace
}  // namespace lockstep::model
