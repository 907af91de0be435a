// SPDX-License-Identifier: Apache-2.0
// Also tests what the splitter is made of: quote_scanner, copy_data_scanner, statement_words.
#include "sql/splitter.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::sql {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

std::string_view NameOf(const Piece& piece) {
  switch (piece.kind) {
    case PieceKind::kStatement:
      if (piece.unclosed != Unclosed::kNothing)
        return piece.unclosed == Unclosed::kQuote ? "quote" : "nesting";
      if (piece.copy_from_stdin) return "copy";
      return piece.terminated ? "statement" : "rest";
    case PieceKind::kCopyData:
      return "data";
    case PieceKind::kCopyEnd:
      return "end";
    case PieceKind::kMetaCommand:
      return "meta";
    case PieceKind::kTrivia:
      return "trivia";
    case PieceKind::kComment:
      return "comment";
  }
  return "";
}

// "kind: text" of each piece; adjacent data are one. Checks that nothing but semicolons lies between the
// pieces.
std::vector<std::string> Split(std::string_view sql, size_t chunk_size,
                               Splitter::Nesting nesting = Splitter::Nesting::kHidesSemicolons) {
  std::vector<std::string> pieces;
  std::string comments;  // of the next piece
  size_t end = 0;
  const auto take = [&](const Piece& piece) {
    if (piece.kind == PieceKind::kComment) {
      comments += fmt::format(" <{}>", sql.substr(piece.span.begin, piece.span.size()));
      return;
    }
    for (; end < piece.span.begin; ++end) EXPECT_EQ(sql[end], ';') << sql;
    EXPECT_EQ(end, piece.span.begin) << sql;
    end = piece.span.end;
    const std::string_view text = sql.substr(piece.span.begin, piece.span.size());
    const bool more_data =
        piece.kind == PieceKind::kCopyData && !pieces.empty() && pieces.back().starts_with("data: ");
    if (more_data) {
      pieces.back() += text;
    } else if (piece.unclosed != Unclosed::kNothing) {
      pieces.push_back(fmt::format("{} at {}: {}", NameOf(piece), piece.unclosed_at, text));
    } else {
      pieces.push_back(fmt::format("{}: {}", NameOf(piece), text));
    }
    pieces.back() += std::exchange(comments, {});
  };
  Splitter splitter(take, 0, nesting);
  for (size_t begin = 0; begin < sql.size(); begin += chunk_size)
    splitter.Feed(sql.substr(begin, chunk_size));
  splitter.Finish();
  for (; end < sql.size(); ++end) EXPECT_EQ(sql[end], ';') << sql;
  return pieces;
}

struct Case {
  std::string_view sql;
  std::vector<std::string> pieces;
};

// At once, and in chunks of every size that can tear a mark apart.
void ExpectPieces(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    EXPECT_THAT(Split(one.sql, one.sql.size() + 1), ElementsAreArray(one.pieces)) << one.sql;
    for (const size_t chunk_size : {1u, 2u, 3u, 5u, 7u}) {
      EXPECT_EQ(Split(one.sql, chunk_size), Split(one.sql, one.sql.size() + 1))
          << one.sql << "\nchunk size " << chunk_size;
    }
  }
}

TEST(Splitter, EndsStatementsAtSemicolons) {
  ExpectPieces({
      {"", {}},
      {";", {}},
      {";;\n;", {"trivia: \n"}},
      {" \n", {"trivia:  \n"}},
      {"a", {"rest: a"}},
      {"a;", {"statement: a"}},
      {"a;b", {"statement: a", "rest: b"}},
      {"\n a ; b;\n", {"statement: \n a ", "statement:  b", "trivia: \n"}},
      {"a;\r\nb;\rc", {"statement: a", "statement: \r\nb", "rest: \rc"}},
      {"\v\f a", {"rest: \v\f a"}},
      {"1;+;\x01", {"statement: 1", "statement: +", "rest: \x01"}},
      {"a;\u00A0", {"statement: a", "rest: \u00A0"}},
  });
}

