// SPDX-License-Identifier: Apache-2.0
// sslmode=verify-full, against a server whose certificate an authority of the test's has signed.
#include <gmock/gmock.h>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/certificate_authority.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class TlsTest : public PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    server_.emplace(ClusterOptions{.tcp = true, .tls = &authority_});
  }

  ConnectionString Database(const std::string& host, const std::filesystem::path& authority) const {
    ConnectionString string = ConnectionString::To(host, server_->port(), "postgres", "postgres");
    string.Set("sslmode", "verify-full");
    string.Set("sslrootcert", authority);
    return string;
  }

  DatabaseError FailureOf(const ConnectionString& string) const {
    try {
      Connection::Open(string);
    } catch (const DatabaseError& error) {
      return error;
    }
    ADD_FAILURE() << "connected";
    return DatabaseError(Failure::kStatement, "connected");
  }

  const CertificateAuthority authority_;
  std::optional<TemporaryCluster> server_;
};

TEST_F(TlsTest, VerifiesTheServer) {
  Connection connection = Connection::Open(Database("localhost", authority_.certificate()));
  EXPECT_TRUE(connection.Query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").Bool(0, 0));
}

TEST_F(TlsTest, RefusesAnotherAuthority) {
  const CertificateAuthority other;
  const DatabaseError error = FailureOf(Database("localhost", other.certificate()));
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("certificate verify failed"));
  EXPECT_THAT(error.hint(), HasSubstr("sslrootcert"));
}

TEST_F(TlsTest, RefusesAnotherHost) {
  const DatabaseError error = FailureOf(Database("127.0.0.1", authority_.certificate()));
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(),
              AllOf(HasSubstr("\"localhost\""), HasSubstr("does not match host name \"127.0.0.1\"")));
}

TEST_F(TlsTest, RefusesWithoutTheAuthoritysFile) {
  const DatabaseError error = FailureOf(Database("localhost", "/nonexistent/root.crt"));
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("root certificate file \"/nonexistent/root.crt\" does not exist"));
}

}  // namespace
}  // namespace lockstep::pg
