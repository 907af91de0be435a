// SPDX-License-Identifier: Apache-2.0
// Rules as users name them: by id or by name, in any case.
#pragma once

#include <string>
#include <string_view>

#include "lint/rule.h"

namespace lockstep::cmd {

// "MIG001", "mig001", "create-index-blocking"; nullptr when there is no such rule.
const lint::Rule* RuleNamed(std::string_view name);

// `unknown rule "MIG0001": did you mean "MIG001"?`
std::string UnknownRuleMessage(std::string_view name);

}  // namespace lockstep::cmd
