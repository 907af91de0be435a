// SPDX-License-Identifier: Apache-2.0
// The splitter over random text made of the marks that matter, held against PostgreSQL's scanner and against
// itself.
#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sql/splitter.h"
#include "sql/testing/postgres_scanner.h"
#include "sql/testing/random_text.h"

namespace lockstep::sql {
namespace {

struct Outcome {
  std::vector<Piece> pieces;  // but for the comments
  std::vector<Span> comments;
  std::vector<size_t> semicolons;
};

Outcome Split(std::string_view text, size_t chunk_size) {
  Outcome outcome;
  Splitter splitter([&outcome](const Piece& piece) {
    if (piece.kind == PieceKind::kComment) return outcome.comments.push_back(piece.span);
    const bool is_sql = piece.kind == PieceKind::kStatement || piece.kind == PieceKind::kTrivia;
    if (is_sql && piece.terminated) outcome.semicolons.push_back(piece.span.end);
    std::vector<Piece>& pieces = outcome.pieces;
    const bool more_data =
        piece.kind == PieceKind::kCopyData && !pieces.empty() && pieces.back().kind == piece.kind;
    if (more_data) {
      pieces.back().span.end = piece.span.end;
    } else {
      pieces.push_back(piece);
    }
  });
  for (size_t begin = 0; begin < text.size(); begin += chunk_size)
    splitter.Feed(text.substr(begin, chunk_size));
  splitter.Finish();
  return outcome;
}

bool AreEqual(const Piece& a, const Piece& b) {
  return a.kind == b.kind && a.span == b.span && a.terminated == b.terminated &&
         a.copy_from_stdin == b.copy_from_stdin && a.unclosed == b.unclosed && a.unclosed_at == b.unclosed_at;
}

TEST(SplitterOnRandomText, GivesTheSamePiecesInAllChunks) {
  std::mt19937 random(1);  // the same texts in every run
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = RandomText(random);
    const Outcome at_once = Split(text, text.size() + 1);
    for (const size_t chunk_size : {1u, 2u, 3u}) {
      const Outcome in_chunks = Split(text, chunk_size);
      ASSERT_TRUE(std::equal(at_once.pieces.begin(), at_once.pieces.end(), in_chunks.pieces.begin(),
                             in_chunks.pieces.end(), AreEqual))
          << text << "\nchunk size " << chunk_size;
      ASSERT_EQ(at_once.comments, in_chunks.comments) << text << "\nchunk size " << chunk_size;
    }
  }
}

TEST(SplitterOnRandomText, CoversItWithoutGaps) {
  std::mt19937 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = RandomText(random);
    size_t end = 0;
    for (const Piece& piece : Split(text, 5).pieces) {
      while (end < piece.span.begin && text[end] == ';') ++end;
      ASSERT_EQ(end, piece.span.begin) << text;
      end = piece.span.end;
    }
    while (end < text.size() && text[end] == ';') ++end;
    ASSERT_EQ(end, text.size()) << text;
  }
}

// Without what only psql knows. An empty statement has no piece, so its semicolon is not looked for.
TEST(SplitterOnRandomText, AgreesWithPostgresqlsScanner) {
  std::mt19937 random(3);
  int compared = 0;
  for (int i = 0; i < 100'000; ++i) {
    const std::string text = RandomText(random);
    if (text.find("copy") != std::string::npos || text.find("create") != std::string::npos) continue;
    const PostgresScan scan(text);
    if (!scan.ok() || scan.has_backslash() || scan.has_glued_string()) continue;
    ++compared;
    Outcome ours = Split(text, text.size() + 1);
    // PostgreSQL's scanner passes over a comment between two parts of one string.
    std::erase_if(ours.comments, [&scan](Span comment) {
      return std::any_of(scan.strings().begin(), scan.strings().end(), [comment](Span string) {
        return string.begin < comment.begin && comment.end < string.end;
      });
    });
    ASSERT_EQ(ours.comments, scan.comments()) << text;
    std::vector<size_t> semicolons;
    size_t end = 0;
    for (const size_t semicolon : scan.semicolons()) {
      if (semicolon > end) semicolons.push_back(semicolon);
      end = semicolon + 1;
    }
    ASSERT_EQ(ours.semicolons, semicolons) << text;
  }
  EXPECT_GT(compared, 10'000);
}

}  // namespace
}  // namespace lockstep::sql