TEST(Splitter, SkipsStringsAndQuotedNames) {
  ExpectPieces({
      {"a ';' b; c", {"statement: a ';' b", "rest:  c"}},
      {"'it''s;'; c", {"statement: 'it''s;'", "rest:  c"}},
      {"'\\'; c", {"statement: '\\'", "rest:  c"}},
      {"''; '''' ; ''';'", {"statement: ''", "statement:  '''' ", "rest:  ''';'"}},
      {"\"a;\"\"b;\"; c", {"statement: \"a;\"\"b;\"", "rest:  c"}},
      {"U&'d;\\0061'; U&\"d;\\\"; c", {"statement: U&'d;\\0061'", "statement:  U&\"d;\\\"", "rest:  c"}},
      {"B'1;'; x'f;'; N'\\'; c", {"statement: B'1;'", "statement:  x'f;'", "statement:  N'\\'", "rest:  c"}},
      {"'--;'; '/*;'; '$$;'; c", {"statement: '--;'", "statement:  '/*;'", "statement:  '$$;'", "rest:  c"}},
      {"'é;';é", {"statement: 'é;'", "rest: é"}},
  });
}

TEST(Splitter, TakesBackslashesInEscapeStringsOnly) {
  ExpectPieces({
      {"E'\\';'; c", {"statement: E'\\';'", "rest:  c"}},
      {"e'\\\\'; c", {"statement: e'\\\\'", "rest:  c"}},
      {"e'''\\';'; c", {"statement: e'''\\';'", "rest:  c"}},
      {"(E'\\';'); c", {"statement: (E'\\';')", "rest:  c"}},
      {"some'\\'; c", {"statement: some'\\'", "rest:  c"}},
      {"a_E'\\'; c", {"statement: a_E'\\'", "rest:  c"}},
      {"éE'\\'; c", {"statement: éE'\\'", "rest:  c"}},
      {"E '\\'; c", {"statement: E '\\'", "rest:  c"}},
      {"\"e\"'\\'; c", {"statement: \"e\"'\\'", "rest:  c"}},
      {"a 'x' E'\\';'; c", {"statement: a 'x' E'\\';'", "rest:  c"}},
  });
}

// PostgreSQL joins string constants with a line end between them, and reads all parts as it read the first.
TEST(Splitter, GoesOnWithAnEscapeStringOnTheNextLine) {
  ExpectPieces({
      {"E'a'\n '\\';'; c", {"statement: E'a'\n '\\';'", "rest:  c"}},
      {"E'a' \r\t'\\';'; c", {"statement: E'a' \r\t'\\';'", "rest:  c"}},
      {"E'a' -- it's\n -- and\n'\\';'; c",
       {"statement: E'a' -- it's\n -- and\n'\\';' <-- it's> <-- and>", "rest:  c"}},
      {"E'a'\n'b'\n'\\';'; c", {"statement: E'a'\n'b'\n'\\';'", "rest:  c"}},
      {"E'a' '\\'; c", {"statement: E'a' '\\'", "rest:  c"}},
      {"E'a'\n, '\\'; c", {"statement: E'a'\n, '\\'", "rest:  c"}},
      {"E'a'\nb '\\'; c", {"statement: E'a'\nb '\\'", "rest:  c"}},
      {"E'a' /* b */\n'\\'; c", {"statement: E'a' /* b */\n'\\' </* b */>", "rest:  c"}},
      {"'a'\n '\\'; c", {"statement: 'a'\n '\\'", "rest:  c"}},
      {"E'a';\n'\\'; c", {"statement: E'a'", "statement: \n'\\'", "rest:  c"}},
  });
}

