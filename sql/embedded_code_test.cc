// SPDX-License-Identifier: Apache-2.0
#include "sql/embedded_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "sql/nodes.h"

namespace lockstep::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Block {
 public:
  explicit Block(std::string sql)
      : file_(SourceFile::FromText("x.sql", std::move(sql))),
        script_(Script::Parse(file_)),
        code_(EmbeddedCode::Read(file_, script_.statements().back())) {}

  // Where they stand; "?" before those that may be left out.
  std::vector<std::string> Statements() const {
    std::vector<std::string> texts;
    for (const EmbeddedStatement& embedded : code_.statements()) {
      if (embedded.statement.node == nullptr) continue;
      texts.push_back((embedded.is_conditional ? "?" : "") +
                      std::string(file_.Text(embedded.statement.span)));
    }
    return texts;
  }
  std::vector<std::string> Unread() const {
    std::vector<std::string> texts;
    for (const EmbeddedStatement& embedded : code_.statements()) {
      const auto& error = embedded.statement.error;
      if (error) texts.push_back(std::string(file_.Text(embedded.statement.span)) + ": " + error->message);
    }
    return texts;
  }
  const Statement& operator[](size_t index) const { return code_.statements()[index].statement; }
  std::string_view TextFrom(size_t offset) const { return file_.text().substr(offset); }

 private:
  SourceFile file_;
  Script script_;
  EmbeddedCode code_;
};

TEST(EmbeddedCode, IsTheStatementsAtTheirPlaces) {
  const Block block(
      "SELECT 1;\nDO $x$\nDECLARE n int;\nBEGIN\n  ALTER TABLE t\n    ADD COLUMN käse int;\n"
      "  SELECT count(*) INTO n FROM t;\n  PERFORM f(n); DELETE FROM u;\nEND $x$;");
  EXPECT_THAT(block.Statements(), ElementsAre("ALTER TABLE t\n    ADD COLUMN käse int",
                                              "SELECT count(*) INTO n FROM t", "f(n)", "DELETE FROM u"));
  EXPECT_EQ(block[0].number, 2U);
  const auto* alter = As<::AlterTableStmt>(block[0].node);
  ASSERT_NE(alter, nullptr);
  EXPECT_TRUE(block.TextFrom(block[0].OffsetOf(alter->relation->location)).starts_with("t\n"));
  const auto* remove = As<::DeleteStmt>(block[3].node);
  ASSERT_NE(remove, nullptr);
  EXPECT_TRUE(block.TextFrom(block[3].OffsetOf(remove->relation->location)).starts_with("u;"));
  EXPECT_THAT(block.Unread(), IsEmpty());
}

TEST(EmbeddedCode, PlacesEachOfSeveralThatReadTheSame) {
  const Block block(
      "DO $$ BEGIN DELETE FROM t; EXECUTE 'DELETE FROM t'; DELETE FROM t; COMMIT; COMMIT; END $$;");
  std::vector<size_t> places;
  for (size_t i = 0; i < 5; ++i) places.push_back(block[i].span.begin);
  EXPECT_THAT(places, ElementsAre(12, 36, 52, 67, 75));
}

TEST(EmbeddedCode, SaysWhatMayBeLeftOut) {
  const Block block(
      "DO $$ DECLARE r record; BEGIN IF true THEN DROP TABLE a; ELSE DROP TABLE b; END IF;\n"
      "FOR i IN 1..3 LOOP DROP TABLE c; END LOOP; FOR r IN SELECT 1 LOOP DROP TABLE d; END LOOP;\n"
      "BEGIN DROP TABLE e; EXCEPTION WHEN others THEN DROP TABLE f; END; BEGIN DROP TABLE g; END; END $$");
  EXPECT_THAT(block.Statements(),
              ElementsAre("?DROP TABLE a", "?DROP TABLE b", "?DROP TABLE c", "SELECT 1", "?DROP TABLE d",
                          "?DROP TABLE e", "?DROP TABLE f", "DROP TABLE g"));
}

