// SPDX-License-Identifier: Apache-2.0
// Texts as libpq 15 leaves them; connect_test.cc has those that are easily provoked.
#include "pg/connect_error.h"

#include <gtest/gtest.h>

#include <string>

namespace lockstep::pg {
namespace {

constexpr const char* kFailed = "connection to server at \"127.0.0.1\", port 5432 failed: ";

DatabaseError Handshake(const std::string& text) {
  return ExplainConnectFailure(kFailed + text, ConnectStage::kHandshake);
}

TEST(ConnectError, TakesTheSqlStateOutOfTheText) {
  const DatabaseError error = Handshake(
      "FATAL:  28P01: password authentication failed for user \"u\"\nLOCATION:  auth_failed, auth.c:334\n");
  EXPECT_EQ(error.sqlstate(), "28P01");
  EXPECT_EQ(error.what(), std::string(kFailed) + "FATAL:  password authentication failed for user \"u\"");
}

TEST(ConnectError, TakesTheSqlStateInAnyLanguage) {
  const DatabaseError error = Handshake("VERHÄNGNISVOLL:  3D000: Datenbank »d« existiert nicht\n");
  EXPECT_EQ(error.sqlstate(), "3D000");
  EXPECT_EQ(error.failure(), Failure::kRefused);
}

TEST(ConnectError, ALaterRemarkDoesNotChangeTheReason) {
  const DatabaseError error = Handshake(
      "FATAL:  28P01: password authentication failed for user \"u\"\nLOCATION:  auth_failed, auth.c:334\n"
      "password retrieved from file \"/home/u/.pgpass\"\n");
  EXPECT_EQ(error.sqlstate(), "28P01");
  EXPECT_EQ(error.failure(), Failure::kRefused);
}

TEST(ConnectError, SaysOnceWhatWasTriedTwice) {
  const std::string line =
      "FATAL:  42704: unrecognized configuration parameter \"x\"\nLOCATION:  find_option, guc.c:5766\n";
  EXPECT_EQ(Handshake(line + kFailed + line).what(),
            std::string(kFailed) + "FATAL:  unrecognized configuration parameter \"x\"");
}

TEST(ConnectError, SeparatesDetailAndHint) {
  const DatabaseError error =
      Handshake("FATAL:  42501: permission denied\nDETAIL:  the detail\nHINT:  the hint\n");
  EXPECT_EQ(error.detail(), "the detail");
  EXPECT_EQ(error.hint(), "the hint");
}

TEST(ConnectError, AServerThatIsBusyStartingOrStoppingMayBeTriedAgain) {
  for (const char* sqlstate : {"57P01", "57P02", "57P03", "53300", "53200"}) {
    EXPECT_EQ(Handshake(std::string("FATAL:  ") + sqlstate + ": text\n").failure(), Failure::kUnreachable)
        << sqlstate;
  }
  for (const char* sqlstate : {"57P04", "28000", "3D000", "42501", "55000"}) {
    EXPECT_EQ(Handshake(std::string("FATAL:  ") + sqlstate + ": text\n").failure(), Failure::kRefused)
        << sqlstate;
  }
}

TEST(ConnectError, APoolersWordsCountAsItHasOneSqlStateOnly) {
  for (const char* text :
       {"query_wait_timeout", "client_login_timeout (server down)",
        "the database system is not accepting connections", "sorry, too many clients already"}) {
    EXPECT_EQ(Handshake(std::string("FATAL:  08P01: ") + text + "\n").failure(), Failure::kUnreachable)
        << text;
  }
  EXPECT_EQ(Handshake("FATAL:  08P01: \"trust\" authentication failed\n").failure(), Failure::kRefused);
}

TEST(ConnectError, ANetworkThatBreaksInTheHandshakeMayBeTriedAgain) {
  EXPECT_EQ(Handshake("server closed the connection unexpectedly\n\tThis probably means\n").failure(),
            Failure::kUnreachable);
  EXPECT_EQ(Handshake("could not receive data from server: Connection reset by peer\n").failure(),
            Failure::kUnreachable);
  EXPECT_EQ(Handshake("fe_sendauth: no password supplied\n").failure(), Failure::kRefused);
}

TEST(ConnectError, TheLastHostDecides) {
  const std::string refused = std::string(kFailed) + "Connection refused\n\tIs the server running?\n";
  const std::string unknown = std::string(kFailed) + "FATAL:  3D000: database \"d\" does not exist\n";
  EXPECT_EQ(ExplainConnectFailure(refused + unknown, ConnectStage::kHandshake).failure(), Failure::kRefused);
  EXPECT_EQ(ExplainConnectFailure(unknown + refused, ConnectStage::kNetwork).failure(),
            Failure::kUnreachable);
  EXPECT_EQ(ExplainConnectFailure(unknown + refused, ConnectStage::kNetwork).sqlstate(), "");
}

TEST(ConnectError, WithoutAnAttemptTheParametersAreBad) {
  const ConnectStage stage = ConnectStage::kNetwork;
  EXPECT_EQ(ExplainConnectFailure("invalid sslmode value: \"x\"\n", stage).failure(),
            Failure::kBadParameters);
  EXPECT_EQ(ExplainConnectFailure("could not match 3 port numbers to 2 hosts\n", stage).failure(),
            Failure::kBadParameters);
  EXPECT_EQ(ExplainConnectFailure(
                std::string(kFailed) + "Connection refused\ninvalid port number: \"99999\"\n", stage)
                .failure(),
            Failure::kBadParameters);
  EXPECT_EQ(ExplainConnectFailure(
                "could not translate host name \"x\" to address: Name or service not known\n", stage)
                .failure(),
            Failure::kUnreachable);
}

}  // namespace
}  // namespace lockstep::pg