TEST(Splitter, SkipsDollarQuotes) {
  ExpectPieces({
      {"$$;$$; c", {"statement: $$;$$", "rest:  c"}},
      {"$a$;$$;$a; $A$;$a$; c", {"statement: $a$;$$;$a; $A$;$a$", "rest:  c"}},
      {"$a$;$b$a$; c", {"statement: $a$;$b$a$", "rest:  c"}},
      {"$a$;$a$a$;$a$; c", {"statement: $a$;$a$a$", "quote at 10: $a$; c"}},
      {"$é_1$;$é_1$; c", {"statement: $é_1$;$é_1$", "rest:  c"}},
      {"$_$;'$_$; c", {"statement: $_$;'$_$", "rest:  c"}},
      {"AS $$;'--/*(\\$$; c", {"statement: AS $$;'--/*(\\$$", "rest:  c"}},
      {"=$$;$$; c", {"statement: =$$;$$", "rest:  c"}},
      {"($$;$$); c", {"statement: ($$;$$)", "rest:  c"}},
  });
}

TEST(Splitter, KnowsADollarThatBeginsNoQuote) {
  ExpectPieces({
      {"$1; $2$; c", {"statement: $1", "statement:  $2$", "rest:  c"}},
      {"a$$; b$$; c", {"statement: a$$", "statement:  b$$", "rest:  c"}},
      {"a$b$; b$b$; c", {"statement: a$b$", "statement:  b$b$", "rest:  c"}},
      {"é$$; c", {"statement: é$$", "rest:  c"}},
      {"$a; $ ; c", {"statement: $a", "statement:  $ ", "rest:  c"}},
      {"$a'$;'; c", {"statement: $a'$;'", "rest:  c"}},
      {"$-- ;\n; c", {"statement: $-- ;\n <-- ;>", "rest:  c"}},
  });
}

TEST(Splitter, SkipsAndTellsComments) {
  ExpectPieces({
      {"-- a;\nb", {"rest: -- a;\nb <-- a;>"}},
      {"-- a;\rb", {"rest: -- a;\rb <-- a;>"}},
      {"-- a;\r\nb", {"rest: -- a;\r\nb <-- a;>"}},
      {"--", {"trivia: -- <-->"}},
      {"a -- it's $$ /* ( \\\n; c", {"statement: a -- it's $$ /* ( \\\n <-- it's $$ /* ( \\>", "rest:  c"}},
      {"a /* ; */; c", {"statement: a /* ; */ </* ; */>", "rest:  c"}},
      {"/* /* ; */ ; */ a; c", {"statement: /* /* ; */ ; */ a </* /* ; */ ; */>", "rest:  c"}},
      {"/*/ ; */ a; c", {"statement: /*/ ; */ a </*/ ; */>", "rest:  c"}},
      {"/**/a;/***/b;/*/**/*/c",
       {"statement: /**/a </**/>", "statement: /***/b </***/>", "rest: /*/**/*/c </*/**/*/>"}},
      {"/* '\"$$-- */ a; c", {"statement: /* '\"$$-- */ a </* '\"$$-- */>", "rest:  c"}},
      {"/* a */ -- b\n; -- c", {"trivia: /* a */ -- b\n </* a */> <-- b>", "trivia:  -- c <-- c>"}},
      {"a - b / c * d; -", {"statement: a - b / c * d", "rest:  -"}},
      {"/", {"rest: /"}},
  });
}

// An operator ends where a comment begins in it.
TEST(Splitter, FindsCommentsInOperators) {
  ExpectPieces({
      {"a +-- ;\n; c", {"statement: a +-- ;\n <-- ;>", "rest:  c"}},
      {"a ---- ;\n; c", {"statement: a ---- ;\n <---- ;>", "rest:  c"}},
      {"a */* ; */; c", {"statement: a */* ; */ </* ; */>", "rest:  c"}},
      {"a //* ; */; c", {"statement: a //* ; */ </* ; */>", "rest:  c"}},
      {"a -/* ; */; c", {"statement: a -/* ; */ </* ; */>", "rest:  c"}},
      {"a /-- ;\n; c", {"statement: a /-- ;\n <-- ;>", "rest:  c"}},
  });
}

