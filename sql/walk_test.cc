// SPDX-License-Identifier: Apache-2.0
#include "sql/walk.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/nodes.h"
#include "sql/parse_tree.h"

namespace lockstep::sql {
namespace {

using testing::ElementsAre;

// The names of tables and columns, in the order in which the walk comes to them.
std::vector<std::string> Names(const std::string& sql, NodeTag skipped = T_Invalid) {
  const ParseTree tree = ParseTree::Parse(sql);
  std::vector<std::string> names;
  Walk(tree.statements().front()->stmt, [&](const ::Node& node) {
    if (const auto* table = As<::RangeVar>(&node)) names.emplace_back(table->relname);
    if (const auto* column = As<::ColumnRef>(&node)) names.emplace_back(LastName(column->fields));
    return TagOf(&node) == skipped ? Visit::kSkip : Visit::kDescend;
  });
  return names;
}

TEST(Walk, ComesToEveryPartOfAQuery) {
  EXPECT_THAT(Names("SELECT a FROM t WHERE b = (SELECT c FROM u) GROUP BY d HAVING e ORDER BY f LIMIT g"),
              testing::UnorderedElementsAre("a", "t", "b", "c", "u", "d", "e", "f", "g"));
}

TEST(Walk, ComesToInsertUpdateDeleteAndMerge) {
  EXPECT_THAT(Names("INSERT INTO t SELECT a FROM u RETURNING b, (SELECT d FROM v)"),
              testing::UnorderedElementsAre("t", "a", "u", "b", "d", "v"));
  EXPECT_THAT(Names("UPDATE t SET x = a FROM u WHERE b RETURNING WITH (OLD AS o) c"),
              testing::UnorderedElementsAre("t", "a", "u", "b", "c"));
  EXPECT_THAT(Names("WITH w AS (DELETE FROM t USING u WHERE a RETURNING b) SELECT c FROM w"),
              testing::UnorderedElementsAre("t", "u", "a", "b", "c", "w"));
  EXPECT_THAT(Names("MERGE INTO t USING u ON a WHEN MATCHED THEN UPDATE SET x = b"),
              testing::UnorderedElementsAre("t", "u", "a", "b"));
}

TEST(Walk, ComesFromLeftToRight) { EXPECT_THAT(Names("SELECT a + b * c"), ElementsAre("a", "b", "c")); }

TEST(Walk, GoesThroughLists) {
  const ParseTree tree = ParseTree::Parse("VALUES (a, b), (c, (d, 1))");
  const auto* values = As<::SelectStmt>(tree.statements().front()->stmt);
  std::vector<NodeTag> tags;
  Walk(reinterpret_cast<const ::Node*>(values->valuesLists), [&](const ::Node& node) {
    tags.push_back(TagOf(&node));
    return Visit::kDescend;
  });
  EXPECT_THAT(tags, ElementsAre(T_ColumnRef, T_ColumnRef, T_ColumnRef, T_RowExpr, T_ColumnRef, T_A_Const));
}

TEST(Walk, LeavesOutWhatIsSkipped) {
  EXPECT_THAT(Names("SELECT a, (SELECT b FROM t), c", T_SubLink), ElementsAre("a", "c"));
}

TEST(Walk, StopsWhenItIsTold) {
  const ParseTree tree = ParseTree::Parse("SELECT a, b, c");
  size_t visited = 0;
  Walk(tree.statements().front()->stmt, [&](const ::Node&) {
    ++visited;
    return Visit::kStop;
  });
  EXPECT_EQ(visited, 1u);
}

TEST(Walk, OfNullVisitsNothing) {
  Walk(nullptr, [](const ::Node&) {
    ADD_FAILURE();
    return Visit::kDescend;
  });
}

TEST(Walk, ManagesDeepExpressions) {
  std::string sql = "SELECT a0";
  constexpr size_t kTerms = 100'000;
  for (size_t i = 1; i < kTerms; ++i) sql += " + a" + std::to_string(i);
  EXPECT_EQ(Names(sql).size(), kTerms);
}

}  // namespace
}  // namespace lockstep::sql
