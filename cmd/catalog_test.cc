// SPDX-License-Identifier: Apache-2.0
// The catalog that migrations are replayed into, against what PostgreSQL's own holds when the same files were
// applied: real projects' directories, the shop of the documentation, and testdata/catalog for what those
// have not. Prints how far they agree.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "cmd/testing/command_fixture.h"
#include "cmd/testing/server_objects.h"
#include "model/replay.h"
#include "model/testing/catalog_objects.h"
#include "pg/testing/server_directory.h"
#include "source/directory.h"
#include "sql/script.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;

const fs::path& SourceDirectory() {
  static const fs::path path = LOCKSTEP_SOURCE_DIR;
  return path;
}

// A directory of migrations, or one file of testdata/catalog.
struct Migrations {
  std::string name;
  fs::path path;
  int since = 0;  // the first version of PostgreSQL that takes them
};

void PrintTo(const Migrations& migrations, std::ostream* out) { *out << migrations.path; }

// "-- since: 15" as the first line.
int SinceOf(const fs::path& file) {
  constexpr std::string_view kPrefix = "-- since: ";
  const std::string text = pg::ReadFile(file);
  return text.starts_with(kPrefix) ? std::stoi(text.substr(kPrefix.size())) : 0;
}

std::vector<Migrations> AllMigrations() {
  const fs::path corpus = SourceDirectory() / ".." / "shared" / "corpus";
  std::vector<Migrations> all = {
      {"crates_io", corpus / "crates-io"}, {"e2b", corpus / "e2b", 15},  // security_invoker
      {"langfuse", corpus / "langfuse"},   {"marquez", corpus / "marquez"},
      {"openmeter", corpus / "openmeter"}, {"shop", SourceDirectory() / "testdata" / "shop" / "migrations"}};
  const size_t projects = all.size();
  for (const auto& entry : fs::directory_iterator(SourceDirectory() / "testdata" / "catalog")) {
    if (entry.path().extension() == ".sql")
      all.push_back({entry.path().stem(), entry.path(), SinceOf(entry.path())});
  }
  std::sort(all.begin() + static_cast<std::ptrdiff_t>(projects), all.end(),
            [](const Migrations& left, const Migrations& right) { return left.name < right.name; });
  return all;
}

std::string ValueOf(const model::Properties& properties, const std::string& property) {
  const auto found = properties.find(property);
  return found == properties.end() ? "nothing" : found->second;
}

// Counts objects, and says what is wrong with those that do not agree.
class Comparison {
 public:
  Comparison(const model::CatalogObjects& server, const model::CatalogObjects& replayed) {
    for (const auto& [name, properties] : server) {
      const auto found = replayed.find(name);
      if (found == replayed.end()) {
        ++all_;
        disagreements_ += fmt::format("  {}: the catalog has it not\n", name);
      } else {
        Compare(name, properties, found->second);
      }
    }
    for (const auto& [name, properties] : replayed) {
      if (server.contains(name)) continue;
      ++all_;
      disagreements_ += fmt::format("  {}: the server has it not\n", name);
    }
  }

  const std::string& disagreements() const { return disagreements_; }
  size_t all() const { return all_; }

  std::string Summary() const {
    if (not_known_.empty()) return fmt::format("{} of {} objects agree\n", agreeing_, all_);
    return fmt::format("{} of {} objects agree; the catalog does not know:\n{}", agreeing_, all_, not_known_);
  }

 private:
  void Compare(const std::string& name, const model::Properties& server, const model::Properties& replayed) {
    ++all_;
    std::string differences;
    for (const auto& [property, value] : server) {
      const std::string own = ValueOf(replayed, property);
      if (own == value) continue;
      if (own == model::kNotKnown) {
        not_known_ += fmt::format("  {}: {} is «{}»\n", name, property, value);
      } else {
        differences += fmt::format("  {}: {} is «{}», in the catalog «{}»\n", name, property, value, own);
      }
    }
    for (const auto& [property, value] : replayed) {
      if (!server.contains(property))
        differences += fmt::format("  {}: {} is nothing, in the catalog «{}»\n", name, property, value);
    }
    agreeing_ += differences.empty() ? 1 : 0;
    disagreements_ += differences;
  }

  size_t all_ = 0;
  size_t agreeing_ = 0;
  std::string disagreements_;
  std::string not_known_;
};

class CatalogTest : public CommandTest, public testing::WithParamInterface<Migrations> {
 protected:
  void SetUp() override {
    if (!fs::exists(GetParam().path)) GTEST_SKIP() << GetParam().path << " is not there";
    CommandTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    version_ = Connect().server_version() / 10'000;
    if (version_ < GetParam().since)
      GTEST_SKIP() << GetParam().path << " needs PostgreSQL " << GetParam().since;
  }

  // Of a single file, a directory that holds it.
  fs::path Directory() const {
    if (fs::is_directory(GetParam().path)) return GetParam().path;
    Write("1_" + GetParam().name + ".up.sql", pg::ReadFile(GetParam().path));
    return directory_.path();
  }

  void Apply(const fs::path& directory) const {
    const Ran up = RunIn(directory_.path(), {"up", "--dir", directory}, {{"DATABASE_URL", url_}});
    ASSERT_EQ(up.code, ExitCode::kOk) << up.err;
  }

  // The server has taken them all: whatever is said to fail is a false claim.
  std::string Replay(const fs::path& path, model::Replay& replay) const {
    std::string failures;
    for (const source::Migration& migration : source::InRunOrder(source::ReadDirectory(path))) {
      if (!migration.up) continue;
      const sql::Script script = sql::Script::Parse(migration.up->file);
      const auto record = replay.Run(script, model::Runner::kLockstep, migration.up->no_transaction);
      for (const model::StatementRecord& statement : record.statements) {
        if (statement.failure)
          failures += fmt::format("  {}: is said to fail: {}\n", migration.up->path.string(),
                                  statement.failure->message);
      }
    }
    return failures;
  }

  int version_ = 0;
};

TEST_P(CatalogTest, IsTheServers) {
  const fs::path directory = Directory();
  ASSERT_NO_FATAL_FAILURE(Apply(directory));
  model::Replay replay({.pg_version = version_, .history_is_complete = true});
  EXPECT_EQ(Replay(directory, replay), "");
  pg::Connection connection = Connect();
  const Comparison comparison(ServerObjects(connection), model::ObjectsOf(replay.catalog()));
  std::cout << fmt::format("{} on PostgreSQL {}: {}", GetParam().name, version_, comparison.Summary());
  EXPECT_EQ(comparison.disagreements(), "");
  EXPECT_GT(comparison.all(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Migrations, CatalogTest, testing::ValuesIn(AllMigrations()),
                         [](const auto& migrations) { return migrations.param.name; });

}  // namespace
}  // namespace lockstep::cmd