TEST(EmbeddedCode, HasDynamicStatementsOfConstants) {
  const Block block(
      "DO $$ DECLARE t text := 'orders'; u text := 'a'; BEGIN\nEXECUTE 'REINDEX TABLE t';\n"
      "EXECUTE 'DROP TABLE ' || quote_ident('Big one');\nEXECUTE format('DROP TABLE %I.%I', 's', t);\n"
      "u := 'b'; EXECUTE 'DROP TABLE ' || u;\nEND $$");
  EXPECT_THAT(block.Statements(), ElementsAre("REINDEX TABLE t", "'DROP TABLE ' || quote_ident('Big one')",
                                              "format('DROP TABLE %I.%I', 's', t)"));
  const auto* drop = As<::DropStmt>(block[2].node);
  ASSERT_NE(drop, nullptr);
  EXPECT_EQ(LastName(As<::List>(At(drop->objects, 0))), "orders");
  EXPECT_THAT(block.Unread(), ElementsAre("'DROP TABLE ' || u: its text is put together when it runs"));
}

// What may have another text when it comes to EXECUTE.
TEST(EmbeddedCode, SeesWhateverAssignsToAVariable) {
  for (const std::string statement :
       {"t := 'b'", "SELECT 'b' INTO t", "SELECT 1, 'b' INTO n, t", "EXECUTE 'SELECT 1' INTO t",
        "FOR t IN SELECT 'b' LOOP EXIT; END LOOP", "FOR n, t IN EXECUTE 'SELECT 1' LOOP EXIT; END LOOP",
        "FOREACH t IN ARRAY ARRAY['b'] LOOP EXIT; END LOOP", "GET DIAGNOSTICS t = PG_CONTEXT",
        "FETCH c INTO n, t"}) {
    const Block block("DO $$ DECLARE n int; t text := 'a'; c refcursor; BEGIN " + statement +
                      "; EXECUTE 'DROP TABLE ' || t; END $$");
    EXPECT_THAT(block.Unread(), ElementsAre("'DROP TABLE ' || t: its text is put together when it runs"))
        << statement;
  }
}

TEST(EmbeddedCode, IsOfFunctionsThatTakeAndReturnAnything) {
  for (const std::string head :
       {"f(a int, b text) RETURNS int", "f(int) RETURNS void", "f(a other.t, b t) RETURNS SETOF other.t",
        "f(OUT a int, INOUT b text)", "f(a int) RETURNS TABLE (x int, y text)", "f() RETURNS trigger",
        "f() RETURNS event_trigger", "f(a t.x%TYPE, b t[], VARIADIC c int[]) RETURNS t.x%TYPE",
        "f(a anyelement, b anycompatiblearray) RETURNS anyelement",
        "f(a numeric(10, 2), b varchar(3)) RETURNS numeric(10, 2)"}) {
    const Block block("CREATE FUNCTION " + head + " LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$");
    EXPECT_THAT(block.Unread(), IsEmpty()) << head;
    EXPECT_THAT(block.Statements(), ElementsAre("DELETE FROM t")) << head;
  }
}

TEST(EmbeddedCode, MayAssignToParametersAndReturnThem) {
  for (const std::string routine :
       {"FUNCTION f(a int, b other.t) RETURNS int LANGUAGE plpgsql AS $$ BEGIN $1 := 2; f.a := 3; b.x := 4; "
        "b := NULL; DELETE FROM t; RETURN a; END $$",
        "FUNCTION f(a int, OUT b int, OUT c text) LANGUAGE plpgsql AS $$ BEGIN SELECT 1, 'x' INTO b, c; "
        "DELETE FROM t; RETURN; END $$",
        "FUNCTION f() RETURNS SETOF int LANGUAGE plpgsql AS $$ BEGIN RETURN NEXT 1; DELETE FROM t; END $$",
        "FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.x := old.x; DELETE FROM t; RETURN "
        "new; "
        "END $$",
        "PROCEDURE f(INOUT a int) LANGUAGE plpgsql AS $$ BEGIN a := 1; DELETE FROM t; RETURN; END $$"}) {
    const Block block("CREATE " + routine);
    EXPECT_THAT(block.Unread(), IsEmpty()) << routine;
    EXPECT_THAT(block.Statements(), testing::Contains(testing::HasSubstr("DELETE FROM t"))) << routine;
  }
}

