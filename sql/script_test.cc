// SPDX-License-Identifier: Apache-2.0
#include "sql/script.h"

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sql/postgres_nodes.h"

namespace lockstep::sql {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::SizeIs;

// A script and the file that it needs to live.
class Parsed {
 public:
  explicit Parsed(std::string sql)
      : file_(SourceFile::FromText("x.sql", std::move(sql))), script_(Script::Parse(file_)) {}

  const Script* operator->() const { return &script_; }
  const Statement& operator[](size_t index) const { return script_.statements()[index]; }

  std::vector<std::string> Statements() const {
    std::vector<std::string> texts;
    for (const Statement& statement : script_.statements()) texts.emplace_back(file_.Text(statement.span));
    return texts;
  }
  std::vector<std::string> Comments() const {
    std::vector<std::string> texts;
    for (const Comment& comment : script_.comments()) texts.emplace_back(file_.Text(comment.span));
    return texts;
  }
  // "line:column: message"
  std::vector<std::string> Errors() const {
    std::vector<std::string> errors;
    for (const Statement& statement : script_.statements()) {
      if (!statement.error) continue;
      const Position at = file_.PositionOf(statement.error->offset);
      errors.push_back(fmt::format("{}:{}: {}", at.line, at.column, statement.error->message));
    }
    return errors;
  }

 private:
  SourceFile file_;
  Script script_;
};

TEST(Script, GivesStatementsWithoutWhatIsAroundThem) {
  const Parsed script(
      "-- a\n\nSELECT 1 ; /* b */ SELECT /* c */ 2 -- d\n;\n;; ; -- e\n\tSELECT 3 -- f\n /* g */ ");
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 1", "SELECT /* c */ 2", "SELECT 3"));
  EXPECT_THAT(script.Comments(),
              ElementsAre("-- a", "/* b */", "/* c */", "-- d", "-- e", "-- f", "/* g */"));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(script[i].number, i + 1);
    EXPECT_FALSE(script[i].error);
    EXPECT_TRUE(IsA(script[i].node, SelectStmt));
  }
  EXPECT_FALSE(script->has_syntax_errors());
}

TEST(Script, HasNoStatementWhereThereIsNone) {
  for (const std::string_view empty :
       {"", ";", " ;\n; ", "-- a", "-- a\n", "/* a; */", "\n\r\n\t\f\v", "\xEF\xBB\xBF", "\xEF\xBB\xBF;"}) {
    EXPECT_THAT(Parsed(std::string(empty)).Statements(), IsEmpty()) << empty;
  }
}

TEST(Script, TakesTheLastStatementWithoutASemicolon) {
  EXPECT_THAT(Parsed("SELECT 1;\nSELECT 2").Statements(), ElementsAre("SELECT 1", "SELECT 2"));
  EXPECT_THAT(Parsed("SELECT 2\n\n").Statements(), ElementsAre("SELECT 2"));
}

TEST(Script, KeepsSpansRightWhateverTheFileIs) {
  const Parsed script("\xEF\xBB\xBF-- é\r\nSELECT 'é€😀';\r\nSELECT 2;\r\n");
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 'é€😀'", "SELECT 2"));
  EXPECT_THAT(script.Comments(), ElementsAre("-- é"));
  EXPECT_EQ(script[0].span.begin, 10u);
}

TEST(Script, TellsTheOffsetsOfNodes) {
  const std::string sql =
      "\xEF\xBB\xBF/* é */ SELECT 'é' FROM a;\n\n -- ü\nSELECT 2 FROM \"ö\", b; garbage; SELECT 3 FROM c";
  const Parsed script(sql);
  const auto offset_of_table = [&script](size_t statement, int table) {
    const auto* select = castNode(SelectStmt, const_cast<Node*>(script[statement].node));
    return script[statement].OffsetOf(castNode(RangeVar, list_nth(select->fromClause, table))->location);
  };
  ASSERT_THAT(script.Statements(), SizeIs(4));
  EXPECT_EQ(offset_of_table(0, 0), sql.find("a;"));
  EXPECT_EQ(offset_of_table(1, 0), sql.find("\"ö\""));
  EXPECT_EQ(offset_of_table(1, 1), sql.find("b;"));
  EXPECT_EQ(offset_of_table(3, 0), sql.rfind('c'));
  EXPECT_EQ(script[1].OffsetOf(-1), sql.find("SELECT 2")) << "an unknown location means the statement";
}

