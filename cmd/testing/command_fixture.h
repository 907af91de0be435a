// SPDX-License-Identifier: Apache-2.0
// For GoogleTest: the command line as a user meets it, with a directory of migrations and a database.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "cmd/exit_code.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {

struct Ran {
  ExitCode code;
  std::string out;
  std::string err;

  nlohmann::json Document() const { return nlohmann::json::parse(out); }
  // Of `--json` on commands that run migrations: one object a line.
  std::vector<nlohmann::json> Lines() const;
  std::vector<std::string> Events() const;
};

// In that working directory, with these environment variables and no others.
Ran RunIn(const std::filesystem::path& directory, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment);

class CommandTest : public pg::PostgresTest {
 protected:
  void SetUp() override;

  void Write(std::string_view name, std::string_view text) const { directory_.Write(name, text); }
  void Remove(std::string_view name) const;
  std::string PathOf(std::string_view name) const { return directory_.path() / name; }
  // For all runs from here on.
  void WriteConfig(std::string_view text);

  Ran Run(std::vector<std::string> arguments) const;

  // The first column, NULL as "null".
  std::vector<std::string> Column(std::string_view sql) const;
  std::string Value(std::string_view sql) const;  // of the only row

  sql::TemporaryDirectory directory_;
  std::string url_;          // in DATABASE_URL
  bool has_config_ = false;  // --config
};

}  // namespace lockstep::cmd
