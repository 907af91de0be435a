// SPDX-License-Identifier: Apache-2.0
#include "source/version.h"

#include <algorithm>

namespace lockstep::source {
namespace {

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

// Takes the first number off `rest`, without its leading zeros: "" for zero, and for a number that is not
// there.
std::string_view TakeNumber(std::string_view& rest) {
  const size_t size = std::min(rest.find('.'), rest.size());
  std::string_view number = rest.substr(0, size);
  rest.remove_prefix(std::min(size + 1, rest.size()));
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

}  // namespace

std::optional<Version> Version::Parse(std::string_view text) {
  bool after_digit = false;
  for (const char byte : text) {
    if (!IsDigit(byte) && !(byte == '.' && after_digit)) return std::nullopt;
    after_digit = IsDigit(byte);
  }
  if (!after_digit) return std::nullopt;
  return Version(std::string(text));
}

std::string Version::Canonical() const {
  std::string canonical;
  size_t size = 1;  // up to the last number that is not zero
  for (std::string_view rest = text_; !rest.empty();) {
    const std::string_view number = TakeNumber(rest);
    if (!canonical.empty()) canonical += '.';
    canonical += number.empty() ? "0" : number;
    if (!number.empty()) size = canonical.size();
  }
  canonical.resize(size);
  return canonical;
}

std::strong_ordering Version::operator<=>(const Version& other) const {
  std::string_view mine = text_;
  std::string_view others = other.text_;
  while (!mine.empty() || !others.empty()) {
    const std::string_view left = TakeNumber(mine);
    const std::string_view right = TakeNumber(others);
    if (left.size() != right.size()) return left.size() <=> right.size();
    if (const int order = left.compare(right); order != 0) return order <=> 0;
  }
  return std::strong_ordering::equal;
}

bool Version::operator==(const Version& other) const {
  return *this <=> other == std::strong_ordering::equal;
}

}  // namespace lockstep::source