TEST(Script, KeepsTheStatementsAroundOneThatDoesNotParse) {
  const Parsed script("SELECT 1;\n-- a\nSELEC é, 2; -- b\nSELECT 3;");
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 1", "SELEC é, 2", "SELECT 3"));
  EXPECT_THAT(script.Errors(), ElementsAre("3:1: syntax error at or near \"SELEC\""));
  EXPECT_THAT(script.Comments(), ElementsAre("-- a", "-- b"));
  EXPECT_EQ(script[1].node, nullptr);
  EXPECT_NE(script[2].node, nullptr);
  EXPECT_EQ(script[2].number, 3u);
  EXPECT_TRUE(script->has_syntax_errors());
}

TEST(Script, PointsAtTheByteWhereTheParserStumbles) {
  const struct {
    const char* sql;
    const char* error;
  } cases[] = {
      {"SELECT 'é€' FROM FROM t;", "1:18: syntax error at or near \"FROM\""},
      {"/* é */\nSELECT 1;\n/* é */ SELECT 'é',, 2;", "3:20: syntax error at or near \",\""},
      {"\xEF\xBB\xBFSELECT ,;", "1:8: syntax error at or near \",\""},
      {"SELECT 1 +;", "1:11: syntax error at or near \";\""},
      {"SELECT 1 +", "1:11: syntax error at end of input"},
      {"SELECT 1 + -- a\n\n", "3:1: syntax error at end of input"},
      {"SELECT 1;;)", "1:11: syntax error at or near \")\""},
      {"CREATE TABLE t (a int,);", "1:23: syntax error at or near \")\""},
      {"SELECT 123abc;", "1:8: trailing junk after numeric literal at or near \"123abc\""},
      {"SELECT U&'\\zzzz';", "1:11: invalid Unicode escape"},
      {"SELECT \"\";", "1:8: zero-length delimited identifier at or near \"\"\"\""},
      {"{{ .Namespace }};", "1:1: syntax error at or near \"{\""},
  };
  for (const auto& [sql, error] : cases) EXPECT_THAT(Parsed(sql).Errors(), ElementsAre(error)) << sql;
}

TEST(Script, PointsAtTheQuoteThatIsNeverClosed) {
  const struct {
    const char* sql;
    const char* error;
  } cases[] = {
      {"SELECT 1;\nSELECT 'a;\nSELECT 2;\n", "2:8: unterminated quoted string at or near \"'a;…\""},
      {"SELECT E'a\\';", "1:8: unterminated quoted string at or near \"E'a\\';\""},
      {"SELECT \"a;", "1:8: unterminated quoted identifier at or near \"\"a;\""},
      {"SELECT $a$b$;\n", "1:8: unterminated dollar-quoted string at or near \"$a$b$;…\""},
      {"SELECT 1; /* a /* b */;", "1:11: unterminated /* comment at or near \"/* a /* b */;\""},
      {"SELECT B'1;", "1:8: unterminated bit string literal at or near \"B'1;\""},
  };
  for (const auto& [sql, error] : cases) EXPECT_THAT(Parsed(sql).Errors(), ElementsAre(error)) << sql;
}

