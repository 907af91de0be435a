// SPDX-License-Identifier: Apache-2.0
// What other users of a database can put in our way: functions, operators, types and tables that shadow
// PostgreSQL's own (CVE-2018-1058), and things in the place of our tables. And names that were made to do
// harm where they are shown.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// In public, one of each function, operator, type and table of pg_catalog that can be made there. Whatever
// calls one fails. Search paths look there first, as nobody has to be told who does it in an attack.
constexpr std::string_view kShadows = R"(
CREATE FUNCTION public.sprung() RETURNS bool LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the trap has sprung'; END $$;
DO $do$
DECLARE item record;
BEGIN
  FOR item IN SELECT proname, pg_get_function_identity_arguments(oid) AS arguments,
                     pg_get_function_result(oid) AS result
              FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION public.%I(%s) RETURNS %s LANGUAGE plpgsql AS '
                     '$$ BEGIN RAISE EXCEPTION ''the trap has sprung''; END $$',
                     item.proname, item.arguments, item.result);
    EXCEPTION WHEN OTHERS THEN NULL;  -- internal, "any", …
    END;
  END LOOP;
  FOR item IN SELECT oid, oprname, oprleft::regtype AS l, oprright::regtype AS r, oprresult::regtype AS result
              FROM pg_operator WHERE oprleft <> 0 AND oprnamespace = 'pg_catalog'::regnamespace LOOP
    BEGIN
      EXECUTE format('CREATE FUNCTION public.sprung_%s(%s, %s) RETURNS %s LANGUAGE plpgsql AS '
                     '$$ BEGIN RAISE EXCEPTION ''the trap has sprung''; END $$',
                     item.oid, item.l, item.r, item.result);
      EXECUTE format('CREATE OPERATOR public.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = public.sprung_%s)',
                     item.oprname, item.l, item.r, item.oid);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
  FOR item IN SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v') LOOP
    EXECUTE format('CREATE VIEW public.%I AS SELECT public.sprung()', item.relname);
  END LOOP;
  FOR item IN SELECT typname FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype = 'b'
                AND typelem = 0 LOOP
    BEGIN
      EXECUTE format('CREATE DOMAIN public.%1$I AS pg_catalog.%1$I CHECK (public.sprung())', item.typname);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
  EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database());
END $do$;
)";

class HostileTest : public CommandTest {
 protected:
  void TearDown() override {
    if (database_has_roles_) {
      pg::Connection connection = Connect();
      connection.Execute(
          "RESET ROLE; DROP OWNED BY hostile_mallory, hostile_app CASCADE; DROP ROLE hostile_mallory, "
          "hostile_app");
    }
    CommandTest::TearDown();
  }

  // mallory may make things in public; the program runs as app, who is nobody special.
  void BecomeOneOfMany() {
    Connect().Execute(
        "CREATE ROLE hostile_mallory; CREATE ROLE hostile_app LOGIN; "
        "GRANT CREATE ON SCHEMA public TO hostile_mallory, hostile_app;"
        "SET ROLE hostile_mallory;"
        "CREATE TABLE public.victims (who pg_catalog.text); GRANT ALL ON public.victims TO public;"
        "CREATE FUNCTION public.take() RETURNS bool LANGUAGE plpgsql AS "
        "  'BEGIN INSERT INTO public.victims VALUES (current_user); RETURN true; END'");
    database_has_roles_ = true;
    url_ = database().Url("hostile_app");
  }

  std::vector<std::string> Victims() const { return Column("SELECT who FROM public.victims"); }

  // Nothing of mallory's has run in our name, whatever command reads or writes the history.
  void ExpectAllRefused(std::string_view why) const {
    for (const char* command : {"up", "status", "version", "check", "plan"}) {
      const Ran ran = Run({command});
      EXPECT_EQ(ran.code, ExitCode::kRefused) << command;
      EXPECT_THAT(ran.err, HasSubstr(why)) << command;
    }
    EXPECT_THAT(Victims(), IsEmpty());
  }

  bool database_has_roles_ = false;
};

