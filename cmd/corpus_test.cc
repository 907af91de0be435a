// SPDX-License-Identifier: Apache-2.0
// Five real projects' migrations, each in its own format: from nothing to the schema that they are known to
// make, and back as far as their down parts go.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <limits>
#include <set>
#include <sstream>

#include "cmd/testing/command_fixture.h"
#include "pg/testing/dump.h"
#include "pg/testing/schema_listing.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/server_directory.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Lines = std::vector<std::string>;
using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsSubsetOf;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr int kGoldenVersion = 15;  // of server and pg_dump

fs::path Corpus() { return fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus"; }

// What only one of them has; empty when they are the same.
std::string Difference(const Lines& expected, const Lines& found) {
  if (expected == found) return {};
  constexpr size_t kShown = 20;
  std::multiset<std::string> missing(expected.begin(), expected.end());
  Lines unexpected;
  for (const std::string& line : found) {
    const auto at = missing.find(line);
    at == missing.end() ? unexpected.push_back(line) : static_cast<void>(missing.erase(at));
  }
  std::string text = missing.empty() && unexpected.empty() ? "the same lines in another order\n" : "";
  size_t shown = 0;
  for (const std::string& line : missing)
    if (shown++ < kShown) text += "- " + line + "\n";
  for (const std::string& line : unexpected)
    if (shown++ < 2 * kShown) text += "+ " + line + "\n";
  return text;
}

// What psql is to run of a file to make the same schema: goose keeps both directions in one.
std::string UpPart(const fs::path& file) {
  const std::string text = pg::ReadFile(file);
  return text.substr(0, text.find("-- +goose Down"));
}

// By name; but diesel's 2017-10-08-193512_x is version 20171008193512, and of Flyway's V1.10__x comes after
// V1.9__y, and R__z last.
std::pair<std::vector<int>, std::string> OrderOf(const fs::path& file) {
  std::string name = file.string();
  if (name.starts_with("R__")) return {{std::numeric_limits<int>::max()}, name};
  if (name.starts_with("V")) {
    std::vector<int> numbers;
    std::istringstream version(name.substr(1, name.find("__") - 1));
    for (std::string number; std::getline(version, number, '.');) numbers.push_back(std::stoi(number));
    return {numbers, name};
  }
  const auto end_of_version = name.begin() + static_cast<std::ptrdiff_t>(name.find('_'));
  name.erase(std::remove(name.begin(), end_of_version, '-'), end_of_version);
  return {{}, name};
}

class CorpusTest : public CommandTest {
 protected:
  void SetUp() override {
    if (!fs::exists(Corpus())) GTEST_SKIP() << "the real projects' migrations are not at " << Corpus();
    CommandTest::SetUp();
  }

  Ran Lockstep(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--dir", Corpus() / project_});
    return RunIn(directory_.path(), arguments, {{"DATABASE_URL", url_}});
  }

  int ServerMajor() const { return Connect().server_version() / 10'000; }

  Lines Schema() const { return pg::Dump(database()); }

  // The states that status shows, each once.
  std::set<std::string> States() const {
    std::set<std::string> states;
    const Json status = Lockstep({"status", "--json"}).Document();
    for (const Json& migration : status.at("migrations")) states.insert(migration.at("state"));
    return states;
  }

  // From nothing, in one go.
  void GoUp(size_t migrations) const {
    ASSERT_EQ(Lockstep({"check"}).code, ExitCode::kPending);
    ASSERT_EQ(Lockstep({"status", "--json"}).Document().at("pending"), migrations);
    const Ran up = Lockstep({"up"});
    ASSERT_EQ(up.code, ExitCode::kOk) << up.err;
    EXPECT_THAT(up.err, HasSubstr(fmt::format("\napplied {} migrations in ", migrations)));
    const Json status = Lockstep({"status", "--json"}).Document();
    EXPECT_EQ(status.at("pending"), 0);
    EXPECT_THAT(status.at("migrations"), SizeIs(migrations));
    EXPECT_THAT(States(), ElementsAre("applied"));
    EXPECT_EQ(Lockstep({"check"}).code, ExitCode::kOk);
    EXPECT_THAT(Lockstep({"up"}).err, EndsWith("nothing to apply\n"));
  }

  // The same, and to the schema that the files make; returns that. psql makes it meanwhile, where it has to.
  Lines GoUpToGolden(size_t migrations, const std::vector<fs::path>& files) const {
    std::future<Lines> reference = std::async(std::launch::async, [&] { return Golden(files); });
    GoUp(migrations);
    Lines golden = reference.get();
    EXPECT_EQ(Difference(golden, Schema()), "");
    return golden;
  }

  // What the project's files make: of PostgreSQL 15 as it is on file, of others as psql makes it there.
  // `files` in the order in which they are run.
  Lines Golden(const std::vector<fs::path>& files) const {
    const int server = ServerMajor();
    if (server == kGoldenVersion && pg::DumpedBy(server) == kGoldenVersion)
      return pg::DumpLines(pg::ReadFile(Corpus() / "golden" / (project_ + ".schema.sql")));
    fmt::print("compared with what psql makes of {} on PostgreSQL {}, by {}\n", project_, server,
               pg::DumpedBy(server) == 0 ? "the catalogs" : "pg_dump");
    return Reference(files);
  }

  Lines Reference(const std::vector<fs::path>& files) const {
    const pg::TemporaryCluster cluster;  // roles are shared by all databases of one
    const pg::TestDatabase database(cluster);
    std::string script;
    for (size_t i = 0; i < files.size(); ++i) {
      const std::string name = fmt::format("reference_{}.sql", i);
      directory_.Write(name, UpPart(files[i]));
      script += fmt::format("\\connect -\n\\i '{}'\n", PathOf(name));
    }
    directory_.Write("reference.sql", script);
    const auto psql = pg::FindClientProgram("psql", 0);
    EXPECT_TRUE(psql) << "no psql is installed";
    const pg::CommandOutcome outcome =
        pg::RunCommand({psql->path, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
                        "--file=" + PathOf("reference.sql"), database.Url()},
                       std::nullopt);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output.substr(0, 4000);
    return pg::Dump(database);
  }

  // Those of the project that end in that, in the order of their versions.
  std::vector<fs::path> Files(std::string_view ending) const {
    const fs::path project = Corpus() / project_;
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(project))
      if (entry.path().string().ends_with(ending)) files.push_back(entry.path().lexically_relative(project));
    std::sort(files.begin(), files.end(),
              [](const fs::path& a, const fs::path& b) { return OrderOf(a) < OrderOf(b); });
    for (fs::path& file : files) file = project / file;
    return files;
  }

  // Goes down to nothing. A down part that fails has to leave everything as it was; then its migration is
  // forgotten. Returns the versions of those.
  Lines GoDownForgettingWhatFails() const {
    Lines forgotten;
    Ran down = Lockstep({"goto", "0"});
    while (down.code != ExitCode::kOk && forgotten.size() < 20) {
      // Nothing is run as long as one of all is no SQL.
      if (down.code == ExitCode::kUsage) down = Lockstep({"goto", VersionInTheWay(down.err)});
      forgotten.push_back(CurrentVersion());
      ExpectDownFailsCleanly();
      const Ran repair = Lockstep({"repair", "--forget", forgotten.back()});
      EXPECT_EQ(repair.code, ExitCode::kOk) << repair.err;
      down = Lockstep({"goto", "0"});
    }
    return forgotten;
  }

  // As the message says it: "(`lockstep goto 12`)".
  static std::string VersionInTheWay(const std::string& message) {
    constexpr std::string_view kBefore = "`lockstep goto ";
    const size_t at = message.find(kBefore);
    EXPECT_NE(at, std::string::npos) << message;
    if (at == std::string::npos) return {};
    const std::string rest = message.substr(at + kBefore.size());
    return rest.substr(0, rest.find('`'));
  }

  std::string CurrentVersion() const {
    return Lockstep({"status", "--json"}).Document().at("current").get<std::string>();
  }

  void ExpectDownFailsCleanly() const {
    const std::string version = CurrentVersion();
    const Lines before = Listing();
    const Ran down = Lockstep({"down"});
    EXPECT_THAT(down.code, AnyOf(ExitCode::kFailed, ExitCode::kUsage)) << down.err;
    EXPECT_THAT(down.err, HasSubstr(down.code == ExitCode::kFailed ? ": ERROR " : ": error: "));
    EXPECT_THAT(down.err, HasSubstr("nothing "));
    EXPECT_THAT(down.err, HasSubstr("`lockstep repair --forget " + version + "`"));
    EXPECT_EQ(Difference(before, Listing()), "") << down.err;
    EXPECT_EQ(CurrentVersion(), version);
    EXPECT_THAT(States(), IsSubsetOf({"applied", "pending"}));
  }

  // Faster than a dump.
  Lines Listing() const {
    pg::Connection connection = Connect();
    return pg::SchemaListing(connection);
  }

  // Of e2b's migrations: it is told what is wrong, and the ones before it are applied.
  void GoUpToAViewOfPostgres15() const {
    const std::vector<fs::path> files = Files(".sql");
    const Ran up = Lockstep({"up"});
    EXPECT_EQ(up.code, ExitCode::kFailed) << up.err;
    EXPECT_THAT(up.err, HasSubstr(": ERROR 22023: unrecognized parameter \"security_invoker\"\n"));
    EXPECT_THAT(up.err, HasSubstr("nothing of it was applied"));
    EXPECT_THAT(States(), UnorderedElementsAre("applied", "pending"));
    const std::string version = CurrentVersion();
    const auto last = std::find_if(files.begin(), files.end(), [&](const fs::path& file) {
      return file.filename().string().starts_with(version);
    });
    ASSERT_NE(last, files.end()) << version;
    EXPECT_EQ(Difference(Reference({files.begin(), last + 1}), Schema()), "");
  }

  std::string project_;
};

TEST_F(CorpusTest, OpenmeterGoesUpAndDownAndUpAgain) {
  project_ = "openmeter";
  const Lines golden = GoUpToGolden(269, Files(".up.sql"));
  const Ran down = Lockstep({"goto", "0"});
  ASSERT_EQ(down.code, ExitCode::kOk) << down.err;
  EXPECT_EQ(CurrentVersion(), "0");
  GoUp(269);
  EXPECT_EQ(Difference(golden, Schema()), "");
}

TEST_F(CorpusTest, E2bGoesUpAndDownAsFarAsItsDownPartsAreRight) {
  project_ = "e2b";
  if (ServerMajor() < 15) return GoUpToAViewOfPostgres15();
  GoUpToGolden(131, Files(".sql"));
  EXPECT_EQ(GoDownForgettingWhatFails(), Lines({"20250910072612", "20250910063940"}));
  EXPECT_EQ(CurrentVersion(), "0");
}

TEST_F(CorpusTest, CratesIoGoesUpAndDownAsFarAsItsDownPartsAreRight) {
  project_ = "crates-io";
  GoUpToGolden(285, Files("/up.sql"));
  const Lines forgotten = GoDownForgettingWhatFails();
  Lines wrong = {"20241025112826", "20170708133715", "20170318181441", "20141007131147",
                 "20141002222426", "20141001190230", "20140929103755", "20140929103754"};
  // An index on a function that finds its types by search_path: 17 sets an empty one where it builds indexes.
  if (ServerMajor() >= 17) wrong.insert(wrong.begin() + 3, {"20170311180634", "20170308140537"});
  EXPECT_EQ(forgotten, wrong);
  EXPECT_EQ(CurrentVersion(), "0");
}

TEST_F(CorpusTest, MarquezGoesUp) {
  project_ = "marquez";
  GoUpToGolden(84, Files(".sql"));
}

TEST_F(CorpusTest, LangfuseGoesUp) {
  project_ = "langfuse";
  GoUpToGolden(434, Files("/migration.sql"));
}

}  // namespace
}  // namespace lockstep::cmd
