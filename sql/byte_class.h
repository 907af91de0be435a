// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL's scanner (src/backend/parser/scan.l) takes single bytes for. Every byte beyond ASCII is a
// letter to it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockstep::sql {

namespace byte_class_internal {

// A byte may be of several classes.
enum Class : uint8_t {
  kBlank = 1,
  kWordStart = 2,
  kWord = 4,
  kMark = 8,
};

constexpr uint8_t Classify(char byte) {
  const auto is_in = [byte](std::string_view bytes) { return bytes.find(byte) != std::string_view::npos; };
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
                         static_cast<unsigned char>(byte) >= 0x80;
  if (is_letter) return kWordStart | kWord;
  if (byte >= '0' && byte <= '9') return kWord;
  if (byte == '$') return kWord | kMark;
  if (is_in(" \t\f\v\n\r")) return kBlank;
  return is_in("'\"-/();\\") ? kMark : 0;
}

inline constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (size_t byte = 0; byte < classes.size(); ++byte) classes[byte] = Classify(static_cast<char>(byte));
  return classes;
}();

inline bool IsOf(Class one, char byte) { return (kClasses[static_cast<unsigned char>(byte)] & one) != 0; }

}  // namespace byte_class_internal

inline bool IsNewline(char byte) { return byte == '\n' || byte == '\r'; }
inline bool IsBlankOrNewline(char byte) {
  return byte_class_internal::IsOf(byte_class_internal::kBlank, byte);
}
inline bool IsWordStart(char byte) {
  return byte_class_internal::IsOf(byte_class_internal::kWordStart, byte);
}
// A byte of a keyword or name, behind its first one.
inline bool IsWordByte(char byte) { return byte_class_internal::IsOf(byte_class_internal::kWord, byte); }
// One that may begin or end a quote, comment, parenthesis, statement or meta-command.
inline bool IsMark(char byte) { return byte_class_internal::IsOf(byte_class_internal::kMark, byte); }

}  // namespace lockstep::sql
