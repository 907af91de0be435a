// SPDX-License-Identifier: Apache-2.0
// For GoogleTest: a directory of migrations, a database, and runs of one against the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/runner.h"
#include "pg/testing/test_database.h"
#include "source/migration.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::migrate {

// One line for people and comparisons:
//   waiting | locked | started up 1 | statement 1:2 INSERT 0 1 | notice NOTICE text | retry 1 of 11 at 1
//   55P03 finished up 1 | failed up 1 42P01 m.up.sql:3:8
std::string Describe(const Event& event);

class RunnerTest : public pg::PostgresTest {
 protected:
  // Writes VERSION_change.up.sql, and the down file when there is a text for it.
  void Write(int version, std::string_view up, std::optional<std::string_view> down = std::nullopt) const;
  source::Directory Read() const;
  const sql::TemporaryDirectory& directory() const { return directory_; }

  // Each on a connection of its own. The events are kept until the next run.
  RunReport Up(const RunnerOptions& options = {}, const UpTarget& target = {});
  RunReport Down(size_t count = 1, const RunnerOptions& options = {});
  std::vector<std::string> States();
  // The same, on a connection that is at hand, with an observer of the test's own.
  RunReport UpOn(pg::Connection& connection, const RunnerOptions& options, const Observer& observer);

  const std::vector<std::string>& events() const { return events_; }
  Observer Recorder() {
    return [this](const Event& event) { events_.push_back(Describe(event)); };
  }

  // The first column, NULL as "null".
  std::vector<std::string> Column(std::string_view sql) const;
  std::string Value(std::string_view sql) const;  // of the only row
  void Execute(std::string_view sql) const;
  // "1 up applied", …: the log in the order in which it was written.
  std::vector<std::string> LogRows() const;
  std::vector<std::string> AppliedVersions() const;

 private:
  sql::TemporaryDirectory directory_;
  std::vector<std::string> events_;
};

}  // namespace lockstep::migrate
