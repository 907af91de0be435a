// SPDX-License-Identifier: Apache-2.0
#include "cmd/testing/command_fixture.h"

#include <optional>
#include <sstream>

#include "cmd/cli.h"

namespace lockstep::cmd {

std::vector<nlohmann::json> Ran::Lines() const {
  std::vector<nlohmann::json> lines;
  std::istringstream in(out);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

std::vector<std::string> Ran::Events() const {
  std::vector<std::string> events;
  for (const nlohmann::json& line : Lines()) events.push_back(line.at("event"));
  return events;
}

Ran RunIn(const std::filesystem::path& directory, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Runtime runtime{.in = in,
                  .out = out,
                  .err = err,
                  .environment = [&](const std::string& name) -> std::optional<std::string> {
                    const auto found = environment.find(name);
                    return found == environment.end() ? std::nullopt : std::optional(found->second);
                  },
                  .working_directory = directory};
  const ExitCode code = RunCommandLine(arguments, runtime);
  return {code, out.str(), err.str()};
}

void CommandTest::SetUp() {
  PostgresTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) return;
  url_ = database().Url();
}

void CommandTest::WriteConfig(std::string_view text) {
  directory_.Write("lockstep.yaml", text);
  has_config_ = true;
}

void CommandTest::Remove(std::string_view name) const { std::filesystem::remove(directory_.path() / name); }

Ran CommandTest::Run(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--dir", directory_.path()});
  if (has_config_) arguments.insert(arguments.end(), {"--config", directory_.path() / "lockstep.yaml"});
  return RunIn(directory_.path(), arguments, {{"DATABASE_URL", url_}});
}

std::vector<std::string> CommandTest::Column(std::string_view sql) const {
  pg::Connection connection = Connect();
  const pg::Result result = connection.Query(sql);
  std::vector<std::string> values;
  for (size_t row = 0; row < result.rows(); ++row) {
    values.emplace_back(result.OptionalText(row, 0).value_or("null"));
  }
  return values;
}

std::string CommandTest::Value(std::string_view sql) const {
  const std::vector<std::string> values = Column(sql);
  return values.size() == 1 ? values.front() : std::to_string(values.size()) + " rows";
}

}  // namespace lockstep::cmd