TEST(Script, TakesACommentThatNeverEndsForAStatement) {
  const Parsed script("SELECT 1;\n-- a\n/* b;\n");
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 1", "/* b;"));
  EXPECT_THAT(script.Errors(), ElementsAre("3:1: unterminated /* comment at or near \"/* b;…\""));
  EXPECT_THAT(script.Comments(), ElementsAre("-- a"));
}

TEST(Script, FindsTheStatementsBehindAParenthesisThatIsNeverClosed) {
  const Parsed script("SELECT 0;\nCREATE TABLE a (x int;\n-- b\nCREATE TABLE b (y int);\nSELECT 1;");
  EXPECT_THAT(script.Statements(),
              ElementsAre("SELECT 0", "CREATE TABLE a (x int", "CREATE TABLE b (y int)", "SELECT 1"));
  EXPECT_THAT(script.Errors(), ElementsAre("2:22: syntax error at or near \";\""));
  EXPECT_THAT(script.Comments(), ElementsAre("-- b"));
}

TEST(Script, FindsTheStatementsBehindABodyThatIsNeverClosed) {
  const Parsed script("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1;\nSELECT 2;");
  EXPECT_THAT(script.Statements(),
              ElementsAre("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1", "SELECT 2"));
  EXPECT_THAT(script.Errors(), ElementsAre("1:55: syntax error at end of input"));
}

TEST(Script, TakesSemicolonsInsideStatements) {
  EXPECT_THAT(Parsed("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3").Statements(),
              ElementsAre("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"));
  EXPECT_THAT(
      Parsed("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; "
             "SELECT 3")
          .Statements(),
      ElementsAre(
          "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
          "SELECT 3"));
  EXPECT_THAT(Parsed("DO $$ BEGIN PERFORM 1; END $$; SELECT 3").Statements(),
              ElementsAre("DO $$ BEGIN PERFORM 1; END $$", "SELECT 3"));
}

TEST(Script, LeavesToPsqlWhatPostgresqlWouldTakeForStatements) {
  const Parsed script("COPY t FROM stdin;\nSELECT 1;\n");
  EXPECT_THAT(script.Statements(), ElementsAre("COPY t FROM stdin"));
  ASSERT_TRUE(script[0].copy_data);
  EXPECT_EQ(script[0].copy_data->size(), 10u);
}

// With a meta-command at its end a text is cut up by the splitter, without it by the parser alone.
TEST(Script, CutsUpTheSameWhoeverReadsIt) {
  constexpr std::array<std::string_view, 24> kParts = {
      "SELECT 1",
      "SELECT 'a;b' ",
      ";",
      ";",
      "; ",
      "\n",
      "\r\n",
      " ",
      "-- c; d\n",
      "--\n",
      "/* e; /* f */ */",
      "/**/",
      "SELECT 1 --g\n",
      "SELECT (2)/*h*/",
      "DO $$;--$$",
      "SELECT E'\\';' \n'--;'",
      "SELECT 1 - -1",
      "SELECT 2 */*i*/ 3",
      "SELECT \"--\" FROM t",
      "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
      "SELECT U&'\\0041'",
      "COPY t TO stdout",
      "SELECT 1 AS é"};
  std::mt19937 random(1);
  std::uniform_int_distribution<size_t> part(0, kParts.size() - 1);
  std::uniform_int_distribution<size_t> count(0, 9);
  size_t compared = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string sql;
    for (size_t parts = count(random); parts > 0; --parts) sql += kParts[part(random)];
    const Parsed script(sql);
    if (script->has_syntax_errors()) continue;
    ++compared;
    const Parsed for_psql(sql + "\n;\\echo");
    ASSERT_THAT(script.Statements(), ElementsAreArray(for_psql.Statements())) << sql;
    ASSERT_THAT(script.Comments(), ElementsAreArray(for_psql.Comments())) << sql;
  }
  EXPECT_GT(compared, 2'000u);
}

TEST(Script, LeavesCopyDataToTheStatement) {
  const std::string sql =
      "COPY t FROM stdin;\n1\t'\n2\t(\n\\.\n\nCOPY u (a) FROM stdin WITH (FORMAT csv);\n\\.\nSELECT 1;\nCOPY "
      "v FROM stdin;\n3";
  const Parsed script(sql);
  EXPECT_THAT(script.Statements(), ElementsAre("COPY t FROM stdin", "COPY u (a) FROM stdin WITH (FORMAT csv)",
                                               "SELECT 1", "COPY v FROM stdin"));
  EXPECT_FALSE(script->has_syntax_errors());
  ASSERT_TRUE(script[0].copy_data && script[1].copy_data && script[3].copy_data);
  EXPECT_EQ(sql.substr(script[0].copy_data->begin, script[0].copy_data->size()), "1\t'\n2\t(\n");
  EXPECT_EQ(script[1].copy_data->size(), 0u);
  EXPECT_FALSE(script[2].copy_data);
  EXPECT_EQ(sql.substr(script[3].copy_data->begin), "3");
}

TEST(Script, GivesCopyDataToTheRightOneOfTwoOnALine) {
  const std::string sql =
      "COPY t FROM stdin; SELECT 1; COPY u FROM stdin; SELECT 2;\n1\n\\.\n2\n\\.\nSELECT 3;";
  const Parsed script(sql);
  EXPECT_THAT(script.Statements(),
              ElementsAre("COPY t FROM stdin", "SELECT 1", "COPY u FROM stdin", "SELECT 2", "SELECT 3"));
  EXPECT_EQ(sql.substr(script[0].copy_data->begin, script[0].copy_data->size()), "1\n");
  EXPECT_EQ(sql.substr(script[2].copy_data->begin, script[2].copy_data->size()), "2\n");
}

TEST(Script, DoesNotReadTheDataOfACopyThatDoesNotParse) {
  const Parsed script("COPY t FROM stdin WTIH (FORMAT csv);\nnot sql\n\\.\nSELECT 1;");
  EXPECT_THAT(script.Statements(), ElementsAre("COPY t FROM stdin WTIH (FORMAT csv)", "SELECT 1"));
  EXPECT_THAT(script.Errors(), ElementsAre("1:19: syntax error at or near \"WTIH\""));
  EXPECT_TRUE(script[0].copy_data);
}

