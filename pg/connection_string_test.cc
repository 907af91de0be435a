// SPDX-License-Identifier: Apache-2.0
// What users and other tools write to name a database.
#include "pg/connection_string.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

#include "pg/error.h"

namespace lockstep::pg {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Why the text is refused.
std::string ProblemOf(std::string_view text) {
  try {
    ConnectionString::Parse(text);
  } catch (const DatabaseError& error) {
    EXPECT_EQ(error.failure(), Failure::kBadParameters);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text;
  return "";
}

TEST(ConnectionString, TakesUrls) {
  const auto string =
      ConnectionString::Parse("postgresql://app:pw@db.example.com:5433/shop?sslmode=verify-full");
  EXPECT_EQ(string.Get("user"), "app");
  EXPECT_EQ(string.Get("password"), "pw");
  EXPECT_EQ(string.Get("host"), "db.example.com");
  EXPECT_EQ(string.Get("port"), "5433");
  EXPECT_EQ(string.Get("dbname"), "shop");
  EXPECT_EQ(string.Get("sslmode"), "verify-full");
  EXPECT_THAT(string.warnings(), IsEmpty());
}

TEST(ConnectionString, TakesKeysAndValues) {
  const auto string =
      ConnectionString::Parse("host=/tmp dbname='my db' password='it\\'s=://' options='-c a=b'");
  EXPECT_EQ(string.Get("host"), "/tmp");
  EXPECT_EQ(string.Get("dbname"), "my db");
  EXPECT_EQ(string.Get("password"), "it's=://");
  EXPECT_EQ(string.Get("options"), "-c a=b");
}

TEST(ConnectionString, IgnoresBlanksAround) {
  EXPECT_EQ(ConnectionString::Parse(" postgres://u@h/d\r\n").Get("dbname"), "d");
  EXPECT_EQ(ConnectionString::Parse("\n host=h dbname=d\n").Get("dbname"), "d");
}

TEST(ConnectionString, LeavesAllToTheEnvironmentWhenEmpty) {
  EXPECT_THAT(ConnectionString::Parse("").parameters(), IsEmpty());
  EXPECT_THAT(ConnectionString::Parse("  ").parameters(), IsEmpty());
}

TEST(ConnectionString, TakesIpv6AndSeveralHosts) {
  EXPECT_EQ(ConnectionString::Parse("postgres://[::1]:5/d").Get("host"), "::1");
  const auto several = ConnectionString::Parse("postgres://u@a:1,b:2/d?target_session_attrs=read-write");
  EXPECT_EQ(several.Get("host"), "a,b");
  EXPECT_EQ(several.Get("port"), "1,2");
}

TEST(ConnectionString, TakesPasswordsWithSpecialCharacters) {
  EXPECT_EQ(ConnectionString::Parse("postgres://u:p%40%2F%25%3A@h/d").Get("password"), "p@/%:");
  EXPECT_EQ(ConnectionString::Parse("postgres://u:p#s?s!&=:x@h/d?sslmode=disable").Get("password"),
            "p#s?s!&=:x");
  EXPECT_EQ(ConnectionString::Parse("postgres://u:p#s?s!&=:x@h/d?sslmode=disable").Get("sslmode"), "disable");
}

TEST(ConnectionString, TakesPgxSchemes) {
  for (const char* scheme : {"pgx", "pgx4", "pgx5", "postgres", "postgresql"}) {
    EXPECT_EQ(ConnectionString::Parse(std::string(scheme) + "://u@h/d").Get("dbname"), "d") << scheme;
  }
  EXPECT_THAT(ProblemOf("mysql://u:secret@h/d"), HasSubstr("scheme mysql is not PostgreSQL's"));
  EXPECT_THAT(ProblemOf("mysql://u:secret@h/d"), Not(HasSubstr("secret")));
}

TEST(ConnectionString, DropsOtherToolsParametersWithAWarning) {
  const auto string = ConnectionString::Parse(
      "pgx5://u@h/"
      "d?x-migrations-table=m&sslmode=disable&x-statement-timeout=5&pool_max_conns=4&connection_limit=1");
  EXPECT_EQ(string.Get("sslmode"), "disable");
  EXPECT_THAT(string.warnings(),
              ElementsAre(HasSubstr("x-migrations-table"), HasSubstr("x-statement-timeout"),
                          HasSubstr("pool_max_conns"), HasSubstr("connection_limit")));
  EXPECT_EQ(string.Get("options"), "");
}

TEST(ConnectionString, TakesPrismasSchemaAsSearchPath) {
  const auto string = ConnectionString::Parse("postgres://u@h/d?schema=My%20%22App%22");
  EXPECT_EQ(string.Get("options"), "-c search_path=\"My\\ \"\"App\"\"\"");
  EXPECT_THAT(string.warnings(), ElementsAre(HasSubstr("search_path")));
}

TEST(ConnectionString, TakesUnknownParametersAsServerSettings) {
  const auto string =
      ConnectionString::Parse("postgres://u@h/d?search_path=app,public&options=-c%20a%3Db&TimeZone=UTC");
  EXPECT_EQ(string.Get("options"), "-c a=b -c search_path=app,public -c TimeZone=UTC");
  EXPECT_THAT(string.warnings(), IsEmpty());
  EXPECT_THAT(ProblemOf("postgres://u@h/d?bad%20name=x"), HasSubstr("parameter name"));
  EXPECT_THAT(ProblemOf("postgres://u@h/d?search_path=%zz"), HasSubstr("%25"));
  EXPECT_THAT(ProblemOf("postgres://u@h/d?search_path=100%"), HasSubstr("%25"));
}

TEST(ConnectionString, KeepsTheEnvironmentsOptionsBesideItsOwn) {
  ::setenv("PGOPTIONS", "-c b=c", 1);
  const auto string = ConnectionString::Parse("postgres://u@h/d?search_path=app");
  ::unsetenv("PGOPTIONS");
  EXPECT_EQ(string.Get("options"), "-c b=c -c search_path=app");
}

TEST(ConnectionString, NeverShowsAPassword) {
  for (const char* text : {
           "postgres://u:s3%cret@h/d",               // not percent-encoded
           "postgres://u:s3/cret@h/d",               // libpq would take s3 for a port
           "postgres://u:s3@cret@h/d",               // and cret@h for a host
           "postgres://u:s3cret@h/d@cret",           //
           "postgres://u:s3cret%00@h/d",             //
           "postgres://u:s3cret@[::1/d",             //
           "password=s3 cret",                       // libpq would take cret for a keyword
           "password=s3 cret=x host=h",              //
           "host=h password='s3cret",                //
           "jdbc:postgresql://h/d?password=s3cret",  //
           "dbname=postgres://u:s3cret@h/d",
       }) {
    const std::string problem = ProblemOf(text);
    EXPECT_THAT(problem, Not(IsEmpty()));
    EXPECT_THAT(problem, Not(HasSubstr("s3"))) << text;
    EXPECT_THAT(problem, Not(HasSubstr("cret"))) << text;
  }
}

TEST(ConnectionString, SaysWhatIsWrong) {
  EXPECT_THAT(ProblemOf("just_a_name"), HasSubstr("missing \"=\" after \"...\""));
  EXPECT_THAT(ProblemOf("postgres://u:a@b@h/d"), HasSubstr("%40"));
  EXPECT_THAT(ProblemOf(std::string_view("host=a\0b", 8)), HasSubstr("NUL"));
  EXPECT_THAT(ProblemOf("postgres://h/d?sslmode"), HasSubstr("missing key/value separator"));
}

TEST(ConnectionString, IsDisplayedAsAUrlWithoutSecretsAndOptions) {
  EXPECT_EQ(ConnectionString::Parse("postgres://app:pw@h:1/d?sslmode=disable").Display(),
            "postgres://app@h:1/d");
  EXPECT_EQ(ConnectionString::Parse("host=/tmp port=1 user=app dbname=d password=pw").Display(),
            "postgres://app@/d?host=/tmp&port=1");
}

TEST(ConnectionString, ItsDisplayLeadsToTheSameDatabase) {
  for (const char* text : {"host=a,::1 port=1,2 user=u dbname=d", "host=a,b port=1 user=u dbname=d",
                           "host=h user='a@b c' dbname='x/y?z&%'", "host='/tmp/a b&c' port=1 user=u dbname=d",
                           "host=h user=jürgen dbname=d"}) {
    const auto string = ConnectionString::Parse(text);
    const auto again = ConnectionString::Parse(string.Display());
    for (const char* keyword : {"host", "user", "dbname"})
      EXPECT_EQ(again.Get(keyword), string.Get(keyword)) << text;
  }
  EXPECT_EQ(ConnectionString::Parse("host=a,::1 port=1,2 user=u dbname=d").Display(),
            "postgres://u@a:1,[::1]:2/d");
}

TEST(ConnectionString, IsDisplayedWithWhatTheEnvironmentAdds) {
  ::setenv("PGHOST", "db", 1);
  ::setenv("PGPORT", "7", 1);
  ::setenv("PGUSER", "app", 1);
  ::setenv("PGPASSWORD", "s3cret", 1);
  EXPECT_EQ(ConnectionString::Parse("").Display(), "postgres://app@db:7/app");
  for (const char* name : {"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD"}) ::unsetenv(name);
}

TEST(ConnectionString, SetReplaces) {
  auto string = ConnectionString::To("h", 5432, "d", "u");
  string.Set("password", "one");
  string.Set("password", "two");
  EXPECT_EQ(string.Get("password"), "two");
  EXPECT_EQ(string.parameters().size(), 5U);
}

}  // namespace
}  // namespace lockstep::pg
