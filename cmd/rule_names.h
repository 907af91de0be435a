// SPDX-License-Identifier: Apache-2.0
// Rules as users name them: by id or by name, in any case.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/rule.h"

namespace lockstep::cmd {

// Of ASCII letters.
bool EqualIgnoringCase(std::string_view a, std::string_view b);

// "MIG001", "mig001", "create-index-blocking"; nullptr when there is no such rule.
const lint::Rule* RuleNamed(std::string_view name);

// The ids and the names of all rules.
std::vector<std::string_view> RuleNames();

// `unknown rule "drop-colum": did you mean "drop-column"?`
std::string UnknownRuleMessage(std::string_view name);

}  // namespace lockstep::cmd
