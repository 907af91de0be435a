// SPDX-License-Identifier: Apache-2.0
// up and down through a real PgBouncer.
#include <gmock/gmock.h>

#include <cstdlib>
#include <sstream>

#include "cmd/cli.h"
#include "pg/testing/pg_bouncer.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Ran {
  ExitCode code;
  std::string text;  // both streams
};

class PoolerCommandTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    directory_.Write("1_a.up.sql", "CREATE TABLE a ();");
    directory_.Write("1_a.down.sql", "DROP TABLE a;");
    if (pg::FindPgBouncer()) return;
    constexpr const char* kMissing = "no PgBouncer is installed (Debian: apt-get install pgbouncer)";
    if (std::getenv("CI") != nullptr) FAIL() << kMissing;
    GTEST_SKIP() << kMissing;
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

  int64_t Tables() const {
    return Connect()
        .Query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        .Int64(0, 0);
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(PoolerCommandTest, InTransactionModeIsRefusedBeforeAnythingIsWritten) {
  const pg::PgBouncer bouncer(cluster(), {.mode = pg::PoolMode::kTransaction});
  const std::string url = bouncer.Url(database().name());
  const Ran refused = Run({"up"}, url);
  EXPECT_EQ(refused.code, ExitCode::kRefused);
  EXPECT_THAT(refused.text,
              AllOf(HasSubstr("transaction mode"), HasSubstr("PgBouncer"), HasSubstr("DATABASE_URL_DIRECT")));
  EXPECT_EQ(Tables(), 0);

  ASSERT_EQ(Run({"up"}, database().Url()).code, ExitCode::kOk);
  const Ran nothing = Run({"up"}, url);
  EXPECT_EQ(nothing.code, ExitCode::kOk);
  EXPECT_EQ(nothing.text, "nothing to apply\n");
  EXPECT_EQ(Run({"version"}, url).text, "1\n");
  EXPECT_THAT(Run({"status"}, url).text, HasSubstr("0 pending"));
  EXPECT_EQ(Run({"down"}, url).code, ExitCode::kRefused);
}

TEST_F(PoolerCommandTest, InTransactionModeIsTakenWhenAllowed) {
  const pg::PgBouncer bouncer(cluster(), {.mode = pg::PoolMode::kTransaction});
  const std::string url = bouncer.Url(database().name());
  const Ran ran = Run({"up", "--allow-pooler"}, url);
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.text;
  pg::Connection next = pg::Connection::Open(bouncer.Database(database().name()));
  EXPECT_EQ(next.Query("SHOW idle_session_timeout").Text(0, 0), "0") << "it would end others' sessions";
}

TEST_F(PoolerCommandTest, InSessionModeIsWarnedOf) {
  const pg::PgBouncer bouncer(cluster(), {.mode = pg::PoolMode::kSession, .pool_size = 4});
  const Ran ran = Run({"up"}, bouncer.Url(database().name()));
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.text;
  EXPECT_THAT(ran.text, AllOf(HasSubstr("lockstep: warning: a connection pooler or proxy stands before"),
                              HasSubstr("applied 1 migration")));
}

TEST_F(PoolerCommandTest, ThatRefusesASettingIsNamed) {
  const pg::PgBouncer bouncer(cluster());
  directory_.Write("lockstep.yaml", "role: postgres\n");
  const Ran ran =
      Run({"up", "--config", directory_.path() / "lockstep.yaml"}, bouncer.Url(database().name()));
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.text, AllOf(HasSubstr("unsupported startup parameter"),
                              HasSubstr("HINT: a connection pooler"), HasSubstr("DATABASE_URL_DIRECT")));
}

}  // namespace
}  // namespace lockstep::cmd