TEST_F(HostileTest, CallsNothingThatShadowsPostgres) {
  Connect().Execute(kShadows);
  // Each kind of trap is set, and springs.
  for (const char* careless : {"SELECT lower('A'::pg_catalog.text)", "SELECT 1 + 1", "SELECT 'a'::text",
                               "SELECT * FROM pg_class", "SELECT 1 WHERE current_user IN ('a', 'b')"}) {
    EXPECT_THROW(Connect().Query(careless), pg::DatabaseError) << careless;
  }
  Connect().Execute("CREATE SCHEMA app");
  Write("1_a.up.sql", "CREATE TABLE app.a (id int);");
  Write("1_a.down.sql", "DROP TABLE app.a;");
  Write("2_b.up.sql",
        "CREATE INDEX CONCURRENTLY i ON app.a (id);\nREINDEX INDEX CONCURRENTLY app.i;\nVACUUM app.a;");
  Write("2_b.down.sql", "DROP INDEX CONCURRENTLY app.i;");
  Write("3_c.up.sql", "CREATE TABLE app.c ();\nVACUUM app.c;\nSELECT missing;");
  EXPECT_EQ(Run({"check"}).code, ExitCode::kPending);
  const Ran up = Run({"up"});
  EXPECT_EQ(up.code, ExitCode::kFailed);
  EXPECT_THAT(up.err, AllOf(HasSubstr("applied 1 a"), HasSubstr("applied 2 b"), HasSubstr("42703"),
                            Not(HasSubstr("the trap has sprung"))));
  const std::vector<std::vector<std::string>> commands = {{"status"},
                                                          {"version"},
                                                          {"check"},
                                                          {"plan"},
                                                          {"log"},
                                                          {"repair", "--mark", "3"},
                                                          {"repair", "--forget", "3"},
                                                          {"baseline", "3"},
                                                          {"repair", "--forget", "3"},
                                                          {"redo"},
                                                          {"goto", "0"},
                                                          {"goto", "2"},
                                                          {"down", "2"}};
  for (const auto& command : commands) {
    const Ran ran = Run(command);
    EXPECT_THAT(ran.err, Not(HasSubstr("the trap has sprung"))) << command.front();
    EXPECT_THAT(ran.code, ::testing::AnyOf(ExitCode::kOk, ExitCode::kPending)) << command.front() << ran.err;
  }
}

TEST_F(HostileTest, ReadsNoViewInThePlaceOfTheHistory) {
  BecomeOneOfMany();
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Connect().Execute(
      "SET ROLE hostile_mallory; CREATE VIEW lockstep_history AS SELECT take() AS version; "
      "GRANT ALL ON lockstep_history TO public");
  ExpectAllRefused("public.lockstep_history is not the table that Lockstep makes");
}

TEST_F(HostileTest, ReadsNoTableWithAPolicyInThePlaceOfTheHistory) {
  BecomeOneOfMany();
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  Connect().Execute(
      "CREATE TABLE stolen (LIKE lockstep_history); INSERT INTO stolen SELECT * FROM lockstep_history; "
      "DROP TABLE lockstep_history; ALTER TABLE stolen RENAME TO lockstep_history;"
      "ALTER TABLE lockstep_history OWNER TO hostile_mallory; SET ROLE hostile_mallory;"
      "ALTER TABLE lockstep_history ENABLE ROW LEVEL SECURITY; "
      "CREATE POLICY p ON lockstep_history USING (take()); GRANT ALL ON lockstep_history TO public");
  ExpectAllRefused("row-level security");
}

TEST_F(HostileTest, ReadsNoTableWithHomeMadeTypesInThePlaceOfTheHistory) {
  BecomeOneOfMany();
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  Connect().Execute(
      "ALTER TABLE lockstep_history OWNER TO hostile_mallory; SET ROLE hostile_mallory; "
      "CREATE TYPE moment AS (at timestamptz);"
      "CREATE FUNCTION take(moment) RETURNS timestamptz LANGUAGE plpgsql AS "
      "  'BEGIN INSERT INTO public.victims VALUES (current_user); RETURN ($1).at; END';"
      "CREATE CAST (moment AS timestamptz) WITH FUNCTION take(moment) AS IMPLICIT;"
      "ALTER TABLE lockstep_history ALTER applied_at DROP DEFAULT,"
      "  ALTER applied_at TYPE moment USING row(applied_at)::moment;"
      "GRANT ALL ON lockstep_history TO public");
  // The trap springs where it is read carelessly.
  pg::Connection::Open(database().connection_string("hostile_app"))
      .Query("SELECT timezone('UTC', applied_at) FROM lockstep_history");
  EXPECT_THAT(Victims(), ElementsAre("hostile_app"));
  Connect().Execute("TRUNCATE victims");
  ExpectAllRefused("public.lockstep_history is not the table that Lockstep makes");
}

