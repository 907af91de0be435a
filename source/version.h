// SPDX-License-Identifier: Apache-2.0
// A migration's version: one number or several with dots, of any length, compared number by number.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lockstep::source {

// Keeps the text as it was written ("007", "17.1"), compares by value: 7 == 007, 9 < 10, 17 < 17.1, and 17
// == 17.0 as in Flyway. 20 digits and more are fine.
class Version {
 public:
  // Digits, groups of them separated by single dots; nothing else.
  static std::optional<Version> Parse(std::string_view text);

  const std::string& text() const { return text_; }
  // Without leading zeros and trailing ".0": the form in which versions are stored, shown and written to
  // JSON. Equal versions have the same one.
  std::string Canonical() const;

  std::strong_ordering operator<=>(const Version& other) const;
  bool operator==(const Version& other) const;

 private:
  explicit Version(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace lockstep::source
