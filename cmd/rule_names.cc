// SPDX-License-Identifier: Apache-2.0
#include "cmd/rule_names.h"

#include <strings.h>

#include <algorithm>

#include <fmt/format.h>

#include "cmd/suggestion.h"
#include "rules/all_rules.h"

namespace lockstep::cmd {

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

const lint::Rule* RuleNamed(std::string_view name) {
  const auto rules = rules::AllRules();
  const auto found = std::find_if(rules.begin(), rules.end(), [name](const lint::Rule* rule) {
    return EqualIgnoringCase(rule->info.id, name) || EqualIgnoringCase(rule->info.name, name);
  });
  return found == rules.end() ? nullptr : *found;
}

std::vector<std::string_view> RuleNames() {
  std::vector<std::string_view> names;
  for (const lint::Rule* rule : rules::AllRules()) {
    names.push_back(rule->info.id);
    names.push_back(rule->info.name);
  }
  return names;
}

std::string UnknownRuleMessage(std::string_view name) {
  const std::string suggestion = DidYouMean(name, RuleNames());
  return fmt::format("unknown rule \"{}\"{}", name,
                     suggestion.empty() ? "; `lockstep rules` lists them" : suggestion);
}

}  // namespace lockstep::cmd
