// SPDX-License-Identifier: Apache-2.0
// ALTER DOMAIN, as measured on PostgreSQL 14, 15 and 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kDomains =
    "CREATE DOMAIN d AS int; CREATE DOMAIN above AS d;"
    "CREATE TABLE t (x d); CREATE TABLE t2 (x above); CREATE TABLE other (x int);"
    "CREATE MATERIALIZED VIEW m AS SELECT x FROM t;";
const std::string kChecksAll = "locks m Share, t Share, t2 Share; scans m t t2; blocks writes";

TEST(AlterDomain, ReadsEveryTableOfTheDomainAndOfThoseOverIt) {
  EXPECT_EQ(EffectOf(kDomains, "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0)"), kChecksAll);
  EXPECT_EQ(EffectOf(kDomains, "ALTER DOMAIN d SET NOT NULL"), kChecksAll);
  EXPECT_EQ(EffectOf(kDomains, "ALTER DOMAIN d ADD CONSTRAINT c NOT NULL", 18), kChecksAll);
  EXPECT_EQ(EffectOf(kDomains, "ALTER DOMAIN above ADD CONSTRAINT c CHECK (VALUE > 0)"),
            "locks t2 Share; scans t2; blocks writes");
}

TEST(AlterDomain, ReadsThemAgainToValidate) {
  const std::string schema = kDomains + "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID;";
  EXPECT_EQ(EffectOf(schema, "ALTER DOMAIN d VALIDATE CONSTRAINT c"), kChecksAll);
}

TEST(AlterDomain, ReadsNothingForWhatIsNotValidOrThere) {
  EXPECT_EQ(EffectOf(kDomains, "ALTER DOMAIN d ADD CONSTRAINT c CHECK (VALUE > 0) NOT VALID"), "");
  EXPECT_EQ(EffectOf(kDomains + "ALTER DOMAIN d SET NOT NULL;", "ALTER DOMAIN d SET NOT NULL"), "");
}

}  // namespace
}  // namespace lockstep::model
