// SPDX-License-Identifier: Apache-2.0
// "did you mean …?": the known name that is nearest to one that was mistyped.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace lockstep::cmd {

// The candidate with the fewest edits (insertion, deletion, exchange, two neighbours swapped; case does not
// count); the first of several. Nothing when none is near enough to be meant.
std::optional<std::string_view> NearestName(std::string_view name,
                                            std::span<const std::string_view> candidates);

// `: did you mean "lint"?`, to be put behind a message; empty when nothing is near.
std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates);

// `expected one of error, warning, never, not "warn": did you mean "warning"?`
std::string NotOneOf(std::string_view text, std::span<const std::string_view> choices);

}  // namespace lockstep::cmd
