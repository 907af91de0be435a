// SPDX-License-Identifier: Apache-2.0
// Through a real PgBouncer: what only reads works, what writes through transaction pooling is refused before
// it does.
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"
#include "pg/testing/pg_bouncer.h"
#include "pg/testing/server_binaries.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ThroughAPoolerTest : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    Write("1_a.up.sql", "CREATE TABLE a ();");
    Write("1_a.down.sql", "DROP TABLE a;");
    if (pg::FindPgBouncer()) return;
    constexpr const char* kMissing = "no PgBouncer is installed (Debian: apt-get install pgbouncer)";
    if (std::getenv("CI") != nullptr) FAIL() << kMissing;
    GTEST_SKIP() << kMissing;
  }
};

TEST_F(ThroughAPoolerTest, NothingIsWrittenUnlessSomebodyInsists) {
  const pg::PgBouncer bouncer(cluster());
  url_ = bouncer.Url(database().name());
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"up"}, {"goto", "1"}, {"baseline", "1"}, {"repair", "--mark", "1"}}) {
    const Ran ran = Run(command);
    EXPECT_EQ(ran.code, ExitCode::kRefused) << command.front();
    EXPECT_THAT(ran.err, AllOf(HasSubstr("transaction mode"), HasSubstr("PgBouncer"),
                               HasSubstr("DATABASE_URL_DIRECT")))
        << command.front();
  }
  EXPECT_EQ(Value("SELECT to_regclass('lockstep_history')"), "null");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kPending);
  EXPECT_EQ(Run({"plan"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"up", "--allow-pooler"}).code, ExitCode::kOk);
  pg::Connection next = pg::Connection::Open(bouncer.Database(database().name()));
  EXPECT_EQ(next.Query("SHOW idle_session_timeout").Text(0, 0), "0") << "it would end others' sessions";
  // With nothing to do there is nothing to refuse.
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"status"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"log"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"down"}).code, ExitCode::kRefused);
}

TEST_F(ThroughAPoolerTest, InSessionModeIsWarnedOf) {
  const pg::PgBouncer bouncer(cluster(), {.mode = pg::PoolMode::kSession, .pool_size = 4});
  url_ = bouncer.Url(database().name());
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("lockstep: warning: a connection pooler or proxy stands before"),
                             HasSubstr("applied 1 migration")));
}

TEST_F(ThroughAPoolerTest, ThatRefusesASettingIsNamed) {
  const pg::PgBouncer bouncer(cluster());
  url_ = bouncer.Url(database().name());
  Write("lockstep.yaml", "role: postgres\n");
  const Ran ran = Run({"up", "--config", PathOf("lockstep.yaml")});
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("unsupported startup parameter"),
                             HasSubstr("HINT: a connection pooler"), HasSubstr("DATABASE_URL_DIRECT")));
}

}  // namespace
}  // namespace lockstep::cmd