// As PostgreSQL 15 and 18 refuse them when they are made.
TEST(EmbeddedCode, SaysWhyARoutineIsRefused) {
  const auto why = [](const std::string& routine) {
    const auto unread = Block("CREATE " + routine).Unread();
    return unread.empty() ? "" : unread.front().substr(unread.front().rfind(": ") + 2);
  };
  EXPECT_EQ(why("FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"),
            "RETURN cannot have a parameter in function returning void");
  EXPECT_EQ(why("FUNCTION f(OUT a int) LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"),
            "RETURN cannot have a parameter in function with OUT parameters");
  EXPECT_EQ(why("PROCEDURE f() LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"),
            "RETURN cannot have a parameter in a procedure");
  EXPECT_EQ(why("FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN NEXT 1; END'"),
            "cannot use RETURN NEXT in a non-SETOF function");
  EXPECT_EQ(why("FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN nowhere := 1; END'"),
            "\"nowhere\" is not a known variable");
}

TEST(EmbeddedCode, SaysWhereOnlyTheDatabaseKnowsAType) {
  const auto why = [](const std::string& declaration) {
    const auto unread =
        Block("DO $$ DECLARE " + declaration + "; BEGIN SELECT 1, 2 INTO n, x; END $$").Unread();
    return unread.empty() ? "" : unread.front().substr(unread.front().rfind(": ") + 2);
  };
  EXPECT_EQ(why("n int; x mood"), "\"x\" is a record, or of a type that only the database knows");
  EXPECT_EQ(why("n mood; x int"),
            "a variable that values are put into is a record, or of a type that only the database knows");
  EXPECT_EQ(why("n int; x other.mood"), "it names a type that only the database knows");
  EXPECT_EQ(why("n int; x other.t.a%TYPE"), "");
}

TEST(EmbeddedCode, TakesBlocksAsDeepAsPostgresDoes) {
  const auto nested = [](int depth) {
    std::string text = "DO $$ ";
    for (int i = 0; i < depth; ++i) text += "BEGIN ";
    text += "DELETE FROM t; ";
    for (int i = 0; i < depth; ++i) text += "END; ";
    return Block(text + "$$");
  };
  EXPECT_THAT(nested(2000).Statements(), ElementsAre("DELETE FROM t"));
  const auto unread = nested(100'000).Unread();
  ASSERT_EQ(unread.size(), 1U);
  EXPECT_THAT(unread.front(), testing::HasSubstr("nested too deeply for PostgreSQL's parser"));
}

TEST(EmbeddedCode, TakesATextOfAHundredThousandParts) {
  std::string sum = "'SELECT '";
  for (int i = 0; i < 100'000; ++i) sum += " || '1'";
  const Block block("DO $$ BEGIN EXECUTE " + sum + "; END $$");
  EXPECT_EQ(block.Statements().size(), 1U);
  EXPECT_THAT(block.Unread(), IsEmpty());
}

TEST(EmbeddedCode, SaysInALineWhyALongTextCannotBeParsed) {
  const std::string word(100'000, 'a');
  const auto unread = Block("DO $$ BEGIN EXECUTE '" + word + "'; END $$").Unread();
  ASSERT_EQ(unread.size(), 1U);
  EXPECT_LT(unread.front().size(), word.size() + 300);  // of which the statement itself is one
}

TEST(EmbeddedCode, HasPlacesOnlyWhereTheTextStandsInTheFile) {
  const Block quoted("DO 'BEGIN DROP TABLE a; EXECUTE ''DROP TABLE b''; END'");
  EXPECT_THAT(quoted.Statements(), ElementsAre("DO 'BEGIN DROP TABLE a; EXECUTE ''DROP TABLE b''; END'",
                                               "DO 'BEGIN DROP TABLE a; EXECUTE ''DROP TABLE b''; END'"));
  EXPECT_FALSE(quoted[0].has_places);
  EXPECT_EQ(quoted[0].OffsetOf(12), 0U);
}

TEST(EmbeddedCode, SaysWhyItWasNotRead) {
  EXPECT_THAT(Block("DO LANGUAGE plpython3u 'x'").Unread(),
              ElementsAre("DO LANGUAGE plpython3u 'x': it is in another language than PL/pgSQL or SQL"));
  const auto unread = Block("DO $$ BEGIN IF; END $$").Unread();
  ASSERT_EQ(unread.size(), 1U);
  EXPECT_THAT(unread.front(), ::testing::HasSubstr("its PL/pgSQL cannot be read: missing \"THEN\""));
  EXPECT_THAT(Block("DO LANGUAGE plpgsql").Unread(), ElementsAre("DO LANGUAGE plpgsql: it has no code"));
}

}  // namespace
}  // namespace lockstep::sql
