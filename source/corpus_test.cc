// SPDX-License-Identifier: Apache-2.0
// Real projects' directories, each in its own format.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "source/directory.h"
#include "sql/script.h"

namespace lockstep::source {
namespace {

namespace fs = std::filesystem;

struct Project {
  std::string name;  // of the folder
  std::string_view format;
  long ups;
  long downs;
  size_t repeatables;
  long without_transaction;
};

class Corpus : public testing::TestWithParam<Project> {};

TEST_P(Corpus, IsReadWithoutAnError) {
  const fs::path path = fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus" / GetParam().name;
  if (!fs::is_directory(path)) GTEST_SKIP() << "there is no corpus beside the repository";
  const Directory directory = ReadDirectory(path);
  EXPECT_EQ(directory.format, GetParam().format);
  for (const Problem& problem : directory.problems)
    EXPECT_EQ(problem.severity, ProblemSeverity::kWarning) << problem.message;
  const auto count = [&directory](auto predicate) {
    return std::count_if(directory.migrations.begin(), directory.migrations.end(), predicate);
  };
  EXPECT_EQ(count([](const Migration& migration) { return migration.up.has_value(); }), GetParam().ups);
  EXPECT_EQ(count([](const Migration& migration) { return migration.down.has_value(); }), GetParam().downs);
  EXPECT_EQ(count([](const Migration& migration) { return migration.up->no_transaction; }),
            GetParam().without_transaction);
  EXPECT_EQ(directory.repeatables.size(), GetParam().repeatables);
  for (const auto& migrations : {directory.migrations, directory.repeatables}) {
    for (const Migration& migration : migrations)
      EXPECT_FALSE(sql::Script::Parse(migration.up->file).has_syntax_errors()) << migration.up->path;
  }
}

INSTANTIATE_TEST_SUITE_P(Directory, Corpus,
                         testing::Values(Project{"openmeter", "golang-migrate", 269, 269, 0, 0},
                                         Project{"e2b", "goose", 131, 131, 0, 40},
                                         Project{"crates-io", "diesel", 285, 285, 0, 7},
                                         Project{"marquez", "flyway", 81, 0, 3, 0},
                                         Project{"langfuse", "prisma", 434, 0, 0, 0}),
                         [](const auto& project) {
                           std::string name = project.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace lockstep::source
