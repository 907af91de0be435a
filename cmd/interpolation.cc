// SPDX-License-Identifier: Apache-2.0
#include "cmd/interpolation.h"

#include <fmt/format.h>

namespace lockstep::cmd {

namespace {

constexpr std::string_view kDefaultMark = ":-";

bool IsVariableName(std::string_view name) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  constexpr std::string_view kLettersAndDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
  return !name.empty() && kLetters.find(name.front()) != std::string_view::npos &&
         name.find_first_not_of(kLettersAndDigits) == std::string_view::npos;
}

// What stands for the text between "${" and "}".
Interpolation Expand(std::string_view reference, const Environment& environment) {
  const size_t mark = reference.find(kDefaultMark);
  const std::string name(reference.substr(0, mark));
  if (!IsVariableName(name) || reference.find("${") != std::string_view::npos) {
    return {.error =
                fmt::format("cannot read \"${{{}}}\": write ${{VAR}} or ${{VAR:-default}}, and $${{ for a "
                            "${{ that is meant as it stands",
                            reference)};
  }
  const std::optional<std::string> value = environment(name);
  const bool has_default = mark != std::string_view::npos;
  if (has_default && (!value || value->empty()))
    return {.text = std::string(reference.substr(mark + kDefaultMark.size()))};
  if (value) return {.text = *value};
  return {.error = fmt::format(
              "the environment variable {0} is not set: set it, or give a default: ${{{0}:-…}}", name)};
}

}  // namespace

Interpolation Interpolate(std::string_view text, const Environment& environment) {
  Interpolation result;
  while (true) {
    const size_t dollar = text.find("${");
    const std::string_view plain = text.substr(0, dollar);
    result.text += plain;
    if (dollar == std::string_view::npos) return result;
    text.remove_prefix(dollar + 2);
    if (plain.ends_with('$')) {
      result.text += '{';
      continue;
    }
    const size_t end = text.find('}');
    if (end == std::string_view::npos) return {.error = fmt::format("\"${{{}\" has no closing brace", text)};
    const Interpolation expanded = Expand(text.substr(0, end), environment);
    if (!expanded.error.empty()) return expanded;
    result.text += expanded.text;
    text.remove_prefix(end + 1);
  }
}

}  // namespace lockstep::cmd
