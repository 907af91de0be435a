// SPDX-License-Identifier: Apache-2.0
#include <sstream>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cmd/testing/command_line.h"
#include "rules/all_rules.h"

namespace lockstep::cmd {
namespace {

TEST(Rules, AreListedOneALine) {
  std::istringstream out(RunForTest({"rules"}).out);
  for (const lint::Rule* rule : rules::AllRules()) {
    std::string line;
    ASSERT_TRUE(std::getline(out, line));
    EXPECT_EQ(line, fmt::format("{}  {:<33} {:<8} {}", rule->info.id, rule->info.name,
                                lint::SeverityName(rule->info.severity), rule->info.title));
  }
  EXPECT_EQ(out.peek(), EOF);
}

TEST(Rules, FitTheirColumns) {
  for (const lint::Rule* rule : rules::AllRules()) EXPECT_LE(rule->info.name.size(), 33u) << rule->info.name;
}

TEST(Rules, AreOneJsonDocument) {
  const auto document = nlohmann::json::parse(RunForTest({"rules", "--json"}).out);
  EXPECT_EQ(document["version"], 1);
  const auto rules = rules::AllRules();
  ASSERT_EQ(document["rules"].size(), rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    const nlohmann::json expected = {{"id", rules[i]->info.id},
                                     {"name", rules[i]->info.name},
                                     {"severity", lint::SeverityName(rules[i]->info.severity)},
                                     {"title", rules[i]->info.title},
                                     {"runbook", rules[i]->RunbookPath()}};
    EXPECT_EQ(document["rules"][i], expected);
  }
}

}  // namespace
}  // namespace lockstep::cmd