TEST_F(HostileTest, WritesToNoTableOfSomebodyElse) {
  BecomeOneOfMany();
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Run({"up"});
  Write("2_b.up.sql", "CREATE TABLE b ();");
  Connect().Execute(
      "CREATE FUNCTION taking() RETURNS trigger LANGUAGE plpgsql AS "
      "  'BEGIN INSERT INTO public.victims VALUES (current_user); RETURN NEW; END';"
      "ALTER TABLE lockstep_log OWNER TO hostile_mallory; GRANT ALL ON lockstep_log TO public;"
      "CREATE TRIGGER t BEFORE INSERT ON lockstep_log FOR EACH ROW EXECUTE FUNCTION taking()");
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"up"}, {"repair", "--mark", "2"}, {"baseline", "2"}}) {
    const Ran ran = Run(command);
    EXPECT_EQ(ran.code, ExitCode::kRefused) << command.front();
    EXPECT_THAT(ran.err, HasSubstr("lockstep_log belongs to the role hostile_mallory")) << command.front();
  }
  EXPECT_EQ(Run({"status"}).code, ExitCode::kOk);
  EXPECT_THAT(Victims(), IsEmpty());
}

TEST_F(HostileTest, ShowsAndStoresNamesThatMeanHarm) {
  const std::string name =
      "';DROP TABLE x;--$(rm)`id`\"\x1b[31m\xC2\x9B"
      "31m\n|&";
  Write("1_" + name + ".up.sql", "CREATE TABLE a ();");
  Write("1_" + name + ".down.sql", "DROP TABLE a;");
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY \"i\x1b[31m\n'; x\" ON a (missing);");
  Connect().Execute("CREATE ROLE \"hostile_app\x1b[31m'\n\" LOGIN SUPERUSER");
  url_ = fmt::format("postgres://hostile_app%1B%5B31m%27%0A@/{}?host={}&port={}", database().name(),
                     cluster().socket_directory().string(), cluster().port());
  std::string shown;
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"plan"},
                                             {"up", "1"},
                                             {"up", "-v"},
                                             {"status"},
                                             {"check"},
                                             {"log"},
                                             {"redo"},
                                             {"down", "-v"},
                                             {"check"},
                                             {"repair", "--mark", "1"},
                                             {"repair", "--mark", "1"},
                                             {"repair", "--forget", "1"}}) {
    const Ran ran = Run(command);
    for (std::string text : {ran.out, ran.err}) {
      std::erase(text, '\n');
      EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\xC2\x9B")))) << command.front();
    }
    shown += ran.out + ran.err;
  }
  EXPECT_THAT(shown, HasSubstr("';DROP TABLE x;--$(rm)`id`\"?[31m?31m?|&"));
  ASSERT_EQ(Run({"up", "1"}).code, ExitCode::kOk);
  EXPECT_EQ(Value("SELECT name FROM lockstep_history"), name);
  EXPECT_EQ(Value("SELECT applied_by FROM lockstep_history"), "hostile_app\x1b[31m'\n");
  const auto document = Run({"status", "--json"}).Document();
  EXPECT_EQ(document.at("migrations").at(0).at("name"), name);
  Connect().Execute("DROP OWNED BY \"hostile_app\x1b[31m'\n\"; DROP ROLE \"hostile_app\x1b[31m'\n\"");
}

TEST_F(HostileTest, RefusesNamesThatAreNoUtf8) {
  Write("1_\xff.up.sql", "CREATE TABLE a ();");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_EQ(Run({"status", "--json"}).code, ExitCode::kUsage);
}

}  // namespace
}  // namespace lockstep::cmd
