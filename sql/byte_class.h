// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL's scanner (src/backend/parser/scan.l) takes single bytes for. Every byte beyond ASCII is a
// letter to it.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lockstep::sql {

enum class ByteClass : unsigned char {
  kPlain,
  kBlank,
  kNewline,
  kWordStart,
  kMark,  // may begin or end a quote, comment, parenthesis, statement or meta-command
};

namespace byte_class_internal {

constexpr bool IsLetter(size_t byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
}

constexpr std::array<ByteClass, 256> MakeClasses() {
  std::array<ByteClass, 256> classes{};
  for (size_t byte = 0; byte < classes.size(); ++byte) {
    if (IsLetter(byte)) classes[byte] = ByteClass::kWordStart;
  }
  const auto set = [&classes](std::string_view bytes, ByteClass byte_class) {
    for (const char byte : bytes) classes[static_cast<unsigned char>(byte)] = byte_class;
  };
  set(" \t\f\v", ByteClass::kBlank);
  set("\n\r", ByteClass::kNewline);
  set("'\"$-/();\\", ByteClass::kMark);
  return classes;
}

constexpr std::array<bool, 256> MakeWordBytes() {
  std::array<bool, 256> in_word{};
  for (size_t byte = 0; byte < in_word.size(); ++byte) {
    in_word[byte] = IsLetter(byte) || (byte >= '0' && byte <= '9') || byte == '$';
  }
  return in_word;
}

inline constexpr std::array<ByteClass, 256> kClasses = MakeClasses();
inline constexpr std::array<bool, 256> kWordBytes = MakeWordBytes();

}  // namespace byte_class_internal

inline ByteClass ClassOf(char byte) {
  return byte_class_internal::kClasses[static_cast<unsigned char>(byte)];
}
inline bool IsNewline(char byte) { return byte == '\n' || byte == '\r'; }
inline bool IsBlankOrNewline(char byte) {
  return ClassOf(byte) == ByteClass::kBlank || ClassOf(byte) == ByteClass::kNewline;
}
// A byte of a keyword or name, behind its first one.
inline bool IsWordByte(char byte) {
  return byte_class_internal::kWordBytes[static_cast<unsigned char>(byte)];
}

}  // namespace lockstep::sql
