// SPDX-License-Identifier: Apache-2.0
// lockstep.yaml.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lint/severity.h"

namespace lockstep::cmd {

struct LintConfig {
  std::optional<int> pg_version = {};
  std::optional<std::string> runner = {};
  std::optional<std::string> fail_on = {};
  // By rule id; nothing: off.
  std::map<std::string, std::optional<lint::Severity>> rules = {};
  std::optional<std::filesystem::path> schema = {};
  std::optional<std::string> timezone = {};
  std::vector<std::string> exclude = {};  // globs, relative to the configuration file
};

// Durations are milliseconds.
struct UpConfig {
  std::optional<bool> lint = {};
  std::optional<int64_t> lock_wait = {};
  std::optional<int64_t> table_lock_budget = {};
  std::optional<int64_t> statement_timeout = {};
};

// What the file says; nothing where it is silent. Relative paths in it are relative to the file, and made
// absolute here.
struct Config {
  std::filesystem::path path = {};  // empty: there is no file
  std::optional<std::string> database = {};
  std::optional<std::filesystem::path> dir = {};
  std::optional<std::string> history_table = {};
  LintConfig lint = {};
  UpConfig up = {};
};

using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Reads the file. ${VAR} and ${VAR:-default} stand for environment variables. Unknown keys, wrong types,
// unknown rules and unset variables throw FileError with file, line, and the nearest known key.
Config ReadConfig(const std::filesystem::path& path, const Environment& environment);

// lockstep.yaml, looked up from `start` upwards to the repository root (the folder with .git); nothing when
// there is none.
std::optional<std::filesystem::path> FindConfig(const std::filesystem::path& start);

}  // namespace lockstep::cmd
