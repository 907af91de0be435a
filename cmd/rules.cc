// SPDX-License-Identifier: Apache-2.0
// lockstep rules: lists all rules.
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cmd/commands.h"
#include "rules/all_rules.h"

namespace lockstep::cmd {

namespace {

void WriteText(std::ostream& out) {
  for (const lint::Rule* rule : rules::AllRules()) {
    const lint::RuleInfo& info = rule->info;
    out << fmt::format("{}  {:<33} {:<8} {}\n", info.id, info.name, lint::SeverityName(info.severity),
                       info.title);
  }
}

void WriteJson(std::ostream& out) {
  using Json = nlohmann::ordered_json;  // keys come out in the order written
  Json list = Json::array();
  for (const lint::Rule* rule : rules::AllRules()) {
    const lint::RuleInfo& info = rule->info;
    list.push_back({{"id", info.id},
                    {"name", info.name},
                    {"severity", lint::SeverityName(info.severity)},
                    {"title", info.title},
                    {"runbook", rule->RunbookPath()}});
  }
  out << Json{{"version", 1}, {"rules", std::move(list)}}.dump(2) << '\n';
}

}  // namespace

void AddRulesCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("rules", "List the rules that lint checks");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "write one JSON document");
  command->callback([json, &context] {
    std::ostream& out = context.runtime().out;
    *json ? WriteJson(out) : WriteText(out);
  });
}

}  // namespace lockstep::cmd
