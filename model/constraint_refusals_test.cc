// SPDX-License-Identifier: Apache-2.0
// Constraints, and syntax, that PostgreSQL refuses, as measured on PostgreSQL 14 to 18.
#include <gtest/gtest.h>

#include <string>

#include "model/testing/effects.h"

namespace lockstep::model {
namespace {

const std::string kTable =
    "CREATE TABLE t (id int PRIMARY KEY, a int, d int); CREATE INDEX plain ON t (a);"
    "CREATE UNIQUE INDEX part ON t (a) WHERE d > 0;";
const std::string kParts =
    "CREATE TABLE p (id int PRIMARY KEY);"
    "CREATE TABLE pt (id int, k int) PARTITION BY RANGE (k); CREATE UNIQUE INDEX pt_k ON pt (k);";

std::string FailureOf(const std::string& setup, const std::string& statement, int pg_version = 15) {
  const std::string effect = EffectOf(setup, statement, pg_version);
  const size_t found = effect.find("fails ");
  return found == std::string::npos ? "" : effect.substr(found + 6, 5);
}

TEST(AddPrimaryKey, IsRefusedBesideAnother) {
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD PRIMARY KEY (a)"), "42P16");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD COLUMN x int PRIMARY KEY"), "42P16");
}

TEST(AddPrimaryKey, TakesThePlaceOfOneThatWasDropped) {
  EXPECT_EQ(FailureOf(kTable + "ALTER TABLE t DROP CONSTRAINT t_pkey;", "ALTER TABLE t ADD PRIMARY KEY (a)"),
            "");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t DROP CONSTRAINT t_pkey, ADD PRIMARY KEY (a)"), "");
}

TEST(AddPrimaryKey, IsRefusedOverANotNullThatIsNotValid) {
  const std::string setup = "CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;";
  EXPECT_EQ(FailureOf(setup, "ALTER TABLE t ADD PRIMARY KEY (a)", 18), "55000");
  EXPECT_EQ(
      FailureOf(setup + "ALTER TABLE t VALIDATE CONSTRAINT nn;", "ALTER TABLE t ADD PRIMARY KEY (a)", 18),
      "");
}

TEST(UsingIndex, TakesAUniqueIndexOfAllRowsOnly) {
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX plain"), "42809");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX part"), "42809");
  EXPECT_EQ(FailureOf(kTable + "CREATE UNIQUE INDEX u ON t (a);",
                      "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u"),
            "");
}

TEST(UsingIndex, IsRefusedOnAPartitionedTable) {
  EXPECT_EQ(FailureOf(kParts, "ALTER TABLE pt ADD CONSTRAINT u UNIQUE USING INDEX pt_k"), "0A000");
}

TEST(ForeignKey, CannotBeNotValidOnAPartitionedTableBefore18) {
  const std::string statement =
      "ALTER TABLE pt ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES p (id) NOT VALID";
  EXPECT_EQ(FailureOf(kParts, statement, 17), "42809");
  EXPECT_EQ(FailureOf(kParts, statement, 18), "");
  EXPECT_EQ(FailureOf(kParts, "ALTER TABLE pt ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES p (id)", 17), "");
}

TEST(AlterEnum, RefusesALabelThatIsThere) {
  const std::string setup = "CREATE TYPE mood AS ENUM ('sad', 'ok');";
  EXPECT_EQ(FailureOf(setup, "ALTER TYPE mood ADD VALUE 'ok'"), "42710");
  EXPECT_EQ(FailureOf(setup, "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok'"), "");
  EXPECT_EQ(FailureOf(setup, "ALTER TYPE mood ADD VALUE 'glad'"), "");
  EXPECT_EQ(FailureOf(setup, "ALTER TYPE mood RENAME VALUE 'ok' TO 'sad'"), "42710");
}

TEST(NewestSyntax, IsRefusedByOlderServers) {
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)", 14), "42601");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a)", 15), "");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ALTER COLUMN a SET STATISTICS DEFAULT", 16), "42601");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ALTER COLUMN a SET STATISTICS DEFAULT", 17), "");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 5) NOT ENFORCED", 17), "42601");
  EXPECT_EQ(FailureOf(kTable, "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 5) NOT ENFORCED", 18), "");
}

}  // namespace
}  // namespace lockstep::model
