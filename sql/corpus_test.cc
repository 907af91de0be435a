// SPDX-License-Identifier: Apache-2.0
// Splitter and Script over real projects' migrations, which lie beside the repository. Skipped where they do
// not.
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

}  // namespace
}  // namespace lockstep::sql
