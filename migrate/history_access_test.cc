// SPDX-License-Identifier: Apache-2.0
// A history that cannot be made or read: what is in the way, and what to do about it.
#include <gmock/gmock.h>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class HistoryAccessTest : public RunnerTest {
 protected:
  pg::Connection ConnectAsGuest() const {
    return pg::Connection::Open(cluster().Database(database().name(), "history_access_guest"));
  }
};

TEST_F(HistoryAccessTest, SaysWhatToGrantWhereTheHistoryCannotBeMade) {
  Write(1, "SELECT 1;");
  Execute("CREATE ROLE history_access_guest LOGIN; REVOKE CREATE ON SCHEMA public FROM public");
  {
    pg::Connection guest = ConnectAsGuest();
    try {
      UpOn(guest, {}, Recorder());
      ADD_FAILURE() << "made the history";
    } catch (const pg::DatabaseError& error) {
      EXPECT_TRUE(error.LacksPrivilege());
      EXPECT_THAT(error.what(), HasSubstr("public.lockstep_history"));
      EXPECT_THAT(error.what(), HasSubstr("grant CREATE on schema public"));
    }
  }
  Execute("DROP ROLE history_access_guest");
}

TEST_F(HistoryAccessTest, SaysWhatToGrantWhereTheHistorysSchemaIsClosed) {
  Write(1, "SELECT 1;");
  Execute("CREATE ROLE history_access_guest LOGIN; REVOKE ALL ON SCHEMA public FROM public");
  {
    pg::Connection guest = ConnectAsGuest();
    EXPECT_THAT([&] { UpOn(guest, {}, Recorder()); },
                ThrowsMessage<pg::DatabaseError>(AllOf(
                    HasSubstr("table public.lockstep_history cannot be read: grant USAGE on schema public"),
                    HasSubstr("history_table"))));
  }
  Execute("DROP ROLE history_access_guest");
}

TEST_F(HistoryAccessTest, SaysThatTheHistorysSchemaIsMissing) {
  Write(1, "SELECT 1;");
  EXPECT_THAT(
      [&] { Up({.history_table = "nowhere.history"}); },
      ThrowsMessage<pg::DatabaseError>(HasSubstr(
          "the tables nowhere.history and nowhere.history_log cannot be made: create schema nowhere")));
}

TEST_F(HistoryAccessTest, SaysWhatCouldNotBeMadeWhereTheServerForbidsIt) {
  Write(1, "SELECT 1;");
  Execute(
      "CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'not today'; END$$; "
      "CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION "
      "refuse()");
  EXPECT_THAT([&] { Up(); },
              ThrowsMessage<pg::DatabaseError>(HasSubstr(
                  "not today; the tables public.lockstep_history and public.lockstep_log cannot be made")));
}

TEST_F(HistoryAccessTest, TakesNoOtherTableForTheHistory) {
  Write(1, "SELECT 1;");
  Execute("CREATE TABLE lockstep_history (a int)");
  EXPECT_THAT([&] { Up(); },
              ThrowsMessage<pg::DatabaseError>(HasSubstr(
                  "public.lockstep_history is not the table that Lockstep makes (column \"version\"")));
}

}  // namespace
}  // namespace lockstep::migrate
