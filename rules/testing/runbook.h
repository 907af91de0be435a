// SPDX-License-Identifier: Apache-2.0
// The SQL blocks of a runbook page, by the convention of runbooks/README.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lockstep::rules {

struct BadBlock {
  std::string sql;
  size_t line = 0;
  std::string fails = {};   // SQLSTATE that a server must answer; empty: it runs
  std::string rule = {};    // id that must be reported; empty: the page's own
  std::string runner = {};  // that would run it; empty: lockstep
};

// One file of the safe form: 0002_name.up.sql or 0002_name.down.sql.
struct GoodFile {
  std::string name;
  std::string sql;
  size_t line = 0;
};

struct Runbook {
  std::filesystem::path path;
  std::string rule = {};   // "MIG001"; empty: a recipe
  std::string setup = {};  // all setup blocks, one after the other
  std::vector<BadBlock> bad = {};
  std::vector<GoodFile> ups = {};    // in the order in which they are applied
  std::vector<GoodFile> downs = {};  // each at the place of its up file
  std::vector<std::string> queries = {};
};

// Throws FileError for a page that breaks the convention.
Runbook ReadRunbook(const std::filesystem::path& path);

// Every page of the folder but its README, by name.
std::vector<std::filesystem::path> RunbookPages(const std::filesystem::path& folder);

}  // namespace lockstep::rules
