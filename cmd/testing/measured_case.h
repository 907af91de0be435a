// SPDX-License-Identifier: Apache-2.0
// Cases of testdata/oracle, measured on a server.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "pg/testing/temporary_cluster.h"

namespace lockstep::cmd {

// A server on which cases are measured, of the major version that LOCKSTEP_TEST_PG names. Has a role app_user
// and a tablespace ts1. Throws DatabaseError when there is none.
class CaseServer {
 public:
  CaseServer();

  struct Outcome {
    nlohmann::ordered_json kinds = {};  // of the relations that were there before
    nlohmann::ordered_json truth = {};  // null when the setup does not run in this version
    std::string setup_error = {};
  };

  // Reads `setup`, `settings`, `before` and `statement`; each has databases of its own.
  Outcome Measure(const nlohmann::ordered_json& item);

  int major_version() const { return major_version_; }

 private:
  void Execute(const std::string& sql);

  pg::TemporaryCluster cluster_;
  int major_version_ = 0;
  int databases_ = 0;
};

}  // namespace lockstep::cmd
