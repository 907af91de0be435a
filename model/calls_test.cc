// SPDX-License-Identifier: Apache-2.0
// What a statement does by the functions and procedures that it calls.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "model/replay.h"
#include "model/testing/effects.h"
#include "sql/nodes.h"

namespace lockstep::model {
namespace {

const std::string kIndex =
    "CREATE TABLE t (a int); CREATE FUNCTION add_index(n int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS "
    "$$ BEGIN CREATE INDEX ON t (a); RETURN n; END $$;";
const std::string kBuilds = "locks t Share; scans t; builds t; blocks writes";

std::string_view DroppedBy(const ::Node* statement) {
  const auto* drop = sql::As<::DropStmt>(statement);
  return drop == nullptr ? "" : sql::LastName(sql::As<::List>(sql::At(drop->objects, 0)));
}

TEST(Call, DoesWhatTheCodeOfTheFunctionDoes) {
  EXPECT_EQ(EffectOf(kIndex, "SELECT add_index()"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "SELECT * FROM add_index(5)"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "SELECT x + add_index() FROM generate_series(1, 2) x"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "DO $$ BEGIN PERFORM add_index(); END $$"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "SELECT add_index(1, 2)"), "");
  EXPECT_EQ(EffectOf(kIndex, "SELECT other.add_index()"), "");
}

// As measured on PostgreSQL 14, 15 and 18.
TEST(Call, IsCarriedOutWhereverTheQueryIs) {
  EXPECT_EQ(EffectOf(kIndex, "CREATE TABLE c AS SELECT add_index()"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "CREATE TABLE c AS SELECT add_index() WITH NO DATA"), "");
  EXPECT_EQ(EffectOf(kIndex, "CREATE MATERIALIZED VIEW m AS SELECT add_index()"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "COPY (SELECT add_index()) TO '/dev/null'"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "EXPLAIN ANALYZE SELECT add_index()"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "EXPLAIN ANALYZE CREATE TABLE c AS SELECT add_index()"), kBuilds);
  EXPECT_EQ(EffectOf(kIndex, "EXPLAIN SELECT add_index()"), "");
  EXPECT_EQ(EffectOf(kIndex, "CREATE VIEW v AS SELECT add_index()"), "");
}

// As measured on PostgreSQL 14, 15 and 18.
TEST(Call, IsNotCarriedOutWhereTheTableIsThere) {
  const std::string table = kIndex + "CREATE TABLE c (a int);";
  EXPECT_EQ(EffectOf(table, "CREATE TABLE IF NOT EXISTS c AS SELECT add_index()"), "");
  EXPECT_EQ(EffectOf(table, "EXPLAIN ANALYZE CREATE TABLE IF NOT EXISTS c AS SELECT add_index()"), "");
  EXPECT_EQ(EffectOf(table, "CREATE TABLE c AS SELECT add_index()"), "fails 42P07");
}

TEST(Call, IsOfTheOneFunctionThatItCanMean) {
  EXPECT_EQ(EffectOf(kIndex + "CREATE FUNCTION add_index(n text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                     "SELECT add_index(1)"),
            "");
  EXPECT_EQ(
      EffectOf(kIndex + "CREATE OR REPLACE FUNCTION add_index(n int DEFAULT 1) RETURNS int LANGUAGE sql "
                        "AS 'TRUNCATE t; SELECT 1'",
               "SELECT add_index()"),
      "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(kIndex + "DROP FUNCTION add_index", "SELECT add_index()"), "");
}

TEST(Call, FailsOnlyWhereItIsSureToRun) {
  const std::string drops =
      "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS "
      "$$ BEGIN DROP TABLE gone; RETURN 1; END $$;";
  EXPECT_EQ(EffectOf(drops, "SELECT f()"), "fails 42P01");
  EXPECT_EQ(EffectOf(drops, "SELECT f() FROM t LIMIT 1"), "");
  EXPECT_EQ(EffectOf(drops, "CREATE TABLE c AS SELECT f()"), "fails 42P01");
  EXPECT_EQ(EffectOf(drops, "CREATE TABLE IF NOT EXISTS c AS SELECT f()"), "");
  EXPECT_EQ(EffectOf(drops, "EXPLAIN ANALYZE CREATE TABLE IF NOT EXISTS c AS SELECT f()"), "");
}

TEST(Call, KnowsTheConstantsThatItIsGiven) {
  const std::string drops =
      "CREATE TABLE t (a int); CREATE TABLE u (a int);"
      "CREATE PROCEDURE p(x text, y text DEFAULT 'u') LANGUAGE plpgsql AS "
      "$$ BEGIN EXECUTE format('TRUNCATE %I, %I', x, y); END $$;";
  EXPECT_EQ(EffectOf(drops, "CALL p('t')"),
            "locks t AccessExclusive, u AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(drops, "CALL p(y => 't', x => 't')"), "locks t AccessExclusive; blocks reads writes");
  EXPECT_EQ(EffectOf(drops, "CALL p(current_user)"), "");
}

TEST(Call, EndsWhereFunctionsCallThemselvesOrTooMany) {
  EXPECT_EQ(EffectOf("CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS void LANGUAGE sql AS "
                     "'SELECT f(); TRUNCATE t'",
                     "SELECT f()"),
            "locks t AccessExclusive; blocks reads writes");
  std::string twice = "CREATE FUNCTION f0() RETURNS int LANGUAGE sql AS 'SELECT 1';";
  for (int i = 1; i < 16; ++i) {
    const std::string before = "f" + std::to_string(i - 1) + "()";
    twice += "CREATE FUNCTION f" + std::to_string(i) + "() RETURNS int LANGUAGE sql AS 'SELECT " + before +
             "; SELECT " + before + "';";
  }
  EXPECT_EQ(EffectOf(twice, "SELECT f15()"), "");
}

// The parse nodes are the same ones.
TEST(Call, ReadsARoutineOnceForAllItsCalls) {
  const auto file = sql::SourceFile::FromText(
      "m.sql",
      "CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS\n"
      "$$ BEGIN DROP TABLE a; EXECUTE 'DROP TABLE ' || t; END $$;\n"
      "SELECT f('b'); SELECT f('c');\n"
      "CREATE OR REPLACE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE d; END $$;\n"
      "SELECT f('b');");
  const sql::Script script = sql::Script::Parse(file);
  Replay replay({});
  const FileRecord record = replay.Run(script, Runner::kLockstep);
  ASSERT_EQ(record.code.size(), 3U);
  const auto node = [&](size_t call, size_t index) {
    return record.code[call]->code.statements().at(index).statement.node;
  };
  EXPECT_EQ(node(0, 0), node(1, 0));
  EXPECT_EQ(DroppedBy(node(0, 1)), "b");
  EXPECT_EQ(DroppedBy(node(1, 1)), "c");
  EXPECT_EQ(DroppedBy(node(2, 0)), "d");
}

}  // namespace
}  // namespace lockstep::model
