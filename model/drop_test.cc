// SPDX-License-Identifier: Apache-2.0
// What DROP and TRUNCATE lock and refuse, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kKeys =
    "CREATE TABLE p (id int PRIMARY KEY, v text);"
    "CREATE TABLE c (id int PRIMARY KEY, pid int REFERENCES p (id), w text);";
const std::string kViews =
    "CREATE TABLE t (id int PRIMARY KEY, a int, d int);"
    "CREATE VIEW v AS SELECT id, a FROM t; CREATE VIEW w AS SELECT * FROM v;";
const std::string kParts =
    "CREATE TABLE pt (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (k);"
    "CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (500);"
    "CREATE TABLE ptd PARTITION OF pt DEFAULT;";

TEST(DropTable, LocksTheTableThatAForeignKeyRefersTo) {
  EXPECT_EQ(EffectOf(kKeys, "DROP TABLE c"),
            "locks c AccessExclusive, c_pkey AccessExclusive, p AccessExclusive; blocks reads writes");
}

TEST(DropTable, IsHeldByAForeignKeyWhoseTableIsNotLockedYet) {
  EXPECT_EQ(EffectOf(kKeys, "DROP TABLE p"), "locks p AccessExclusive, p_pkey AccessExclusive; fails 2BP01");
}

TEST(DropTable, LocksTheReferencingTableUnderCascade) {
  EXPECT_EQ(EffectOf(kKeys, "DROP TABLE p CASCADE"),
            "locks c AccessExclusive, p AccessExclusive, p_pkey AccessExclusive; blocks reads writes");
}

TEST(DropTable, IsNotHeldByWhatTheStatementDropsAsWell) {
  EXPECT_EQ(EffectOf(kKeys, "DROP TABLE p, c"),
            "locks c AccessExclusive, c_pkey AccessExclusive, p AccessExclusive, p_pkey AccessExclusive; "
            "blocks reads writes");
}

TEST(DropTable, LocksViewsBeforeItIsRefused) {
  EXPECT_EQ(
      EffectOf(kViews, "DROP TABLE t"),
      "locks t AccessExclusive, t_pkey AccessExclusive, v AccessExclusive, w AccessExclusive; fails 2BP01");
}

TEST(DropTable, LocksParentAndDefaultOfAPartition) {
  EXPECT_EQ(EffectOf(kParts, "DROP TABLE pt1"),
            "locks pt AccessExclusive, pt1 AccessExclusive, pt1_pkey AccessExclusive, ptd AccessExclusive; "
            "blocks reads writes");
}

TEST(DropTable, TakesItsPartitionsAlong) {
  EXPECT_EQ(EffectOf(kParts + "DROP TABLE pt;", "SELECT * FROM pg_class"), "");
  EXPECT_EQ(EffectOf(kParts + "DROP TABLE pt;", "DROP TABLE pt1"), "fails 42P01");
}

TEST(DropTable, OfAPartitionIsHeldByAForeignKeyToItsParent) {
  const std::string schema =
      kParts + "CREATE TABLE c (id int, k int, FOREIGN KEY (id, k) REFERENCES pt (id, k));";
  EXPECT_EQ(EffectOf(schema, "DROP TABLE pt1"),
            "locks pt1 AccessExclusive, pt1_pkey AccessExclusive; fails 2BP01");
}

TEST(DropTable, IsNotHeldByItsOwnSequence) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (id serial);", "DROP TABLE t"),
            "locks t AccessExclusive, t_id_seq AccessExclusive; blocks reads writes");
}

TEST(DropTable, IsHeldByInheritanceChildren) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int); CREATE TABLE tc () INHERITS (t);", "DROP TABLE t"),
            "locks t AccessExclusive, tc AccessExclusive; fails 2BP01");
}

TEST(DropTable, FindsNothingUnderIfExists) {
  EXPECT_EQ(EffectOf("", "DROP TABLE IF EXISTS nope"), "");
  EXPECT_EQ(EffectOf("", "DROP TABLE nope"), "fails 42P01");
}

TEST(DropView, TakesViewsOverItAlong) {
  EXPECT_EQ(EffectOf(kViews, "DROP VIEW v CASCADE"),
            "locks v AccessExclusive, w AccessExclusive; blocks reads");
  EXPECT_EQ(EffectOf(kViews, "DROP VIEW v"), "locks v AccessExclusive, w AccessExclusive; fails 2BP01");
}

