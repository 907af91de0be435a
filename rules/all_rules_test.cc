// SPDX-License-Identifier: Apache-2.0
// What a rule cannot check of itself: that the table of rules, runbooks/ and testdata/lint/ fit together.
#include "rules/all_rules.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "lint/linter.h"

namespace lockstep::rules {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = LOCKSTEP_SOURCE_DIR;

std::string FirstLineOf(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// rules/create_index_blocking.cc of create-index-blocking
fs::path SourceOf(const lint::Rule& rule) {
  std::string stem(rule.info.name);
  std::replace(stem.begin(), stem.end(), '-', '_');
  return kRoot / "rules" / (stem + ".cc");
}

TEST(AllRules, AreSortedById) {
  const auto rules = AllRules();
  ASSERT_FALSE(rules.empty());
  EXPECT_TRUE(std::is_sorted(rules.begin(), rules.end(), [](const lint::Rule* left, const lint::Rule* right) {
    return left->info.id < right->info.id;
  }));
}

TEST(AllRules, HaveIdsAndNamesOfTheirOwn) {
  std::set<std::string_view> seen;
  for (const lint::Rule* rule : AllRules()) {
    EXPECT_TRUE(seen.insert(rule->info.id).second) << rule->info.id;
    EXPECT_TRUE(seen.insert(rule->info.name).second) << rule->info.name;
  }
}

TEST(AllRules, HaveIdsOfThreeDigits) {
  for (const lint::Rule* rule : AllRules()) {
    const std::string_view id = rule->info.id;
    EXPECT_TRUE(id.size() == 6 && id.starts_with("MIG") &&
                std::all_of(id.begin() + 3, id.end(), [](unsigned char c) { return std::isdigit(c) != 0; }))
        << id;
  }
}

TEST(AllRules, HaveNamesInKebabCase) {
  for (const lint::Rule* rule : AllRules()) {
    const std::string_view name = rule->info.name;
    EXPECT_FALSE(name.empty() || name.starts_with('-') || name.ends_with('-') ||
                 name.find("--") != std::string_view::npos)
        << name;
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || c == '-';
    })) << name;
  }
}

TEST(AllRules, SayWhatTheyAreAndWhy) {
  for (const lint::Rule* rule : AllRules()) {
    EXPECT_FALSE(rule->info.title.empty()) << rule->info.id;
    EXPECT_FALSE(rule->info.title.ends_with('.')) << rule->info.id;
    EXPECT_EQ(rule->info.title.find('\n'), std::string_view::npos) << rule->info.id;
    EXPECT_TRUE(rule->info.rationale.ends_with('.')) << rule->info.id;
  }
}

TEST(AllRules, StandInFilesOfTheirName) {
  for (const lint::Rule* rule : AllRules()) {
    EXPECT_TRUE(fs::is_regular_file(SourceOf(*rule))) << SourceOf(*rule);
  }
}

TEST(AllRules, HaveARunbookThatNamesThem) {
  for (const lint::Rule* rule : AllRules()) {
    const fs::path page = kRoot / rule->RunbookPath();
    ASSERT_TRUE(fs::is_regular_file(page)) << page;
    const std::string title = "# " + std::string(rule->info.id) + " " + std::string(rule->info.name) + ": ";
    EXPECT_TRUE(FirstLineOf(page).starts_with(title)) << page;
  }
}

TEST(AllRules, HaveFixtures) {
  for (const lint::Rule* rule : AllRules()) {
    const fs::path folder = kRoot / "testdata/lint" / rule->info.id;
    EXPECT_TRUE(fs::is_directory(folder) && !fs::is_empty(folder)) << folder;
  }
}

TEST(Runbooks, AreOfARuleOrARecipe) {
  for (const auto& entry : fs::directory_iterator(kRoot / "runbooks")) {
    const std::string name = entry.path().stem();
    if (entry.path().extension() != ".md" || name == "README" || name.starts_with("recipe-")) continue;
    const auto rules = AllRules();
    EXPECT_TRUE(std::any_of(rules.begin(), rules.end(), [&](const lint::Rule* rule) {
      return rule->info.name == name;
    })) << entry.path();
  }
}

TEST(Runbooks, OfRecipesNameThemselves) {
  for (const auto& entry : fs::directory_iterator(kRoot / "runbooks")) {
    const std::string name = entry.path().stem();
    if (!name.starts_with("recipe-")) continue;
    EXPECT_TRUE(FirstLineOf(entry.path()).starts_with("# " + name + ": ")) << entry.path();
  }
}

TEST(Fixtures, AreOfARule) {
  for (const auto& entry : fs::directory_iterator(kRoot / "testdata/lint")) {
    if (!entry.is_directory()) continue;
    EXPECT_NE(lint::FindRule(AllRules(), entry.path().filename().string()), nullptr) << entry.path();
  }
}

}  // namespace
}  // namespace lockstep::rules
