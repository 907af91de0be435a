// SPDX-License-Identifier: Apache-2.0
// What works where nothing can be written: a streaming standby, a role that may only read.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sstream>

#include "cmd/cli.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::HasSubstr;

struct Ran {
  ExitCode code;
  std::string text;  // both streams
};

class ReadOnlyTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    directory_.Write("1_a.up.sql", "CREATE TABLE a ();");
  }

  Ran Run(std::vector<std::string> arguments, const std::string& url) const {
    std::istringstream in;
    std::ostringstream text;
    Runtime runtime{.in = in,
                    .out = text,
                    .err = text,
                    .environment = [](const std::string&) { return std::nullopt; },
                    .working_directory = directory_.path()};
    arguments.insert(arguments.end(), {"--dir", directory_.path(), "-d", url});
    const ExitCode code = RunCommandLine(arguments, runtime);
    return {code, text.str()};
  }

  // All that only reads, with nothing pending.
  void ExpectReadingWorks(const std::string& url) const {
    EXPECT_EQ(Run({"version"}, url).text, "1\n");
    EXPECT_THAT(Run({"status"}, url).text, HasSubstr("current version 1, 0 pending"));
    EXPECT_EQ(Run({"plan"}, url).text, "nothing to apply\n");
    EXPECT_EQ(Run({"check"}, url).text, "up to date at version 1\n");
    EXPECT_THAT(Run({"log"}, url).text, HasSubstr("1 a up applied"));
    const Ran up = Run({"up"}, url);
    EXPECT_EQ(up.code, ExitCode::kOk);
    EXPECT_EQ(up.text, "nothing to apply\n");
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(ReadOnlyTest, AStandbyAnswersAndIsLeftForThePrimary) {
  pg::TemporaryCluster primary;
  const pg::TemporaryCluster standby({.primary = &primary});
  ASSERT_EQ(Run({"up"}, primary.Url()).code, ExitCode::kOk);
  standby.CatchUp();
  ExpectReadingWorks(standby.Url());

  directory_.Write("2_b.up.sql", "CREATE TABLE b ();");
  EXPECT_THAT(Run({"status"}, standby.Url()).text, HasSubstr("1 pending"));
  const Ran refused = Run({"up"}, standby.Url());
  EXPECT_EQ(refused.code, ExitCode::kRefused);
  EXPECT_THAT(refused.text, HasSubstr("the server is a standby"));
  const std::string both =
      fmt::format("host={},{} dbname=postgres user=postgres", standby.socket_directory().native(),
                  primary.socket_directory().native());
  EXPECT_EQ(Run({"up"}, both).code, ExitCode::kOk);
  standby.CatchUp();
  EXPECT_EQ(Run({"version"}, standby.Url()).text, "2\n");
}

TEST_F(ReadOnlyTest, ARoleThatMayOnlyReadIsEnough) {
  ASSERT_EQ(Run({"up"}, database().Url()).code, ExitCode::kOk);
  Connect().Execute("CREATE ROLE reader LOGIN; GRANT SELECT ON lockstep_history, lockstep_log TO reader");
  ExpectReadingWorks(database().Url("reader"));
  Connect().Execute("DROP OWNED BY reader; DROP ROLE reader");
}

TEST_F(ReadOnlyTest, ReadOnlyTransactionsAreEnough) {
  ASSERT_EQ(Run({"up"}, database().Url()).code, ExitCode::kOk);
  ExpectReadingWorks(database().Url() + "&options=-c%20default_transaction_read_only%3Don");
}

TEST_F(ReadOnlyTest, NothingIsMadeThereForTheFirstTime) {
  const Ran ran = Run({"up"}, database().Url() + "&options=-c%20default_transaction_read_only%3Don");
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.text, HasSubstr("may only read"));
}

}  // namespace
}  // namespace lockstep::cmd
