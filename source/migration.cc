// SPDX-License-Identifier: Apache-2.0
#include "source/migration.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace lockstep::source {

std::string Migration::Key() const { return version ? version->Canonical() : "R__" + name; }

bool Directory::HasErrors() const {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.severity == ProblemSeverity::kError; });
}

bool Directory::HasDowns() const {
  return std::any_of(migrations.begin(), migrations.end(),
                     [](const Migration& migration) { return migration.down.has_value(); });
}

std::vector<Migration> InRunOrder(Directory directory) {
  std::vector<Migration> all = std::move(directory.migrations);
  std::move(directory.repeatables.begin(), directory.repeatables.end(), std::back_inserter(all));
  return all;
}

}  // namespace lockstep::source
