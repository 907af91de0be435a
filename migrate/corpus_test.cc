// SPDX-License-Identifier: Apache-2.0
// A real project's migrations: up, down step by step, and up again to the same schema.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "migrate/testing/runner_fixture.h"
#include "pg/testing/child_process.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/server_directory.h"
#include "source/directory.h"

namespace lockstep::migrate {
namespace {

namespace fs = std::filesystem;

constexpr int kGoldenServer = 15;  // which the golden schema was dumped from

fs::path Corpus() { return fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus"; }

// Without what differs from dump to dump: comments, \restrict keys, blank lines.
std::vector<std::string> SchemaLines(const std::string& dump) {
  std::vector<std::string> lines;
  std::istringstream in(dump);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("--") || line.starts_with("\\")) continue;
    lines.push_back(line);
  }
  return lines;
}

class CorpusTest : public RunnerTest {
 protected:
  std::vector<std::string> Dump() const {
    const auto binaries = pg::FindServerBinaries();
    const pg::CommandOutcome outcome = pg::RunCommand(
        {*binaries / "pg_dump", "--schema-only", "--exclude-table=lockstep_*", database().Url()},
        pg::ServerAccount());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    return SchemaLines(outcome.output);
  }
};

TEST_F(CorpusTest, OpenmeterGoesUpAndDownAndUpToTheSameSchema) {
  const fs::path files = Corpus() / "openmeter";
  if (!fs::exists(files)) GTEST_SKIP() << "no corpus at " << files;
  const source::Directory read = source::ReadDirectory(files);
  const size_t all = read.migrations.size();
  ASSERT_GT(all, 100U);
  pg::Connection connection = Connect();
  Runner runner(connection, {}, [](const Event& event) {
    if (std::holds_alternative<MigrationFailed>(event)) ADD_FAILURE() << Describe(event);
  });
  ASSERT_EQ(runner.Up(read.migrations, {}).finished, all);
  const std::vector<std::string> schema = Dump();
  for (size_t left = all; left > 0; --left) {
    const auto statuses = runner.Status(read.migrations);
    ASSERT_EQ(CurrentVersion(statuses), read.migrations[left - 1].version->Canonical());
    ASSERT_EQ(PendingCount(statuses), all - left);
    ASSERT_EQ(runner.Down(read.migrations, 1).finished, 1U);
  }
  ASSERT_EQ(runner.Up(read.migrations, {}).finished, all);
  EXPECT_EQ(Dump(), schema);
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_log"), std::to_string(3 * all));
  if (connection.server_version() / 10'000 != kGoldenServer) {
    GTEST_SKIP() << "the golden schema is of PostgreSQL " << kGoldenServer << ": not compared with it";
  }
  EXPECT_EQ(schema, SchemaLines(pg::ReadFile(Corpus() / "golden" / "openmeter.schema.sql")));
}

}  // namespace
}  // namespace lockstep::migrate