TEST(DropColumn, IsHeldByAView) {
  EXPECT_EQ(EffectOf(kViews, "ALTER TABLE t DROP COLUMN a"),
            "locks t AccessExclusive, v AccessExclusive, w AccessExclusive; fails 2BP01");
  EXPECT_EQ(EffectOf(kViews, "ALTER TABLE t DROP COLUMN d"), "locks t AccessExclusive; blocks reads writes");
}

TEST(DropColumn, IsNotHeldByAViewThatNamesTheColumnOfAnotherTable) {
  const std::string schema =
      "CREATE TABLE a (id int, x int); CREATE TABLE b (id int);"
      "CREATE VIEW v AS SELECT b.id FROM a, b WHERE a.x = b.id;";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE a DROP COLUMN id"), "locks a AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE a DROP COLUMN x"),
            "locks a AccessExclusive, v AccessExclusive; fails 2BP01");
}

TEST(DropColumn, UnderAGeneratedColumnNeedsCascadeSince15) {
  const std::string schema = "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED);";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE t DROP COLUMN a", 14),
            "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE t DROP COLUMN a", 15), "locks t AccessExclusive; fails 2BP01");
}

TEST(DropColumn, IsHeldByAPolicyButNotByStatistics) {
  const std::string schema =
      "CREATE TABLE t (a int, b int, d int); CREATE POLICY pol ON t USING (d > 0); CREATE STATISTICS st ON "
      "a, b FROM t;";
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE t DROP COLUMN d"), "locks t AccessExclusive; fails 2BP01");
  EXPECT_EQ(EffectOf(schema, "ALTER TABLE t DROP COLUMN a"), "locks t AccessExclusive; blocks reads writes");
}

TEST(DropIndex, LocksItsTable) {
  const std::string schema = "CREATE TABLE t (a int); CREATE INDEX t_a_idx ON t (a);";
  EXPECT_EQ(EffectOf(schema, "DROP INDEX t_a_idx"),
            "locks t AccessExclusive, t_a_idx AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(schema, "DROP INDEX CONCURRENTLY t_a_idx"),
            "locks t ShareUpdateExclusive, t_a_idx AccessExclusive; alone");
}

TEST(DropIndex, RefusesConcurrentlyWithCascadeOrSeveral) {
  const std::string schema = "CREATE TABLE t (a int); CREATE INDEX i ON t (a); CREATE INDEX j ON t (a);";
  EXPECT_EQ(EffectOf(schema, "DROP INDEX CONCURRENTLY i CASCADE"), "fails 0A000; alone");
  EXPECT_EQ(EffectOf(schema, "DROP INDEX CONCURRENTLY i, j"), "fails 0A000; alone");
}

TEST(DropIndex, RefusesTheIndexOfAConstraint) {
  EXPECT_EQ(EffectOf(kKeys, "DROP INDEX c_pkey"),
            "locks c AccessExclusive, c_pkey AccessExclusive; fails 2BP01");
}

TEST(DropIndex, IsHeldOnlyByForeignKeysThatStandOnIt) {
  const std::string schema =
      "CREATE TABLE p (id int PRIMARY KEY); CREATE UNIQUE INDEX p_again ON p (id);"
      "CREATE TABLE c (pid int REFERENCES p (id));";
  EXPECT_EQ(EffectOf(schema, "DROP INDEX p_again"),
            "locks p AccessExclusive, p_again AccessExclusive; blocks reads writes");
}

TEST(DropIndex, OfAPartitionedTableLocksEveryPartition) {
  const std::string schema = kParts + "CREATE INDEX ix ON ONLY pt (id);";
  EXPECT_EQ(EffectOf(schema, "DROP INDEX ix"),
            "locks ix AccessExclusive, pt AccessExclusive, pt1 AccessExclusive, ptd AccessExclusive; "
            "blocks reads writes");
}

TEST(DropFunction, TakesTriggersAndDefaultsAlong) {
  const std::string schema =
      "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';"
      "ALTER TABLE t ALTER COLUMN a SET DEFAULT f();";
  EXPECT_EQ(EffectOf(schema, "DROP FUNCTION f()"), "fails 2BP01");
  EXPECT_EQ(EffectOf(schema, "DROP FUNCTION f() CASCADE"), "locks t AccessExclusive; blocks reads writes");
}

