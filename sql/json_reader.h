// SPDX-License-Identifier: Apache-2.0
// Reads the JSON that libpg_query writes from front to back, without making anything of what nobody asks for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::sql {

// Stands before a value. Each of the calls reads one and goes behind it; one that finds no such value there
// makes the text malformed, of which all other calls read nothing.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) { SkipBlanks(); }

  bool ok() const { return ok_; }
  // Whether the text ends here.
  bool at_end() const { return at_ >= text_.size(); }
  bool at_object() const { return Sees('{'); }
  bool at_array() const { return Sees('['); }

  // An object: `visit` is called with each key, as it is written, and has to read its value, or to skip it.
  template <typename Visit>
  void ReadObject(const Visit& visit) {
    for (bool more = Enter('{', '}'); more; more = GoOn('}')) {
      const std::string_view key = TakeString();
      Take(':');
      if (ok_) visit(key);
    }
  }

  // An array: `visit` has to read each element, or to skip it.
  template <typename Visit>
  void ReadArray(const Visit& visit) {
    for (bool more = Enter('[', ']'); more; more = GoOn(']')) visit();
  }

  std::string ReadString();
  size_t ReadNumber();  // not negative
  void Skip();          // anything

 private:
  bool Sees(char mark) const { return at_ < text_.size() && text_[at_] == mark; }
  bool TakeIf(char mark);
  void Take(char mark);
  bool Enter(char begin, char end);
  bool GoOn(char end);
  void SkipBlanks();
  std::string_view TakeString();  // between its quotes, as it is written
  void TakeWord();                // a number, true, false or null
  void Fail();

  std::string_view text_;
  size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace lockstep::sql
