// SPDX-License-Identifier: Apache-2.0
#include "cmd/migration_name.h"

#include <fmt/format.h>

#include "source/version.h"
#include "sql/error.h"
#include "sql/utf8.h"

namespace lockstep::cmd {

namespace {

constexpr size_t kTimestampDigits = 14;

bool IsUpper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool IsLowerOrDigit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
}
bool IsBeyondAscii(char byte) { return static_cast<unsigned char>(byte) >= 0x80; }

std::string AddOne(std::string digits) {
  for (size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return digits;
    }
    digits[i] = '0';
  }
  return '1' + digits;
}

// "0", "00123" as a number, for texts short enough.
int NumberAt(std::string_view digits, size_t begin, size_t size) {
  int number = 0;
  for (const char digit : digits.substr(begin, size)) number = 10 * number + (digit - '0');
  return number;
}

}  // namespace

std::string MigrationTitle(std::string_view text) {
  if (sql::ValidUtf8Prefix(text) != text.size()) throw UsageError("the migration's name is not UTF-8");
  std::string title;
  bool is_separated = false;  // a separator has been read, but nothing behind it yet
  bool after_lower = false;
  for (const char letter : text) {
    const bool is_upper = IsUpper(letter);
    const bool is_part = is_upper || IsLowerOrDigit(letter) || IsBeyondAscii(letter);
    if (is_part) {
      const bool is_next_word = is_separated || (is_upper && after_lower);
      if (is_next_word && !title.empty()) title += '_';
      title += is_upper ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    is_separated = !is_part;
    after_lower = IsLowerOrDigit(letter);
  }
  if (title.empty()) {
    throw UsageError(
        fmt::format("\"{}\" is no name for a migration: it has neither letters nor digits", text));
  }
  return title;
}

std::string NextNumber(std::string_view highest, size_t first_digits) {
  return AddOne(highest.empty() ? std::string(first_digits, '0') : std::string(highest));
}

std::string NextTimestamp(std::string_view highest, std::string_view now) {
  if (highest.empty()) return std::string(now);
  const bool is_later = *source::Version::Parse(now) > *source::Version::Parse(highest);
  return is_later ? std::string(now) : AddOne(std::string(highest));
}

bool IsTimestamp(std::string_view version) {
  if (version.size() != kTimestampDigits) return false;
  const auto is_within = [version](size_t begin, size_t size, int least, int most) {
    const int number = NumberAt(version, begin, size);
    return least <= number && number <= most;
  };
  return is_within(0, 4, 1970, 9999) && is_within(4, 2, 1, 12) && is_within(6, 2, 1, 31);
}

}  // namespace lockstep::cmd
