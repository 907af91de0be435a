// SPDX-License-Identifier: Apache-2.0
// MIG000. The findings come from lint/directive.cc and lint/linter.cc, which read the directives; here is
// what the rule says of itself.
#include "rules/all_rules.h"

namespace lockstep::rules {

const lint::Rule kDirective{
    {.id = "MIG000",
     .name = "directive",
     .severity = lint::Severity::kError,
     .title = "an ignore directive that is malformed, gives no reason, or ignores nothing",
     .rationale = "A directive that does not do what its author thinks hides a hazard, or stays behind when "
                  "the hazard is gone."},
    nullptr};

}  // namespace lockstep::rules
