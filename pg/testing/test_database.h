// SPDX-License-Identifier: Apache-2.0
// For GoogleTest: one server a test program, one database a test.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "pg/connection.h"
#include "pg/testing/temporary_cluster.h"

namespace lockstep::pg {

// A database with a name of its own; dropped by the destructor, whoever is connected. The cluster has to
// outlive it.
class TestDatabase {
 public:
  explicit TestDatabase(const TemporaryCluster& cluster, std::string_view template_name = "template1");
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& name() const { return name_; }
  ConnectionString connection_string(std::string_view user = "postgres") const;
  std::string Url(std::string_view user = "postgres") const;
  Connection Connect(Waiting waiting = {}) const;

 private:
  const TemporaryCluster& cluster_;
  std::string name_;
};

// Fixture of tests that need a server. Where none is installed, of the version asked for, they are skipped;
// when the environment variable CI is set they fail. The server's log is shown when a test failed.
class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  // Shared by all tests of the program: leave it running, and as it was.
  TemporaryCluster& cluster() const { return *cluster_; }
  const TestDatabase& database() const { return *database_; }
  Connection Connect(Waiting waiting = {}) const { return database_->Connect(std::move(waiting)); }

 private:
  TemporaryCluster* cluster_ = nullptr;
  std::unique_ptr<TestDatabase> database_;
  size_t log_begin_ = 0;
};

}  // namespace lockstep::pg
