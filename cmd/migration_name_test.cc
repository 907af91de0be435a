// SPDX-License-Identifier: Apache-2.0
#include "cmd/migration_name.h"

#include <gtest/gtest.h>

#include "sql/error.h"

namespace lockstep::cmd {
namespace {

TEST(MigrationTitle, MakesWordsOfLettersAndDigits) {
  EXPECT_EQ(MigrationTitle("add_users"), "add_users");
  EXPECT_EQ(MigrationTitle("Add Users!"), "add_users");
  EXPECT_EQ(MigrationTitle("  add -- users.table  "), "add_users_table");
  EXPECT_EQ(MigrationTitle("../../etc/passwd"), "etc_passwd");
  EXPECT_EQ(MigrationTitle("2024 totals"), "2024_totals");
}

TEST(MigrationTitle, SeesWordsInCamelCase) {
  EXPECT_EQ(MigrationTitle("AddUsersTable"), "add_users_table");
  EXPECT_EQ(MigrationTitle("addHTTPLog2Table"), "add_httplog2_table");
  EXPECT_EQ(MigrationTitle("ADD_USERS"), "add_users");
}

TEST(MigrationTitle, KeepsLettersBeyondAscii) { EXPECT_EQ(MigrationTitle("Größe ändern"), "größe_ändern"); }

TEST(MigrationTitle, RefusesWhatIsNoName) {
  EXPECT_THROW(MigrationTitle(""), UsageError);
  EXPECT_THROW(MigrationTitle("--"), UsageError);
  EXPECT_THROW(MigrationTitle("a\xFF"), UsageError);
}

TEST(NextNumber, BeginsWithOne) {
  EXPECT_EQ(NextNumber("", 6), "000001");
  EXPECT_EQ(NextNumber("", 1), "1");
}

TEST(NextNumber, KeepsTheNumberOfDigits) {
  EXPECT_EQ(NextNumber("0001", 6), "0002");
  EXPECT_EQ(NextNumber("1", 6), "2");
  EXPECT_EQ(NextNumber("0099", 6), "0100");
}

TEST(NextNumber, GoesOnBehindTheLastDigit) {
  EXPECT_EQ(NextNumber("9", 1), "10");
  EXPECT_EQ(NextNumber("99999999999999999999999", 6), "100000000000000000000000");
}

TEST(NextTimestamp, IsTheTimeUnlessThereIsALaterVersion) {
  EXPECT_EQ(NextTimestamp("", "20260102030405"), "20260102030405");
  EXPECT_EQ(NextTimestamp("000007", "20260102030405"), "20260102030405");
  EXPECT_EQ(NextTimestamp("20260102030404", "20260102030405"), "20260102030405");
  EXPECT_EQ(NextTimestamp("20260102030405", "20260102030405"), "20260102030406");
  EXPECT_EQ(NextTimestamp("20991231235959", "20260102030405"), "20991231235960");
}

TEST(IsTimestamp, WantsADateInFourteenDigits) {
  EXPECT_TRUE(IsTimestamp("20260102030405"));
  EXPECT_FALSE(IsTimestamp(""));
  EXPECT_FALSE(IsTimestamp("000001"));
  EXPECT_FALSE(IsTimestamp("00000000000001"));
  EXPECT_FALSE(IsTimestamp("20261302030405"));
  EXPECT_FALSE(IsTimestamp("20260100030405"));
  EXPECT_FALSE(IsTimestamp("202601020304050"));
}

}  // namespace
}  // namespace lockstep::cmd
