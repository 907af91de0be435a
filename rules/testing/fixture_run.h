// SPDX-License-Identifier: Apache-2.0
// Runs a lint fixture on a server, statement by statement, and compares what `lockstep locks` says of each.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pg/testing/measurement.h"
#include "pg/testing/temporary_cluster.h"
#include "rules/testing/fixture.h"

namespace lockstep::rules {

struct Tally {
  size_t same = 0;
  size_t all = 0;
};

struct FixtureOutcome {
  std::map<std::string, Tally> fields = {};
  std::map<std::string, std::set<std::string>> not_run = {};           // why, and of which fixtures
  std::map<std::string, std::vector<std::string>> disagreements = {};  // by fixture

  void Add(const FixtureOutcome& other);
};

// A database for one fixture after the other: cleaned up between them, and made anew where that is not
// enough.
class FixtureDatabase {
 public:
  FixtureDatabase(const pg::TemporaryCluster& server, std::string name);
  FixtureDatabase(const FixtureDatabase&) = delete;
  FixtureDatabase& operator=(const FixtureDatabase&) = delete;

  // Empty, with nobody connected.
  pg::ConnectionString Clean();
  int major_version() const { return major_version_; }

 private:
  void Make();
  bool CleanUp();

  const pg::TemporaryCluster& server_;
  std::string name_;
  std::string empty_;  // what it holds when it is new
  int major_version_ = 0;
  bool is_new_ = false;
};

// As psql does: each statement by itself, unless the file says BEGIN. Tables are given rows as soon as they
// are there, for what is empty is neither read nor rewritten; where such a row is what a statement fails for,
// the fixture is run again with fewer. After the first statement that fails the rest is left out.
void RunFixture(const Fixture& fixture, const std::string& name, FixtureDatabase& database,
                FixtureOutcome& outcome);

}  // namespace lockstep::rules
