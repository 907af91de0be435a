// SPDX-License-Identifier: Apache-2.0
#include "migrate/testing/runner_fixture.h"

#include <fmt/format.h>

#include <filesystem>
#include <variant>

#include "source/directory.h"

namespace lockstep::migrate {

namespace {

std::string Place(const SqlError& error) {
  if (error.file == nullptr) return "nowhere";
  const sql::Position position = error.file->PositionOf(error.offset.value_or(error.statement.begin));
  const std::string name = std::filesystem::path(error.file->name()).filename();
  return fmt::format("{}:{}:{}", name, position.line, position.column);
}

struct Describer {
  std::string operator()(const LockWaiting&) const { return "waiting"; }
  std::string operator()(const LockAcquired&) const { return "locked"; }
  std::string operator()(const MigrationStarted& event) const {
    return fmt::format("started {} {}{}", DirectionName(event.direction), event.migration.version->text(),
                       event.statements_done == 0 ? "" : fmt::format(" at {}", event.statements_done));
  }
  std::string operator()(const StatementFinished& event) const {
    return fmt::format("statement {}:{} {}", event.migration.version->text(), event.number,
                       event.command_tag);
  }
  std::string operator()(const Notice& event) const {
    return fmt::format("notice {} {}", event.message.severity, event.message.message);
  }
  std::string operator()(const Retry& event) const {
    return fmt::format("retry {} of {} at {} {}", event.attempt, event.attempts,
                       event.migration.version->text(), event.error.message.sqlstate);
  }
  std::string operator()(const WatcherRefused&) const { return "nobody watches"; }
  std::string operator()(const BuildProgress& event) const {
    return fmt::format("progress {} {}", event.migration.version->text(), event.phase);
  }
  std::string operator()(const MigrationFinished& event) const {
    return fmt::format("finished {} {}", DirectionName(event.direction), event.migration.version->text());
  }
  std::string operator()(const MigrationFailed& event) const {
    const std::string done = event.aftermath == Aftermath::kInDoubt ? ", in doubt"
                             : event.statements_done == 0
                                 ? ""
                                 : fmt::format(", {} of {} done", event.statements_done, event.statements);
    return fmt::format("failed {} {} {} {}{}", DirectionName(event.direction),
                       event.migration.version->text(), event.error.message.sqlstate, Place(event.error),
                       done);
  }
};

}  // namespace

std::string Describe(const Event& event) { return std::visit(Describer{}, event); }

void RunnerTest::Write(int version, std::string_view up, std::optional<std::string_view> down) const {
  directory_.Write(fmt::format("{}_change.up.sql", version), up);
  if (down) directory_.Write(fmt::format("{}_change.down.sql", version), *down);
}

source::Directory RunnerTest::Read() const {
  source::Directory read = source::ReadDirectory(directory_.path());
  for (const source::Problem& problem : read.problems) ADD_FAILURE() << problem.message;
  return read;
}

RunReport RunnerTest::UpOn(pg::Connection& connection, const RunnerOptions& options,
                           const Observer& observer) {
  const std::vector<source::Migration> migrations = source::InRunOrder(Read());
  return Runner(connection, options, observer).Up(migrations, {});
}

RunReport RunnerTest::Up(const RunnerOptions& options, const UpTarget& target) {
  events_.clear();
  pg::Connection connection = Connect();
  const std::vector<source::Migration> migrations = source::InRunOrder(Read());
  return Runner(connection, options, Recorder()).Up(migrations, target);
}

RunReport RunnerTest::Down(size_t count, const RunnerOptions& options) {
  events_.clear();
  pg::Connection connection = Connect();
  const std::vector<source::Migration> migrations = source::InRunOrder(Read());
  return Runner(connection, options, Recorder()).Down(migrations, count);
}

std::vector<std::string> RunnerTest::States() {
  pg::Connection connection = Connect();
  const std::vector<source::Migration> migrations = source::InRunOrder(Read());
  std::vector<std::string> states;
  for (const MigrationStatus& status : Runner(connection, {}, Recorder()).Status(migrations)) {
    states.push_back(fmt::format("{} {}", status.version ? status.version->text() : status.Key(),
                                 StateName(status.state)));
  }
  return states;
}

std::vector<std::string> RunnerTest::Column(std::string_view sql) const {
  pg::Connection connection = Connect();
  const pg::Result result = connection.Query(sql);
  std::vector<std::string> values;
  for (size_t row = 0; row < result.rows(); ++row) {
    values.emplace_back(result.OptionalText(row, 0).value_or("null"));
  }
  return values;
}

std::string RunnerTest::Value(std::string_view sql) const {
  const std::vector<std::string> values = Column(sql);
  if (values.size() == 1) return values.front();
  ADD_FAILURE() << values.size() << " rows: " << sql;
  return {};
}

void RunnerTest::Execute(std::string_view sql) const { Connect().Execute(sql); }

std::vector<std::string> RunnerTest::LogRows() const {
  return Column("SELECT version || ' ' || direction || ' ' || outcome FROM lockstep_log ORDER BY id");
}

std::vector<std::string> RunnerTest::AppliedVersions() const {
  return Column("SELECT version FROM lockstep_history WHERE state = 'applied' ORDER BY version::numeric");
}

}  // namespace lockstep::migrate
