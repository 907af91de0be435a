// SPDX-License-Identifier: Apache-2.0
#include "source/goose_annotation.h"

#include <array>
#include <string>
#include <utility>

#include "source/text.h"

namespace lockstep::source {
namespace {

constexpr std::array<std::pair<std::string_view, GooseAnnotation>, 7> kAnnotations = {{
    {"up", GooseAnnotation::kUp},
    {"down", GooseAnnotation::kDown},
    {"statementbegin", GooseAnnotation::kStatementBegin},
    {"statementend", GooseAnnotation::kStatementEnd},
    {"no transaction", GooseAnnotation::kNoTransaction},
    {"envsub on", GooseAnnotation::kEnvsubOn},
    {"envsub off", GooseAnnotation::kEnvsubOff},
}};

}  // namespace

std::optional<GooseAnnotation> ParseGooseAnnotation(std::string_view line) {
  std::string_view text = Trim(line);
  if (!TakePrefix(text, "--") || text.find("+goose") == std::string_view::npos) return std::nullopt;
  text = Trim(text);
  if (!TakePrefix(text, "+goose")) return GooseAnnotation::kUnknown;
  const std::string name = LowerCase(Trim(text));
  for (const auto& [known, annotation] : kAnnotations) {
    if (name == known) return annotation;
  }
  return GooseAnnotation::kUnknown;
}

}  // namespace lockstep::source
