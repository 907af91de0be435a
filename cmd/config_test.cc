// SPDX-License-Identifier: Apache-2.0
#include "cmd/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/error.h"
#include "sql/testing/temporary_directory.h"
#include "sql/testing/unprivileged_user.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::optional<std::string> SomeVariables(const std::string& name) {
  if (name == "URL") return "postgres://app:secret@db/shop";
  if (name == "MAJOR") return "17";
  return std::nullopt;
}

class ConfigTest : public testing::Test {
 protected:
  Config Read(std::string_view text) {
    return ReadConfig(directory_.Write("lockstep.yaml", text), SomeVariables);
  }

  // "3:5: unknown key …": the message behind the file's name.
  std::string ErrorOf(std::string_view text) {
    const std::string name = directory_.Write("lockstep.yaml", text).string();
    try {
      ReadConfig(name, SomeVariables);
    } catch (const FileError& error) {
      const std::string message = error.what();
      EXPECT_TRUE(message.starts_with(name + ":")) << message;
      return message.substr(name.size() + 1);
    }
    return "no error";
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(ConfigTest, KnowsEveryKey) {
  const Config config = Read(R"(database: ${URL}
role: migrator
password_command: get-token --quiet
dir: db/migrations
history_table: public.lockstep_history
lint:
  pg_version: ${MAJOR}
  runner: golang-migrate
  fail_on: never
  rules: {MIG005: warning, MIG008: off, mig001: info}
  schema: schema.sql
  timezone: UTC
  exclude: ["migrations/0001_*", x]
up:
  lint: true
  lock_wait: 60s
  table_lock_budget: 500ms
  statement_timeout: 0
  ahead: ignore
down: deny
log_sql: true
)");
  EXPECT_EQ(config.path, directory_.path() / "lockstep.yaml");
  EXPECT_EQ(config.database, "postgres://app:secret@db/shop");
  EXPECT_EQ(config.database_as_written, "");
  EXPECT_EQ(config.role, "migrator");
  EXPECT_EQ(config.password_command, "get-token --quiet");
  EXPECT_EQ(config.dir, directory_.path() / "db/migrations");
  EXPECT_EQ(config.history_table, "public.lockstep_history");
  EXPECT_EQ(config.lint.pg_version, 17);
  EXPECT_EQ(config.lint.runner, "golang-migrate");
  EXPECT_EQ(config.lint.fail_on, "never");
  EXPECT_THAT(config.lint.rules, testing::ElementsAre(testing::Pair("MIG001", lint::Severity::kInfo),
                                                      testing::Pair("MIG005", lint::Severity::kWarning),
                                                      testing::Pair("MIG008", std::nullopt)));
  EXPECT_EQ(config.lint.schema, directory_.path() / "schema.sql");
  EXPECT_EQ(config.lint.timezone, "UTC");
  EXPECT_THAT(config.lint.exclude, testing::ElementsAre("migrations/0001_*", "x"));
  EXPECT_EQ(config.up.lint, true);
  EXPECT_EQ(config.up.lock_wait, milliseconds(60'000));
  EXPECT_EQ(config.up.table_lock_budget, milliseconds(500));
  EXPECT_EQ(config.up.statement_timeout, milliseconds(0));
  EXPECT_EQ(config.up.ahead, "ignore");
  EXPECT_EQ(config.down, "deny");
  EXPECT_EQ(config.log_sql, true);
}

TEST_F(ConfigTest, IsSilentWhereTheFileIs) {
  for (const char* text : {"", "\n", "# nothing\n", "---\n", "\xEF\xBB\xBF", "lint:\nup: ~\n"}) {
    const Config config = Read(text);
    EXPECT_EQ(config.database, std::nullopt);
    EXPECT_EQ(config.lint.pg_version, std::nullopt);
    EXPECT_EQ(config.up.lock_wait, std::nullopt);
  }
}

TEST_F(ConfigTest, ReadsTheSizesOfTables) {
  const Config config = Read("lint:\n  stats: db/stats.json\n  small_table_rows: 500");
  EXPECT_EQ(config.lint.stats, config.path.parent_path() / "db/stats.json");
  EXPECT_EQ(config.lint.small_table_rows, 500);
  EXPECT_NE(ErrorOf("lint:\n  small_table_rows: -1"), "");
}

TEST_F(ConfigTest, NamesTheNearestKnownKey) {
  EXPECT_EQ(ErrorOf("# x\nlnt:\n  pg_version: 15\n"), "2:1: unknown key \"lnt\": did you mean \"lint\"?");
  EXPECT_EQ(ErrorOf("lint:\n  pgversion: 15\n"),
            "2:3: unknown key \"pgversion\" in lint: did you mean \"pg_version\"?");
  EXPECT_EQ(ErrorOf("up: {timeout_of_locks: 1s}"),
            "1:6: unknown key \"timeout_of_locks\" in up; known are lint, lock_wait, table_lock_budget, "
            "statement_timeout, ahead");
}

TEST_F(ConfigTest, TakesNoKeyTwice) {
  EXPECT_EQ(ErrorOf("dir: a\nlint:\ndir: b\n"), "3:1: duplicate key \"dir\": it stands on line 1 already");
  EXPECT_EQ(ErrorOf("lint:\n  rules:\n    MIG001: off\n    create-index-blocking: off\n"),
            "4:5: rule MIG001 is given twice");
}

TEST_F(ConfigTest, ChecksTypes) {
  EXPECT_EQ(ErrorOf("dir: [a]"), "1:6: dir: expected text, not a list");
  EXPECT_EQ(ErrorOf("dir: {a: b}"), "1:6: dir: expected text, not a mapping");
  EXPECT_EQ(ErrorOf("dir:\nlint:\n"), "1:1: dir: expected text, not nothing");
  EXPECT_EQ(ErrorOf("dir: \"\""), "1:6: dir: expected text, not \"\"");
  EXPECT_EQ(ErrorOf("lint: 5"), "1:7: lint: expected keys with values, not text");
  EXPECT_EQ(ErrorOf("- lint"), "1:1: expected keys with values, not a list");
  EXPECT_EQ(ErrorOf("lint"), "1:1: expected keys with values, not text");
  EXPECT_EQ(ErrorOf("lint: {exclude: a}"), "1:17: lint.exclude: expected a list, such as [a, b], not text");
  EXPECT_EQ(ErrorOf("lint: {exclude: [a, [b]]}"), "1:21: lint.exclude[1]: expected text, not a list");
  EXPECT_EQ(ErrorOf("up: {lint: yes}"), "1:12: up.lint: expected true or false, not \"yes\"");
  EXPECT_EQ(ErrorOf("? [a]\n: b"), "1:3: a key has to be text, not a list");
}

TEST_F(ConfigTest, ChecksNumbers) {
  const std::string expected = "lint.pg_version: expected a whole number from 14 to 18, not ";
  EXPECT_EQ(ErrorOf("lint: {pg_version: fifteen}"), "1:20: " + expected + "\"fifteen\"");
  for (const char* text : {"13", "19", "15.1", "0x0F", "15x", "99999999999999999999", "-15"})
    EXPECT_EQ(ErrorOf(std::string("lint: {pg_version: ") + text + "}"),
              "1:20: " + expected + '"' + text + '"');
}

TEST_F(ConfigTest, ChecksDurations) {
  EXPECT_EQ(ErrorOf("up:\n  lock_wait: 5 min\n"),
            "2:14: up.lock_wait: expected a duration such as 500ms, 60s, 5m, 1h (596h at most) or 0, not \"5 "
            "min\"");
  EXPECT_EQ(ErrorOf("up: {lock_wait: [1s]}"),
            "1:17: up.lock_wait: expected a duration such as 60s, not a list");
}

TEST_F(ConfigTest, ChecksNames) {
  EXPECT_EQ(ErrorOf("lint: {runner: gose}"),
            "1:16: lint.runner: expected one of lockstep, golang-migrate, goose, dbmate, sqlx, flyway, psql, "
            "none, not "
            "\"gose\": did you mean \"goose\"?");
  EXPECT_EQ(ErrorOf("lint: {fail_on: fatal}"),
            "1:17: lint.fail_on: expected one of error, warning, never, not \"fatal\"");
  EXPECT_EQ(ErrorOf("lint: {rules: {MIG001: of}}"),
            "1:24: lint.rules.MIG001: expected one of error, warning, info, off, not \"of\": did you mean "
            "\"off\"?");
  EXPECT_EQ(ErrorOf("lint:\n  rules:\n    drop-colum: off\n"),
            "3:5: unknown rule \"drop-colum\": did you mean \"drop-column\"?");
  EXPECT_EQ(ErrorOf("lint: {rules: {everything: off}}"),
            "1:16: unknown rule \"everything\"; `lockstep rules` lists them");
}

TEST_F(ConfigTest, NamesAVariableThatIsNotSet) {
  EXPECT_EQ(ErrorOf("dir: x\ndatabase: ${NONE}"),
            "2:11: the environment variable NONE is not set: set it, or give a default: ${NONE:-…}");
  EXPECT_EQ(Read("database: ${NONE:-}").database, "");
  EXPECT_EQ(Read("history_table: $${URL}").history_table, "${URL}");
}

TEST_F(ConfigTest, CountsColumnsInCharacters) {
  EXPECT_EQ(ErrorOf("\xEF\xBB\xBF{dir: \"äö\", dar: x}"), "1:13: unknown key \"dar\": did you mean \"dir\"?");
  EXPECT_EQ(ErrorOf("dir: ä\r\nlint:\r\n  x: 1\r\n"),
            "3:3: unknown key \"x\" in lint; known are pg_version, runner, fail_on, rules, schema, timezone, "
            "small_table_rows, stats, exclude");
}

TEST_F(ConfigTest, SaysWhereItIsNoYaml) {
  EXPECT_EQ(ErrorOf("up:\n  lint: true\n    lock_wait: 60s\n"),
            "3:14: cannot be read as YAML: illegal map value");
  EXPECT_EQ(
      ErrorOf("lint:\n\tpg_version: 15\n"),
      "2:12: cannot be read as YAML: illegal map value; the line is indented with a tab: YAML wants blanks");
  EXPECT_EQ(ErrorOf(std::string(100'000, '[')), "1:1: cannot be read as YAML: nested too deeply");
  EXPECT_EQ(ErrorOf("dir: a\n---\ndir: b\n"),
            "2:1: what begins here is no part of the document: only one is read");
  EXPECT_EQ(ErrorOf(",dir: a"), "1:1: what begins here is no part of the document: only one is read");
  EXPECT_EQ(ErrorOf("dir: !!str a"), "1:6: the tag tag:yaml.org,2002:str has no meaning here: leave it out");
  EXPECT_EQ(ErrorOf("dir: *nowhere"), "1:6: cannot be read as YAML: the referenced anchor is not defined");
}

TEST_F(ConfigTest, SeesThatAQuoteIsNeverClosed) {
  const std::string expected = "1:6: the quoted text that begins here is never closed";
  EXPECT_EQ(ErrorOf("dir: \"a\nlint:\n  fail_on: never\n"), expected);
  EXPECT_EQ(ErrorOf("dir: 'it''s\n"), expected);
  EXPECT_EQ(ErrorOf("dir: \"a\\\"\n"), expected);
  EXPECT_EQ(Read("history_table: 'it''s'").history_table, "it's");
  EXPECT_EQ(Read("history_table: \"a\\\"b\"").history_table, "a\"b");
}

TEST_F(ConfigTest, SurvivesAliasesThatHoldThemselves) {
  EXPECT_EQ(ErrorOf("lint: &a {rules: *a}"), "1:11: unknown rule \"rules\"; `lockstep rules` lists them");
}

TEST_F(ConfigTest, RefusesWhatIsNoText) {
  EXPECT_EQ(ErrorOf(std::string("dir: a\0b", 8)).substr(0, 13), "1:7: NUL byte");
  EXPECT_EQ(ErrorOf("dir: \xFF").substr(0, 18), "1:6: invalid UTF-8");
  EXPECT_EQ(ErrorOf(std::string("\xFF\xFE"
                                "d\0",
                                4))
                .substr(0, 10),
            " is UTF-16");
  EXPECT_EQ(ErrorOf(std::string((1 << 20) + 1, '\n')),
            " has 1048577 bytes: a configuration has 1048576 at most");
}

TEST_F(ConfigTest, RefusesFilesThatCannotBeRead) {
  const fs::path missing = directory_.path() / "missing.yaml";
  EXPECT_THROW(ReadConfig(missing, SomeVariables), FileError);
  EXPECT_THROW(ReadConfig(directory_.path(), SomeVariables), FileError);
  const fs::path secret = directory_.Write("secret.yaml", "dir: a");
  fs::permissions(secret, fs::perms::none);
  fs::permissions(directory_.path(), fs::perms::all);
  const sql::UnprivilegedUser user;
  EXPECT_THROW(ReadConfig(secret, SomeVariables), FileError);
}

TEST(FindConfig, LooksUpwardsToTheRepositoryRoot) {
  const sql::TemporaryDirectory directory;
  const fs::path root = directory.path() / "project";
  fs::create_directories(root / "deep/deeper");
  fs::create_directory(root / ".git");
  directory.Write("lockstep.yaml", "");
  EXPECT_EQ(FindConfig(root / "deep/deeper"), std::nullopt);
  directory.Write("project/lockstep.yaml", "");
  EXPECT_EQ(FindConfig(root / "deep/deeper"), root / "lockstep.yaml");
  directory.Write("project/deep/lockstep.yaml", "");
  EXPECT_EQ(FindConfig(root / "deep/deeper"), root / "deep/lockstep.yaml");
  EXPECT_EQ(FindConfig(root), root / "lockstep.yaml");
}

TEST(FindConfig, LooksUpwardsToTheTopOutsideOfARepository) {
  const sql::TemporaryDirectory directory;
  fs::create_directory(directory.path() / "deep");
  EXPECT_EQ(FindConfig(directory.path() / "deep"), std::nullopt);
  directory.Write("lockstep.yaml", "");
  EXPECT_EQ(FindConfig(directory.path() / "deep"), directory.path() / "lockstep.yaml");
}

}  // namespace
}  // namespace lockstep::cmd
