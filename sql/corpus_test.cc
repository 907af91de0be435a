// SPDX-License-Identifier: Apache-2.0
// Splitter and Script over real projects' migrations.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sql/parse_tree.h"
#include "sql/script.h"
#include "sql/source_file.h"
#include "sql/splitter.h"
#include "sql/testing/corpus.h"
#include "sql/testing/postgres_scanner.h"

namespace lockstep::sql {
namespace {

class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    files_ = ReadCorpus();
    if (files_.empty()) GTEST_SKIP() << "there is no corpus beside the repository";
  }

  std::vector<SourceFile> files_;
};

// Where the up part ends. Some down parts are broken as their projects wrote them.
size_t EndOfUpPart(const SourceFile& file) {
  const std::string name = std::filesystem::path(file.name()).filename();
  if (name == "down.sql" || name.ends_with(".down.sql")) return 0;
  return std::min(file.text().find("-- +goose Down"), file.text().size());
}

// Of statements or comments.
template <typename Parts>
std::vector<Span> SpansOf(const Parts& parts) {
  std::vector<Span> spans;
  for (const auto& part : parts) spans.push_back(part.span);
  return spans;
}

std::vector<std::string> SplitInChunks(const SourceFile& file, size_t chunk_size) {
  std::vector<std::string> pieces;
  Splitter splitter([&pieces](const Piece& piece) {
    pieces.push_back(fmt::format("{} {}-{} {}", static_cast<int>(piece.kind), piece.span.begin,
                                 piece.span.end, piece.terminated));
  });
  for (size_t begin = 0; begin < file.text().size(); begin += chunk_size)
    splitter.Feed(file.text().substr(begin, chunk_size));
  splitter.Finish();
  return pieces;
}

TEST_F(Corpus, EveryUpPartParses) {
  size_t statements = 0;
  for (const SourceFile& file : files_) {
    const Script script = Script::Parse(file);
    statements += script.statements().size();
    for (const Statement& statement : script.statements()) {
      if (!statement.error || statement.error->offset >= EndOfUpPart(file)) continue;
      const Position at = file.PositionOf(statement.error->offset);
      ADD_FAILURE() << fmt::format("{}:{}:{}: {}", file.name(), at.line, at.column, statement.error->message);
    }
  }
  EXPECT_GT(statements, files_.size());
}

TEST_F(Corpus, HasAsManyStatementsAsTheParserFinds) {
  for (const SourceFile& file : files_) {
    const ParseTree tree = ParseTree::Parse(std::string(file.text().substr(file.body_begin())));
    if (!tree.ok()) continue;
    size_t pieces = 0;
    Splitter splitter(
        [&pieces](const Piece& piece) { pieces += piece.kind == PieceKind::kStatement ? 1 : 0; });
    splitter.Feed(file.text().substr(file.body_begin()));
    splitter.Finish();
    EXPECT_EQ(pieces, tree.statements().size()) << file.name();
    EXPECT_EQ(Script::Parse(file).statements().size(), tree.statements().size()) << file.name();
  }
}

TEST_F(Corpus, SplitsTheSameInAllChunks) {
  for (const SourceFile& file : files_) {
    const std::vector<std::string> at_once = SplitInChunks(file, file.text().size() + 1);
    for (const size_t chunk_size : {1u, 2u, 7u, 64u})
      ASSERT_EQ(SplitInChunks(file, chunk_size), at_once) << file.name();
  }
}

TEST_F(Corpus, HasTheCommentsThatPostgresqlsScannerFinds) {
  for (const SourceFile& file : files_) {
    const Script script = Script::Parse(file);
    std::vector<Span> comments;
    for (const Comment& comment : script.comments()) comments.push_back(comment.span);
    const PostgresScan scan(std::string(file.text().substr(file.body_begin())));
    ASSERT_TRUE(scan.ok()) << file.name();
    ASSERT_EQ(comments.size(), scan.comments().size()) << file.name();
    for (size_t i = 0; i < comments.size(); ++i) {
      EXPECT_EQ(comments[i].begin, scan.comments()[i].begin + file.body_begin()) << file.name();
      EXPECT_EQ(comments[i].size(), scan.comments()[i].size()) << file.name();
    }
  }
}

// With a meta-command at its end a file is cut up by the splitter, without it by the parser alone.
TEST_F(Corpus, IsCutUpTheSameByPsql) {
  for (const SourceFile& file : files_) {
    const Script script = Script::Parse(file);
    const SourceFile for_psql = SourceFile::FromText("psql", std::string(file.text()) + "\n;\\echo done\n");
    const Script as_psql = Script::Parse(for_psql);
    ASSERT_EQ(as_psql.meta_commands().size(), script.meta_commands().size() + 1) << file.name();
    EXPECT_EQ(SpansOf(script.statements()), SpansOf(as_psql.statements())) << file.name();
    EXPECT_EQ(SpansOf(script.comments()), SpansOf(as_psql.comments())) << file.name();
  }
}

TEST_F(Corpus, HasNoBlanksOrCommentsAroundStatements) {
  for (const SourceFile& file : files_) {
    const Script script = Script::Parse(file);
    for (const Statement& statement : script.statements()) {
      const std::string_view text = file.Text(statement.span);
      ASSERT_FALSE(text.empty()) << file.name();
      EXPECT_FALSE(text.starts_with("--") || text.starts_with("/*") || text.ends_with("*/") ||
                   text.ends_with(';'))
          << file.name();
      EXPECT_EQ(std::string_view(" \t\r\n").find(text.front()), std::string_view::npos) << file.name();
      EXPECT_EQ(std::string_view(" \t\r\n").find(text.back()), std::string_view::npos) << file.name();
    }
  }
}

}  // namespace
}  // namespace lockstep::sql