TEST(Script, TellsMetaCommands) {
  const Parsed script(
      "\\restrict abc\n\nSELECT 1;\n\\! ls -l\nSELECT 2 \\gexec\n\\connect - joe\\\\\n\\unrestrict "
      "abc\r\n\\");
  std::vector<std::string> names;
  for (const MetaCommand& command : script->meta_commands()) names.push_back(command.name);
  EXPECT_THAT(names, ElementsAre("restrict", "!", "gexec", "connect", "unrestrict", ""));
  EXPECT_EQ(script->file().Text(script->meta_commands()[0].span), "\\restrict abc");
  EXPECT_EQ(script->file().Text(script->meta_commands()[4].span), "\\unrestrict abc");
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 1", "SELECT 2"));
  EXPECT_FALSE(script->has_syntax_errors());
}

TEST(Script, NamesAMetaCommandUpToABlankOrBackslash) {
  const Parsed script("\\set\tx\n\\echo\\x\n\\gset pre_\nSELECT 1\\; SELECT 2;");
  std::vector<std::string> names;
  for (const MetaCommand& command : script->meta_commands()) names.push_back(command.name);
  EXPECT_THAT(names, ElementsAre("set", "echo", "gset", ";"));
  EXPECT_THAT(script.Statements(), ElementsAre("SELECT 1", "SELECT 2"));
}

TEST(Script, ParsesMoreThanOneGroup) {
  std::string sql;
  std::vector<size_t> begins;
  while (sql.size() < 1'000'000) {
    begins.push_back(sql.size());
    sql += fmt::format("SELECT {}, 'é' FROM t;\n", begins.size());
  }
  const Parsed script(sql);
  ASSERT_EQ(script->statements().size(), begins.size());
  for (size_t i = 0; i < begins.size(); ++i) {
    ASSERT_EQ(script[i].span.begin, begins[i]);
    const auto* select = castNode(SelectStmt, const_cast<Node*>(script[i].node));
    ASSERT_EQ(script[i].OffsetOf(castNode(RangeVar, linitial(select->fromClause))->location),
              sql.find("t;", begins[i]));
  }
}

TEST(Script, ReadsASectionOnly) {
  const SourceFile file =
      SourceFile::FromText("x.sql", "SELECT 1; -- up\nSELECT 'é' FRM t -- down\n;SELECT (;");
  const Script script = Script::Parse(file.Section({16, 41}));
  ASSERT_EQ(script.statements().size(), 1u);
  EXPECT_EQ(script.statements()[0].number, 1u);
  ASSERT_TRUE(script.statements()[0].error);
  EXPECT_EQ(file.PositionOf(script.statements()[0].error->offset).line, 2u);
  EXPECT_EQ(script.comments().size(), 1u);
}

TEST(Script, IsMovable) {
  const SourceFile file = SourceFile::FromText("x.sql", "SELECT 1");
  Script script = Script::Parse(file);
  const Node* node = script.statements()[0].node;
  const Script moved = std::move(script);
  ASSERT_THAT(moved.statements(), SizeIs(1));
  EXPECT_EQ(moved.statements()[0].node, node);
  EXPECT_TRUE(IsA(node, SelectStmt));
}

TEST(Script, SurvivesDeepNesting) {
  const auto repeat = [](std::string_view text, size_t times) {
    std::string repeated;
    for (size_t i = 0; i < times; ++i) repeated += text;
    return repeated;
  };
  constexpr size_t kMany = 100'000;
  const std::string deep[] = {
      "SELECT " + repeat("(", kMany) + "1" + repeat(")", kMany),
      "SELECT " + repeat("(", kMany),
      "SELECT " + repeat(")", kMany),
      "SELECT " + repeat("1 + ", kMany) + "1",
      "SELECT " + repeat("NOT ", kMany) + "true",
      "SELECT " + repeat("- ", kMany) + "1",
      "SELECT " + repeat("CASE WHEN ", kMany),
      "SELECT " + repeat("a.", kMany) + "b",
      "SELECT 1" + repeat(" UNION SELECT 1", kMany),
      repeat("/* ", kMany) + repeat("*/", kMany) + " SELECT 1",
      "SELECT " + repeat("ARRAY[", kMany),
      "SELECT * FROM " + repeat("(SELECT * FROM ", kMany),
  };
  for (const std::string& sql : deep) {
    const Parsed script(sql + ";\nSELECT 2;");
    EXPECT_EQ(script.Statements().back(), "SELECT 2") << sql.substr(0, 30);
    EXPECT_FALSE(script[script->statements().size() - 1].error) << sql.substr(0, 30);
  }
}

}  // namespace
}  // namespace lockstep::sql
