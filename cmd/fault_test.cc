// SPDX-License-Identifier: Apache-2.0
// The program is killed, its session ended, or its server crashed, at the messages of the protocol one after
// the other. Whatever the moment: the next `up` finishes the directory, and the schema is that of an
// undisturbed run.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "pg/testing/dump.h"
#include "pg/testing/relay.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

// How many moments are tried; they are spread evenly over all messages of a run.
constexpr size_t kKillPoints = 210;
constexpr size_t kTerminationPoints = 40;
constexpr size_t kCrashPoints = 12;

class FaultTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    WriteMigrations();
    server_ = &cluster();
  }

  void WriteMigrations() const {
    directory_.Write("1_plain.up.sql",
                     "CREATE TABLE t (a int);\n"  // no sequence: those go on counting after a rollback
                     "INSERT INTO t SELECT generate_series(1, 20);\n"
                     "CREATE VIEW v AS SELECT a FROM t;\n");
    directory_.Write("2_mixed.up.sql",
                     "ALTER TABLE t ADD b int DEFAULT 7;\n"
                     "CREATE INDEX CONCURRENTLY i ON t (a);\n"
                     "INSERT INTO t (a) VALUES (21);\n"
                     "SET statement_timeout = '1min';\n"
                     "CREATE UNIQUE INDEX CONCURRENTLY ON t (a, b);\n"
                     "DROP INDEX CONCURRENTLY i;\n"
                     "REINDEX TABLE CONCURRENTLY t;\n"
                     "ALTER TABLE t ADD c int;\n");
    directory_.Write("3_copy.up.sql",
                     "CREATE TABLE l (a int, b text);\n"
                     "COPY l FROM stdin;\n1\tone\n2\ttwo\n\\.\n"
                     "INSERT INTO l VALUES (3, 'three');\n");
    directory_.Write("4_pairs.up.sql",
                     "BEGIN; CREATE TABLE p (a int) PARTITION BY RANGE (a); COMMIT;\n"
                     "BEGIN; CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); INSERT INTO p VALUES "
                     "(1); COMMIT;\n"
                     "VACUUM t;\n"
                     "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY;\n");
    directory_.Write("5_last.up.sql", "CREATE TABLE last AS SELECT count(*) FROM t;\n");
  }

  pid_t Start(const std::string& url) const {
    std::vector<std::string> words = {LOCKSTEP_PROGRAM, "--dir", directory_.path(), "--database", url, "up",
                                      "--quiet"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t pid = 0;
    EXPECT_EQ(::posix_spawn(&pid, LOCKSTEP_PROGRAM, nullptr, nullptr, arguments.data(), environ), 0);
    return pid;
  }

  static int WaitFor(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  static std::vector<std::string> Dump(const pg::TestDatabase& database) {
    return pg::Dump(database, pg::DumpContent::kSchemaAndRows);
  }

  // Of a run that nothing disturbs: its dump, and how many messages it takes.
  void Measure() {
    const pg::TestDatabase undisturbed(*server_);
    pg::Relay relay(*server_, [](const pg::RelayedMessage&) { return true; });
    ASSERT_EQ(WaitFor(Start(relay.Url(undisturbed.name()))), 0);
    dump_ = Dump(undisturbed);
    messages_ = relay.messages();
  }

  // Runs `up` into a database of its own with the fault at that message, then again without.
  void RunWithFaultAt(size_t message,
                      const std::function<bool(pid_t program, const pg::TestDatabase&)>& fault) {
    SCOPED_TRACE(fmt::format("at message {} of {}", message, messages_));
    const pg::TestDatabase disturbed(*server_);
    std::atomic<pid_t> program = 0;
    std::string kind;
    {
      pg::Relay relay(*server_, [&](const pg::RelayedMessage& relayed) {
        if (relayed.number != message) return true;
        while (program == 0) ::usleep(1000);
        kind = fmt::format("{} '{}'", relayed.from_client ? "client" : "server",
                           relayed.type == 0 ? '0' : relayed.type);
        return fault(program, disturbed);
      });
      program = Start(relay.Url(disturbed.name()));
      WaitFor(program);
    }
    ASSERT_EQ(WaitFor(Start(disturbed.Url())), 0) << kind;
    ASSERT_EQ(Dump(disturbed), dump_) << kind;
    ASSERT_EQ(disturbed.Connect()
                  .Query("SELECT string_agg(version || state, ' ' ORDER BY version) FROM lockstep_history")
                  .Text(0, 0),
              "1applied 2applied 3applied 4applied 5applied")
        << kind;
  }

  void RunWithFaults(size_t points,
                     const std::function<bool(pid_t program, const pg::TestDatabase&)>& fault) {
    Measure();
    ASSERT_GT(messages_, points);
    for (size_t i = 0; i < points && !HasFatalFailure(); ++i)
      RunWithFaultAt(1 + i * messages_ / points, fault);
  }

  sql::TemporaryDirectory directory_;
  pg::TemporaryCluster* server_ = nullptr;
  std::vector<std::string> dump_;
  size_t messages_ = 0;
};

TEST_F(FaultTest, KilledAtAnyMessage) {
  RunWithFaults(kKillPoints, [](pid_t program, const pg::TestDatabase&) {
    ::kill(program, SIGKILL);
    return false;
  });
}

TEST_F(FaultTest, ItsSessionsEndedAtAnyMessage) {
  RunWithFaults(kTerminationPoints, [](pid_t, const pg::TestDatabase& database) {
    database.Connect().Query(
        fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> "
                    "pg_backend_pid()",
                    database.name()));
    return true;
  });
}

TEST_F(FaultTest, TheServerCrashedAtAnyMessage) {
  // What was committed has to outlive a crash of the server, not one of the machine.
  pg::TemporaryCluster own;
  server_ = &own;
  RunWithFaults(kCrashPoints, [&own](pid_t, const pg::TestDatabase&) {
    own.Stop(pg::StopMode::kImmediate);
    own.Start();
    return false;
  });
}

}  // namespace
}  // namespace lockstep::cmd