TEST(Splitter, HidesSemicolonsInParentheses) {
  ExpectPieces({
      {"create rule r as on insert to t do (a; b); c",
       {"statement: create rule r as on insert to t do (a; b)", "rest:  c"}},
      {"((a;);b); c", {"statement: ((a;);b)", "rest:  c"}},
      {"(')'; ')'); c", {"statement: (')'; ')')", "rest:  c"}},
      {"a); b; c", {"statement: a)", "statement:  b", "rest:  c"}},
      {"[a; b]", {"statement: [a", "rest:  b]"}},
  });
}

TEST(Splitter, HidesSemicolonsInAtomicBodies) {
  const std::string_view whole[] = {
      "create function f() returns int begin atomic select 1; select 2; end",
      "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
      "create procedure p() begin /* c */ atomic select 1; end",
      "Create Or Replace Procedure p() Language sql Begin\nAtomic select 1; End",
      "create function f() begin atomic select case when a then b end; select 2; end",
      "create function f() begin atomic select case a when case b when 1 then 2 end then 3 end; select 2; "
      "end",
      "create function f() begin atomic select (case when a then b end); select 2; end",
      "create function f() begin atomic select r.end from r; select 2; end",
      "create function f() begin atomic select upper(r) as end, 1 AS case from r; select 2; end",
      "create function f() begin atomic select \"end\", 'end', $$end$$ /* end */; select 2; end",
      "create function begin() begin atomic select 1; end",
      "create function atomic(begin int) begin atomic select 1; end",
  };
  for (const std::string_view statement : whole) {
    ExpectPieces({{std::string(statement) + "; c",
                   {fmt::format("statement: {}", statement) +
                        (statement.find("/* c */") != std::string::npos     ? " </* c */>"
                         : statement.find("/* end */") != std::string::npos ? " </* end */>"
                                                                            : ""),
                    "rest:  c"}}});
  }
  ExpectPieces({
      {"begin; atomic; end;", {"statement: begin", "statement:  atomic", "statement:  end"}},
      {"create table function (begin int); begin atomic; end",
       {"statement: create table function (begin int)", "statement:  begin atomic", "rest:  end"}},
      {"create function f() as $$ begin; end $$; c",
       {"statement: create function f() as $$ begin; end $$", "rest:  c"}},
      {"create function f() begin; atomic; c",
       {"statement: create function f() begin", "statement:  atomic", "rest:  c"}},
      {"create or function f() begin atomic; c",
       {"statement: create or function f() begin atomic", "rest:  c"}},
  });
}

TEST(Splitter, TellsWhatIsNeverClosed) {
  ExpectPieces({
      {"a 'b; c", {"quote at 2: a 'b; c"}},
      {"a E'b\\'; c", {"quote at 3: a E'b\\'; c"}},
      {"a E'b\\", {"quote at 3: a E'b\\"}},
      {"a \"b; c", {"quote at 2: a \"b; c"}},
      {"a $t$b;$t; c", {"quote at 2: a $t$b;$t; c"}},
      {"a; /* b; c", {"statement: a", "quote at 3:  /* b; c"}},
      {"a /* /* b; */ c", {"quote at 2: a /* /* b; */ c"}},
      {"a (b (c); d", {"nesting at 2: a (b (c); d"}},
      {"a (b) (c; d", {"nesting at 6: a (b) (c; d"}},
      {"a (b 'c; d", {"quote at 5: a (b 'c; d"}},
      {"create function f() begin atomic a; b", {"nesting at 26: create function f() begin atomic a; b"}},
      {"a (b \\g", {"nesting at 2: a (b ", "meta: \\g"}},
      {"a $b", {"rest: a $b"}},
      {"a -- b", {"rest: a -- b <-- b>"}},
  });
}

