// SPDX-License-Identifier: Apache-2.0
#include "model/builtins.h"

#include <gtest/gtest.h>

namespace lockstep::model {
namespace {

TEST(BuiltinFunctionVolatility, KnowsTheThreeKinds) {
  EXPECT_EQ(BuiltinFunctionVolatility("lower", 1), Volatility::kImmutable);
  EXPECT_EQ(BuiltinFunctionVolatility("now", 0), Volatility::kStable);
  EXPECT_EQ(BuiltinFunctionVolatility("gen_random_uuid", 0), Volatility::kVolatile);
  EXPECT_EQ(BuiltinFunctionVolatility("nextval", 1), Volatility::kVolatile);
}

TEST(BuiltinFunctionVolatility, KnowsFunctionsOfTheNewestServer) {
  EXPECT_EQ(BuiltinFunctionVolatility("uuidv7", 0), Volatility::kVolatile);
}

TEST(BuiltinFunctionVolatility, LooksAtTheNumberOfArguments) {
  EXPECT_EQ(BuiltinFunctionVolatility("now", 1), std::nullopt);
  EXPECT_EQ(BuiltinFunctionVolatility("age", 1), Volatility::kStable);
  EXPECT_EQ(BuiltinFunctionVolatility("age", 2), Volatility::kImmutable);
}

TEST(BuiltinFunctionVolatility, TakesTheWorstOfTheOverloads) {
  // date_part(text, date) is immutable, date_part(text, timestamptz) is not.
  EXPECT_EQ(BuiltinFunctionVolatility("date_part", 2), Volatility::kStable);
}

TEST(BuiltinFunctionVolatility, CountsDefaultedArgumentsAsOptional) {
  EXPECT_EQ(BuiltinFunctionVolatility("make_interval", 0), Volatility::kImmutable);
  EXPECT_EQ(BuiltinFunctionVolatility("make_interval", 7), Volatility::kImmutable);
  EXPECT_EQ(BuiltinFunctionVolatility("make_interval", 8), std::nullopt);
}

TEST(BuiltinFunctionVolatility, LetsAVariadicTakeManyArgumentsButNotNone) {
  EXPECT_EQ(BuiltinFunctionVolatility("concat", 0), std::nullopt);
  EXPECT_EQ(BuiltinFunctionVolatility("concat", 1), Volatility::kStable);
  EXPECT_EQ(BuiltinFunctionVolatility("concat", 100), Volatility::kStable);
}

TEST(BuiltinFunctionVolatility, KnowsNothingOfOthers) {
  EXPECT_EQ(BuiltinFunctionVolatility("my_function", 0), std::nullopt);
  EXPECT_EQ(BuiltinFunctionVolatility("", 0), std::nullopt);
  EXPECT_EQ(BuiltinFunctionVolatility("NOW", 0), std::nullopt);
  EXPECT_EQ(BuiltinFunctionVolatility("zzz", 1), std::nullopt);
}

TEST(BuiltinOperatorVolatility, TakesTheWorstOfTheOperatorsOfThatName) {
  EXPECT_EQ(BuiltinOperatorVolatility("||"), Volatility::kStable);  // anyarray || text and the like
  EXPECT_EQ(BuiltinOperatorVolatility("%"), Volatility::kImmutable);
  EXPECT_EQ(BuiltinOperatorVolatility("<<<>>>"), std::nullopt);
}

TEST(FindBuiltinCast, TellsMethodContextAndVolatility) {
  const BuiltinCast* cast = FindBuiltinCast("timestamptz", "date");
  ASSERT_NE(cast, nullptr);
  EXPECT_EQ(cast->method, CastMethod::kFunction);
  EXPECT_EQ(cast->context, CastContext::kAssignment);
  EXPECT_EQ(cast->volatility, Volatility::kStable);
  EXPECT_EQ(FindBuiltinCast("date", "int4"), nullptr);
  EXPECT_EQ(FindBuiltinCast("varchar", "varchar"), nullptr);
}

TEST(BinaryCoercible, IsTrueForTheSameTypeAndBinaryCasts) {
  EXPECT_TRUE(BinaryCoercible("int4", "int4"));
  EXPECT_TRUE(BinaryCoercible("varchar", "text"));
  EXPECT_TRUE(BinaryCoercible("text", "varchar"));
  EXPECT_TRUE(BinaryCoercible("xml", "text"));
}

TEST(BinaryCoercible, HasADirection) {
  EXPECT_TRUE(BinaryCoercible("cidr", "inet"));
  EXPECT_FALSE(BinaryCoercible("inet", "cidr"));
}

TEST(BinaryCoercible, IsFalseWhereAFunctionConverts) {
  EXPECT_FALSE(BinaryCoercible("int4", "int8"));
  EXPECT_FALSE(BinaryCoercible("bpchar", "text"));
  EXPECT_FALSE(BinaryCoercible("json", "jsonb"));
}

TEST(FindBuiltinType, TellsWhatATypeChangeNeeds) {
  const BuiltinType* varchar = FindBuiltinType("varchar");
  ASSERT_NE(varchar, nullptr);
  EXPECT_EQ(varchar->category, 'S');
  EXPECT_EQ(varchar->array, "_varchar");
  EXPECT_TRUE(varchar->takes_modifiers);
  EXPECT_TRUE(varchar->is_collatable);
  EXPECT_EQ(varchar->length_coercion, LengthCoercion::kSimplified);
}

TEST(FindBuiltinType, SaysWhereAFunctionAlwaysFitsTheLength) {
  EXPECT_EQ(FindBuiltinType("bpchar")->length_coercion, LengthCoercion::kAlways);
  EXPECT_EQ(FindBuiltinType("int4")->length_coercion, LengthCoercion::kNone);
}

TEST(FindBuiltinType, GivesVarcharTheOperatorClassOfText) {
  EXPECT_EQ(FindBuiltinType("varchar")->btree.name, "text_ops");
  EXPECT_EQ(FindBuiltinType("text")->btree.name, "text_ops");
  EXPECT_EQ(FindBuiltinType("bpchar")->btree.name, "bpchar_ops");
}

TEST(FindBuiltinType, TellsFamilyFromClass) {
  EXPECT_EQ(FindBuiltinType("int4")->btree.family, FindBuiltinType("int8")->btree.family);
  EXPECT_NE(FindBuiltinType("int4")->btree.name, FindBuiltinType("int8")->btree.name);
}

TEST(FindBuiltinType, LeavesOperatorClassesEmptyWhereThereIsNoDefault) {
  EXPECT_EQ(FindBuiltinType("json")->btree.name, "");
  EXPECT_EQ(FindBuiltinType("jsonb")->gin.name, "jsonb_ops");
  EXPECT_EQ(FindBuiltinType("point")->gist.name, "point_ops");
}

TEST(FindBuiltinType, KnowsNeitherArraysNorAliases) {
  EXPECT_EQ(FindBuiltinType("_int4"), nullptr);
  EXPECT_EQ(FindBuiltinType("integer"), nullptr);
  EXPECT_EQ(FindBuiltinType("serial"), nullptr);
}

}  // namespace
}  // namespace lockstep::model
