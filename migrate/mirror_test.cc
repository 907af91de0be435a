// SPDX-License-Identifier: Apache-2.0
// golang-migrate's lock ids, as its own tests and its command line have them.
#include "migrate/mirror.h"

#include <gmock/gmock.h>

namespace lockstep::migrate {
namespace {

using ::testing::ElementsAre;

struct IdCase {
  std::string name;
  std::string schema;
  std::string table;
  std::string database;
  int64_t id;
};

class LockIds : public ::testing::TestWithParam<IdCase> {};

TEST_P(LockIds, AreGolangMigrates) {
  EXPECT_EQ(GolangMigrateLockId(GetParam().database, {.schema = GetParam().schema, .name = GetParam().table}),
            GetParam().id);
}

INSTANTIATE_TEST_SUITE_P(
    GolangMigrateLockId, LockIds,
    ::testing::Values(IdCase{"OfItsOwnTests", "schema_name_1", "schema_name_2", "database_name", 3743845847},
                      IdCase{"OfALibrary", "public", "schema_migrations", "postgres", 143310882},
                      IdCase{"OfTheCommandLine", "public", "schema_migrations", "/postgres", 3280485947},
                      IdCase{"SeenInPgLocks", "public", "schema_migrations", "/gm", 3596941855}),
    [](const auto& instance) { return instance.param.name; });

TEST(Mirror, TakesTheCommandLinesIdFirst) {
  const Mirror mirror({.schema = "public", .name = "schema_migrations"});
  EXPECT_THAT(mirror.LockIds("app"), ElementsAre(1726534663, 1787120056));
}

TEST(Mirror, IsFoundInTheHistory) {
  const Mirror mirror({.schema = "App", .name = "schema_migrations"});
  const std::vector<HistoryRow> rows = {
      {.version = "1"},
      {.version = mirror.Entry().version, .kind = RowKind::kMirror, .name = mirror.Entry().name}};
  ASSERT_TRUE(Mirror::Find(rows));
  EXPECT_EQ(Mirror::Find(rows)->table(), mirror.table());
  EXPECT_FALSE(Mirror::Find(std::vector<HistoryRow>{{.version = "1"}}));
}

}  // namespace
}  // namespace lockstep::migrate
