// SPDX-License-Identifier: Apache-2.0
// The shared server starts with the first test that needs it, and ends with the test program.
#include "pg/testing/test_database.h"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <exception>
#include <optional>

#include "pg/error.h"
#include "pg/testing/server_binaries.h"

namespace lockstep::pg {
namespace {

class SharedServer : public ::testing::Environment {
 public:
  void TearDown() override { cluster_.reset(); }

  TemporaryCluster* cluster() {
    if (!cluster_) cluster_.emplace(options_);
    return &*cluster_;
  }

 private:
  // Off by default, and cannot be changed while it runs.
  const ClusterOptions options_{.settings = {{"max_prepared_transactions", "8"}, {"wal_level", "logical"}}};

  std::optional<TemporaryCluster> cluster_;
};

// GoogleTest owns it; gtest_main leaves no other moment to register one.
SharedServer* const shared_server = static_cast<SharedServer*>(
    ::testing::AddGlobalTestEnvironment(std::make_unique<SharedServer>().release()));

std::string UniqueName() {
  static std::atomic<int> number = 0;
  return fmt::format("test_{}_{}", ::getpid(), ++number);
}

// Empty when there is one to test with.
std::string WhyNoServer() {
  try {
    if (FindServerBinaries()) return {};
    return "no PostgreSQL server is installed (Debian: apt-get install postgresql)";
  } catch (const DatabaseError& error) {
    if (error.failure() != Failure::kUnreachable) throw;
    return error.message();  // none of the version that LOCKSTEP_TEST_PG names
  }
}

}  // namespace

TestDatabase::TestDatabase(const TemporaryCluster& cluster, std::string_view template_name)
    : cluster_(cluster), name_(UniqueName()) {
  Connection connection = Connection::Open(cluster_.Database());
  connection.Execute(
      fmt::format("CREATE DATABASE {} TEMPLATE {}", name_, connection.QuoteIdentifier(template_name)));
}

TestDatabase::~TestDatabase() {
  try {
    Connection::Open(cluster_.Database()).Execute(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
  } catch (const std::exception& error) {
    ADD_FAILURE() << "database " << name_ << " could not be dropped: " << error.what();
  }
}

ConnectionString TestDatabase::connection_string(std::string_view user) const {
  return cluster_.Database(name_, user);
}

std::string TestDatabase::Url(std::string_view user) const { return cluster_.Url(name_, user); }

Connection TestDatabase::Connect(Waiting waiting) const {
  return Connection::Open(connection_string(), std::move(waiting));
}

void PostgresTest::SetUp() {
  if (const std::string missing = WhyNoServer(); !missing.empty()) {
    if (std::getenv("CI") != nullptr) FAIL() << missing;
    GTEST_SKIP() << missing;
  }
  cluster_ = shared_server->cluster();
  log_begin_ = cluster_->Log().size();
  database_ = std::make_unique<TestDatabase>(*cluster_);
}

void PostgresTest::TearDown() {
  if (HasFailure() && cluster_ != nullptr) {
    ADD_FAILURE() << "server log:\n" << cluster_->Log().substr(log_begin_);
  }
  database_.reset();
}

}  // namespace lockstep::pg