TEST(DropType, LocksTheTablesOfItsColumnsBeforeItIsRefused) {
  const std::string schema =
      "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t (m mood); CREATE INDEX t_m_idx ON t (m);";
  EXPECT_EQ(EffectOf(schema, "DROP TYPE mood"),
            "locks t AccessExclusive, t_m_idx AccessExclusive; fails 2BP01");
}

TEST(DropTrigger, OnlyLooksForOneThatIsNotThere) {
  const std::string schema =
      "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; "
      "END';"
      "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();";
  EXPECT_EQ(EffectOf(schema, "DROP TRIGGER IF EXISTS nope ON t"), "");
  EXPECT_EQ(EffectOf(schema, "DROP TRIGGER nope ON t"), "fails 42704");
  EXPECT_EQ(EffectOf(schema, "DROP TRIGGER tr ON t"), "locks t AccessExclusive; blocks reads writes");
}

TEST(DropSequence, OfASerialColumnNeedsCascade) {
  const std::string schema = "CREATE TABLE t (id serial);";
  EXPECT_EQ(EffectOf(schema, "DROP SEQUENCE t_id_seq"), "locks t_id_seq AccessExclusive; fails 2BP01");
  EXPECT_EQ(EffectOf(schema, "DROP SEQUENCE t_id_seq CASCADE"),
            "locks t AccessExclusive, t_id_seq AccessExclusive; blocks reads writes");
}

TEST(DropSchema, LocksWhatIsInIt) {
  const std::string schema = "CREATE SCHEMA app; CREATE TABLE app.x (id int);";
  EXPECT_EQ(EffectOf(schema, "DROP SCHEMA app"), "locks app.x AccessExclusive; fails 2BP01");
}

TEST(Truncate, IsHeldByAForeignKeyFromElsewhere) {
  EXPECT_EQ(EffectOf(kKeys, "TRUNCATE p"), "locks p AccessExclusive; fails 0A000");
  EXPECT_EQ(EffectOf(kKeys, "TRUNCATE p CASCADE"),
            "locks c AccessExclusive, c_pkey AccessExclusive, p AccessExclusive, p_pkey AccessExclusive; "
            "builds c p; "
            "blocks reads writes");
}

TEST(Truncate, GoesOnToChildren) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int); CREATE TABLE tc () INHERITS (t);", "TRUNCATE t"),
            "locks t AccessExclusive, tc AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(kParts, "TRUNCATE ONLY pt"), "fails 42809");
}

TEST(Drop, OwnedTakesWhatIsKnownToBelongToTheRole) {
  const std::string tables =
      "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE u (); ALTER TABLE t OWNER TO app;";
  EXPECT_EQ(EffectOf(tables, "DROP OWNED BY app"),
            "locks t AccessExclusive, t_pkey AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(tables, "DROP OWNED BY other"), "");
  EXPECT_EQ(EffectOf(tables + "CREATE VIEW v AS SELECT id FROM t", "DROP OWNED BY app"),
            "locks t AccessExclusive, t_pkey AccessExclusive, v AccessExclusive; fails 2BP01");
}

TEST(Drop, OfAnExtensionTakesColumnsOfItsTypes) {
  const std::string table = "CREATE EXTENSION citext; CREATE TABLE t (id int, c citext);";
  EXPECT_EQ(EffectOf(table, "DROP EXTENSION citext"), "locks t AccessExclusive; fails 2BP01");
  EXPECT_EQ(EffectOf(table, "DROP EXTENSION citext CASCADE"), "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(
      EffectOf(table, "DROP EXTENSION citext CASCADE; CREATE EXTENSION citext; ALTER TABLE t ADD c citext"),
      "locks t AccessExclusive; blocks reads writes");
}

// From PostgreSQL's own regression tests: the referenced table becomes a part of the one that refers to it.
TEST(Drop, TakesAKeyThatRefersToAPartOfItsOwnTable) {
  const std::string schema =
      "CREATE TABLE pk (a int PRIMARY KEY) PARTITION BY LIST (a);"
      "CREATE TABLE pk1 PARTITION OF pk FOR VALUES IN (1);"
      "CREATE TABLE fk (a int REFERENCES pk1) PARTITION BY LIST (a);"
      "ALTER TABLE fk ATTACH PARTITION pk FOR VALUES IN (1);";
  EXPECT_NE(EffectOf(schema, "DROP TABLE pk, fk").find("fk AccessExclusive"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::model