TEST(Splitter, CanLeaveNestingOut) {
  EXPECT_THAT(Split("a (b; c); d (e", 99, Splitter::Nesting::kIgnored),
              ElementsAre("statement: a (b", "statement:  c)", "rest:  d (e"));
  EXPECT_THAT(Split("create function f() begin atomic a; b 'c", 99, Splitter::Nesting::kIgnored),
              ElementsAre("statement: create function f() begin atomic a", "quote at 38:  b 'c"));
}

TEST(Splitter, CutsOutMetaCommands) {
  ExpectPieces({
      {"\\restrict x\n\na;\n\\unrestrict x\n",
       {"meta: \\restrict x", "statement: \n\na", "trivia: \n", "meta: \\unrestrict x", "trivia: \n"}},
      {"\\echo 'it; is\r\na", {"meta: \\echo 'it; is", "rest: \r\na"}},
      {"a \\gexec\nb", {"rest: a ", "meta: \\gexec", "rest: \nb"}},
      {"-- a\n\\echo", {"trivia: -- a\n <-- a>", "meta: \\echo"}},
      {"a;\\", {"statement: a", "meta: \\"}},
      {"\\\na", {"meta: \\", "rest: \na"}},
      {"a (b\\g\nc; d", {"nesting at 2: a (b", "meta: \\g", "statement: \nc", "rest:  d"}},
      {"a '\\b' \"\\c\" $$\\d$$ -- \\e\n/*\\f*/",
       {"rest: a '\\b' \"\\c\" $$\\d$$ -- \\e\n/*\\f*/ <-- \\e> </*\\f*/>"}},
  });
}

// psql leaves "\;" and "\:" as ";" and ":" to the server; the line goes on as SQL.
TEST(Splitter, GoesOnBehindAnEscapedSemicolon) {
  ExpectPieces({
      {"a\\; b;", {"rest: a", "meta: \\;", "statement:  b"}},
      {"a\\:b;", {"rest: a", "meta: \\:", "statement: b"}},
  });
}

TEST(Splitter, PassesCopyData) {
  ExpectPieces({
      {"copy t from stdin;\n1\t'\n\\.\nb;",
       {"copy: copy t from stdin", "trivia: \n", "data: 1\t'\n", "end: \\.\n", "statement: b"}},
      {"COPY t FROM STDIN WITH (FORMAT csv);\r\na;\r\n\\.\r\nb",
       {"copy: COPY t FROM STDIN WITH (FORMAT csv)", "trivia: \r\n", "data: a;\r\n", "end: \\.\r\n",
        "rest: b"}},
      {"copy t from stdin; -- c\n\\.\nb",
       {"copy: copy t from stdin", "trivia:  -- c\n <-- c>", "end: \\.\n", "rest: b"}},
      {"copy t from stdin;\n\\.x\n\\\n.\n \\.\n\\\\.\n\\.\r\r\n\\.\n",
       {"copy: copy t from stdin", "trivia: \n", "data: \\.x\n\\\n.\n \\.\n\\\\.\n\\.\r\r\n", "end: \\.\n"}},
      {"copy t from stdin;\na\rb\r\\.\n\\.\n",
       {"copy: copy t from stdin", "trivia: \n", "data: a\rb\r\\.\n", "end: \\.\n"}},
      {"copy t from stdin;\na", {"copy: copy t from stdin", "trivia: \n", "data: a", "end: "}},
      {"copy t from stdin;\na\n\\", {"copy: copy t from stdin", "trivia: \n", "data: a\n\\", "end: "}},
      {"copy t from stdin;\na\n\\.", {"copy: copy t from stdin", "trivia: \n", "data: a\n", "end: \\."}},
      {"copy t from stdin;\na\n\\.\r", {"copy: copy t from stdin", "trivia: \n", "data: a\n", "end: \\.\r"}},
      {"copy t from stdin;\n", {"copy: copy t from stdin", "trivia: \n", "end: "}},
      {"copy t from stdin;", {"copy: copy t from stdin", "end: "}},
      {"copy t from stdin", {"rest: copy t from stdin"}},
  });
}

