// SPDX-License-Identifier: Apache-2.0
#include "sql/type_name.h"

#include <deque>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/nodes.h"
#include "sql/parse_tree.h"

namespace lockstep::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class TypeRefTest : public ::testing::Test {
 protected:
  TypeRef Type(std::string_view type) {
    const ParseTree& tree =
        trees_.emplace_back(ParseTree::Parse("SELECT CAST(a AS " + std::string(type) + ")"));
    const auto* select = As<::SelectStmt>(tree.statements().front()->stmt);
    return TypeRef::From(*As<::TypeCast>(As<::ResTarget>(At(select->targetList, 0))->val)->typeName);
  }

 private:
  std::deque<ParseTree> trees_;  // whose texts the references take
};

TEST_F(TypeRefTest, IsTheSameHoweverItIsSpelled) {
  EXPECT_EQ(Type("integer"), Type("int"));
  EXPECT_EQ(Type("integer"), Type("pg_catalog.int4"));
  EXPECT_EQ(Type("timestamp with time zone"), Type("pg_catalog.timestamptz"));
  EXPECT_EQ(Type("character varying(20)"), Type("varchar(20)"));
  EXPECT_EQ(Type("decimal(10,2)"), Type("numeric(10, 2)"));
  EXPECT_EQ(Type("double precision"), Type("float"));
  EXPECT_EQ(Type("dec"), Type("numeric"));
  EXPECT_NE(Type("varchar(20)"), Type("varchar(21)"));
  EXPECT_NE(Type("int"), Type("int[]"));
}

TEST_F(TypeRefTest, TellsTheGrammarsTypesFromNames) {
  EXPECT_EQ(Type("int").schema, "pg_catalog");
  EXPECT_EQ(Type("int4").schema, "");
  EXPECT_EQ(Type("text").schema, "");
  EXPECT_EQ(Type("app.mood").schema, "app");
  EXPECT_EQ(Type("\"Mood\"").name, "Mood");
}

TEST_F(TypeRefTest, KeepsModifiers) {
  EXPECT_THAT(Type("numeric(10,2)").modifiers, ElementsAre(10, 2));
  EXPECT_THAT(Type("numeric(3,-2)").modifiers, ElementsAre(3, -2));
  EXPECT_THAT(Type("timestamptz(3)").modifiers, ElementsAre(3));
  EXPECT_THAT(Type("varchar").modifiers, IsEmpty());
  EXPECT_TRUE(Type("int[][]").is_array);
}

// As format_type() answers.
TEST_F(TypeRefTest, IsDisplayedAsPostgresqlDisplaysIt) {
  EXPECT_EQ(Type("int").Display(), "integer");
  EXPECT_EQ(Type("bool").Display(), "boolean");
  EXPECT_EQ(Type("varchar(50)").Display(), "character varying(50)");
  EXPECT_EQ(Type("char(3)").Display(), "character(3)");
  EXPECT_EQ(Type("numeric(10,2)").Display(), "numeric(10,2)");
  EXPECT_EQ(Type("timestamptz(3)").Display(), "timestamp(3) with time zone");
  EXPECT_EQ(Type("timestamp").Display(), "timestamp without time zone");
  EXPECT_EQ(Type("time(0) with time zone").Display(), "time(0) with time zone");
  EXPECT_EQ(Type("interval").Display(), "interval");
  EXPECT_EQ(Type("bit varying(8)").Display(), "bit varying(8)");
  EXPECT_EQ(Type("json").Display(), "json");
  EXPECT_EQ(Type("text[]").Display(), "text[]");
  EXPECT_EQ(Type("app.\"Mood\"[]").Display(), "app.\"Mood\"[]");
}

}  // namespace
}  // namespace lockstep::sql
