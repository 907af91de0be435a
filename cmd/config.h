// SPDX-License-Identifier: Apache-2.0
// lockstep.yaml.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cmd/interpolation.h"
#include "lint/severity.h"

namespace lockstep::cmd {

struct LintConfig {
  std::optional<int> pg_version = {};
  std::optional<std::string> runner = {};
  std::optional<std::string> fail_on = {};
  // By rule id; nothing: off.
  std::map<std::string, std::optional<lint::Severity>> rules = {};
  std::optional<std::filesystem::path> schema = {};
  std::optional<std::filesystem::path> stats = {};
  std::optional<int> small_table_rows = {};
  std::optional<std::string> timezone = {};
  std::vector<std::string> exclude = {};  // globs, relative to the configuration file
};

struct UpConfig {
  std::optional<bool> lint = {};
  std::optional<std::chrono::milliseconds> lock_wait = {};
  std::optional<std::chrono::milliseconds> table_lock_budget = {};
  std::optional<std::chrono::milliseconds> statement_timeout = {};
  std::optional<std::string> ahead = {};  // "error", "warn", "ignore"
};

// What the file says; nothing where it is silent. Relative paths in it are relative to the file, and made
// absolute here.
struct Config {
  std::filesystem::path path = {};  // absolute; empty: there is no file
  std::optional<std::string> database = {};
  std::optional<std::string> database_as_written = {};  // with nothing in the place of variables
  std::optional<std::filesystem::path> dir = {};
  std::optional<std::string> source_format = {};
  std::optional<std::string> history_table = {};
  std::optional<std::string> role = {};
  std::optional<std::string> password_command = {};
  LintConfig lint = {};
  UpConfig up = {};
  std::optional<std::string> down = {};  // "allow", "deny"
  std::optional<bool> log_sql = {};
};

// Reads the file. ${VAR} and ${VAR:-default} stand for environment variables. Unknown and duplicate keys,
// wrong types, unknown rules and unset variables throw FileError with file, line, column and the nearest
// known name.
Config ReadConfig(const std::filesystem::path& path, const Environment& environment);

// lockstep.yaml, looked up from `start` upwards to the repository root (the folder with .git), or to the file
// system's where there is none; nothing when it is nowhere.
std::optional<std::filesystem::path> FindConfig(const std::filesystem::path& start);

}  // namespace lockstep::cmd
