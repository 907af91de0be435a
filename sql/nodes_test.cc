// SPDX-License-Identifier: Apache-2.0
#include "sql/nodes.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "sql/parse_tree.h"

namespace lockstep::sql {
namespace {

ParseTree Parse(std::string sql) { return ParseTree::Parse(std::move(sql)); }

TEST(As, GivesTheNodeOfThatTypeOrNull) {
  const ParseTree tree = Parse("SELECT 1");
  const ::Node* node = tree.statements().front()->stmt;
  EXPECT_NE(As<::SelectStmt>(node), nullptr);
  EXPECT_EQ(As<::InsertStmt>(node), nullptr);
  EXPECT_EQ(As<::SelectStmt>(nullptr), nullptr);
}

TEST(Elements, RangesOverAList) {
  const ParseTree tree = Parse("SELECT a, b, c");
  const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
  const Elements<::ResTarget> targets(select->targetList);
  EXPECT_EQ(targets.size(), 3u);
  EXPECT_EQ(std::distance(targets.begin(), targets.end()), 3);
  for (const auto* target : targets) EXPECT_NE(target, nullptr);
}

TEST(Elements, AreNullWhereTheyAreOfAnotherType) {
  const ParseTree tree = Parse("SELECT a");
  const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
  EXPECT_EQ(*Elements<::ColumnDef>(select->targetList).begin(), nullptr);
  EXPECT_NE(*Elements<::Node>(select->targetList).begin(), nullptr);
}

TEST(Elements, OfANullListAreNone) {
  EXPECT_TRUE(Elements<::Node>(nullptr).empty());
  for (const auto* node : Elements<::Node>(nullptr)) ADD_FAILURE() << node;
  EXPECT_EQ(Length(nullptr), 0u);
}

TEST(Text, OfNullIsEmpty) {
  EXPECT_EQ(Text(nullptr), "");
  EXPECT_EQ(Text("a"), "a");
  EXPECT_EQ(StringOf(nullptr), "");
  EXPECT_EQ(LastName(nullptr), "");
}

bool IsConcurrent(std::string sql) {
  const ParseTree tree = Parse(std::move(sql));
  return OptionIsOn(As<::ReindexStmt>(tree.statements().front()->stmt)->params, "concurrently");
}

TEST(OptionIsOn, TakesWhatPostgresqlTakes) {
  EXPECT_TRUE(IsConcurrent("REINDEX TABLE CONCURRENTLY t"));
  for (const char* value : {"", " true", " TRUE", " on", " On", " 1", " 'true'"})
    EXPECT_TRUE(IsConcurrent("REINDEX (CONCURRENTLY" + std::string(value) + ") TABLE t")) << value;
  for (const char* value : {" false", " off", " 0"})
    EXPECT_FALSE(IsConcurrent("REINDEX (CONCURRENTLY" + std::string(value) + ") TABLE t")) << value;
  EXPECT_FALSE(IsConcurrent("REINDEX (VERBOSE) TABLE t"));
  EXPECT_FALSE(IsConcurrent("REINDEX TABLE t"));
}

}  // namespace
}  // namespace lockstep::sql