// psql runs what stands behind the semicolon when the data are through.
TEST(Splitter, StartsCopyDataOnTheNextLine) {
  ExpectPieces({
      {"copy t from stdin; a; b\n1\n\\.\nc",
       {"copy: copy t from stdin", "statement:  a", "rest:  b\n", "data: 1\n", "end: \\.\n", "rest: c"}},
      {"copy t from stdin; copy u from stdin;\n1\n\\.\n2\n\\.\nc",
       {"copy: copy t from stdin", "copy:  copy u from stdin", "trivia: \n", "data: 1\n", "end: \\.\n",
        "data: 2\n", "end: \\.\n", "rest: c"}},
      {"copy t from stdin; 'a\nb';\n1\n\\.\n",
       {"copy: copy t from stdin", "statement:  'a\nb'", "trivia: \n", "data: 1\n", "end: \\.\n"}},
      {"copy t from stdin; copy u from stdin;\n1",
       {"copy: copy t from stdin", "copy:  copy u from stdin", "trivia: \n", "data: 1", "end: ", "end: "}},
  });
}

TEST(Splitter, KnowsWhichCopyReadsData) {
  for (const std::string_view reads : {
           "copy t from stdin",
           "Copy s.t (a, b) From StdIn",
           "copy t from stdout",  // PostgreSQL corrects the typo
           "/* c */ copy -- from\n \"from\" /* to */ from /* d */ stdin with csv header",
           "copy binary t from stdin",
           "copy stdin from stdin",
           "copy t from stdin where a is distinct from b",
       }) {
    EXPECT_THAT(Split(std::string(reads) + ";\n1", 3), testing::Contains("data: 1")) << reads;
  }
  for (const std::string_view does_not : {
           "copy t to stdout",
           "copy t to stdin",
           "copy (select a from stdin) to stdout",
           "copy t (stdin) from 'file'",
           "copy t from 'stdin'",
           "copy t from \"stdin\"",
           "copy t from program 'stdin'",
           "copy t from 'file' where a is distinct from stdin",
           "copy t from $$file$$ (force_null (a)) where stdin",
           "select copy from stdin",
           "\\copy t from stdin",
           "insert into t select 'copy' from stdin",
       }) {
    EXPECT_THAT(Split(std::string(does_not) + ";\n1", 3), testing::Contains(testing::HasSubstr("rest: \n1")))
        << does_not;
  }
}

TEST(Splitter, CountsFromTheOffsetGiven) {
  std::vector<Piece> pieces;
  Splitter splitter([&pieces](const Piece& piece) { pieces.push_back(piece); }, 100);
  splitter.Feed("a; (");
  splitter.Finish();
  ASSERT_EQ(pieces.size(), 2u);
  EXPECT_EQ(pieces[0].span, (Span{100, 101}));
  EXPECT_EQ(pieces[1].span, (Span{102, 104}));
  EXPECT_EQ(pieces[1].unclosed_at, 103u);
}

TEST(Splitter, HandsOutCopyDataChunkByChunk) {
  std::vector<Span> data;
  Splitter splitter([&data](const Piece& piece) {
    if (piece.kind == PieceKind::kCopyData) data.push_back(piece.span);
  });
  splitter.Feed("copy t from stdin;\nab");
  EXPECT_THAT(data, ElementsAre(Span{19, 21}));
  splitter.Feed("c\n\\.");
  EXPECT_THAT(data, ElementsAre(Span{19, 21}, Span{21, 23})) << "the line that may end the data is held back";
  splitter.Feed("d\n");
  EXPECT_THAT(data, ElementsAre(Span{19, 21}, Span{21, 23}, Span{23, 27}));
}

}  // namespace
}  // namespace lockstep::sql
