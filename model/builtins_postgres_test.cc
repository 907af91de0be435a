// SPDX-License-Identifier: Apache-2.0
// The tables, made from the newest server, against the server that is installed.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/builtins.h"
#include "pg/testing/test_database.h"

namespace lockstep::model {
namespace {

class Builtins : public pg::PostgresTest {};

char Letter(Volatility volatility) {
  switch (volatility) {
    case Volatility::kImmutable:
      return 'i';
    case Volatility::kStable:
      return 's';
    case Volatility::kVolatile:
      return 'v';
  }
  return '?';
}

// Not the same in every version from 14 to 18.
const std::set<std::pair<std::string, size_t>> kChangedFunctions = {
    {"date_trunc", 3},                          // stable before 18
    {"interval_out", 1},                        // immutable before 15
    {"json_strip_nulls", 1},                    // immutable before 18, and in later releases of 18
    {"json_strip_nulls", 2},                    // immutable in later releases of 18
    {"jsonb_strip_nulls", 1},                   // as json's
    {"jsonb_strip_nulls", 2}, {"timezone", 2},  // volatile before 15, of timetz
};

// No longer there in the newest version.
const std::set<std::pair<std::string, std::string>> kRemovedCasts = {
    {"path", "point"},  // until 14
};

TEST_F(Builtins, AgreeOnTheVolatilityOfFunctions) {
  const pg::Result result = Connect().Query(R"(
      SELECT proname, arguments, max(array_position('{i,s,v}', provolatile))
      FROM pg_proc,
           generate_series(pronargs - pronargdefaults,
                           CASE WHEN provariadic <> 0 THEN 100 ELSE pronargs END) AS arguments
      WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p'
        AND NOT 'internal'::regtype = ANY (proargtypes)
      GROUP BY proname, arguments)");
  size_t known = 0;
  for (size_t row = 0; row < result.rows(); ++row) {
    const std::string_view name = result.Text(row, 0);
    const auto arguments = static_cast<size_t>(result.Int64(row, 1));
    const auto volatility = BuiltinFunctionVolatility(name, arguments);
    if (!volatility || kChangedFunctions.contains({std::string(name), arguments})) continue;
    ++known;
    EXPECT_EQ(Letter(*volatility), "isv"[result.Int64(row, 2) - 1]) << name << " of " << arguments;
  }
  EXPECT_GT(known, 2000U);
}

TEST_F(Builtins, AgreeOnTheVolatilityOfOperators) {
  const pg::Result result = Connect().Query(R"(
      SELECT oprname, max(array_position('{i,s,v}', provolatile))
      FROM pg_operator JOIN pg_proc ON pg_proc.oid = oprcode
      WHERE oprnamespace = 'pg_catalog'::regnamespace
      GROUP BY oprname)");
  for (size_t row = 0; row < result.rows(); ++row) {
    const auto volatility = BuiltinOperatorVolatility(result.Text(row, 0));
    ASSERT_TRUE(volatility.has_value()) << result.Text(row, 0);
    EXPECT_EQ(Letter(*volatility), "isv"[result.Int64(row, 1) - 1]) << result.Text(row, 0);
  }
  EXPECT_GT(result.rows(), 50U);
}

TEST_F(Builtins, AgreeOnBinaryCasts) {
  const pg::Result result = Connect().Query(R"(
      SELECT source.typname, target.typname, castmethod = 'b'
      FROM pg_cast
      JOIN pg_type AS source ON source.oid = castsource
      JOIN pg_type AS target ON target.oid = casttarget
      WHERE castsource <> casttarget AND source.typnamespace = 'pg_catalog'::regnamespace
        AND target.typnamespace = 'pg_catalog'::regnamespace)");
  for (size_t row = 0; row < result.rows(); ++row) {
    const std::string_view source = result.Text(row, 0);
    const std::string_view target = result.Text(row, 1);
    if (kRemovedCasts.contains({std::string(source), std::string(target)})) continue;
    EXPECT_NE(FindBuiltinCast(source, target), nullptr) << source << " to " << target;
    EXPECT_EQ(BinaryCoercible(source, target), result.Bool(row, 2)) << source << " to " << target;
  }
  EXPECT_GT(result.rows(), 200U);
}

// The oracle is an index that survives ALTER COLUMN TYPE: its file stays the same.
bool IndexSurvives(pg::Connection& connection, std::string_view source, std::string_view target) {
  connection.Execute("DROP TABLE IF EXISTS t");
  connection.Execute("CREATE TABLE t (c " + std::string(source) + ")");
  connection.Execute("CREATE INDEX t_c ON t (c)");
  const std::string file = "SELECT pg_relation_filenode('t_c')";
  const pg::Result before = connection.Query(file);
  connection.Execute("ALTER TABLE t ALTER COLUMN c TYPE " + std::string(target));
  return connection.Query(file).Text(0, 0) == before.Text(0, 0);
}

TEST_F(Builtins, TellWhichIndexesSurviveAChangeOfType) {
  pg::Connection connection = Connect();
  constexpr std::pair<const char*, const char*> kChanges[] = {
      {"varchar", "text"}, {"text", "varchar"}, {"cidr", "inet"},  {"int4", "int8"},
      {"int4", "oid"},     {"text", "bpchar"},  {"varbit", "bit"}, {"int4", "numeric"},
  };
  for (const auto& [source, target] : kChanges) {
    const bool expected = BinaryCoercible(source, target) &&
                          FindBuiltinType(source)->btree.name == FindBuiltinType(target)->btree.name;
    EXPECT_EQ(IndexSurvives(connection, source, target), expected) << source << " to " << target;
  }
}

}  // namespace
}  // namespace lockstep::model
