// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL's scanner (src/backend/parser/scan.l) takes single bytes for. Every byte beyond ASCII is a
// letter to it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lockstep::sql {

// A class of bytes, or several; a byte may be of several.
enum class ByteClass : uint8_t {
  kBlank = 1,  // or a newline
  kWordStart = 2,
  kWord = 4,   // of a keyword or name, behind its first byte
  kMark = 8,   // may begin or end a quote, comment, parenthesis, statement or meta-command
  kOther = 16  // digits and operators
};

constexpr ByteClass operator|(ByteClass a, ByteClass b) {
  return static_cast<ByteClass>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool operator&(ByteClass a, ByteClass b) {
  return (static_cast<unsigned>(a) & static_cast<unsigned>(b)) != 0;
}

namespace byte_class_internal {

constexpr ByteClass Classify(char byte) {
  const auto is_in = [byte](std::string_view bytes) { return bytes.find(byte) != std::string_view::npos; };
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
                         static_cast<unsigned char>(byte) >= 0x80;
  if (is_letter) return ByteClass::kWordStart | ByteClass::kWord;
  if (is_in(" \t\f\v\n\r")) return ByteClass::kBlank;
  if (byte >= '0' && byte <= '9') return ByteClass::kWord | ByteClass::kOther;
  if (byte == '$') return ByteClass::kWord | ByteClass::kMark;
  return is_in("'\"-/();\\") ? ByteClass::kMark : ByteClass::kOther;
}

inline constexpr std::array<ByteClass, 256> kClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (size_t byte = 0; byte < classes.size(); ++byte) classes[byte] = Classify(static_cast<char>(byte));
  return classes;
}();

}  // namespace byte_class_internal

// Whether the byte is of one of the classes.
inline bool IsOf(ByteClass classes, char byte) {
  return byte_class_internal::kClasses[static_cast<unsigned char>(byte)] & classes;
}
inline bool IsNewline(char byte) { return byte == '\n' || byte == '\r'; }
inline bool IsBlankOrNewline(char byte) { return IsOf(ByteClass::kBlank, byte); }
inline bool IsWordByte(char byte) { return IsOf(ByteClass::kWord, byte); }

}  // namespace lockstep::sql
