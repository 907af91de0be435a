// SPDX-License-Identifier: Apache-2.0
#include "source/goose_envsub.h"

#include <optional>
#include <utility>

#include <fmt/format.h>

#include "source/text.h"
#include "sql/utf8.h"

namespace lockstep::source {
namespace {

// Deeper than anybody nests defaults, and shallow enough for the stack.
constexpr size_t kDeepest = 100;

bool IsLetter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
bool IsNamePart(char byte) { return IsLetter(byte) || (byte >= '0' && byte <= '9') || byte == '_'; }

// Recursive descent, by the grammar of the library that goose uses (github.com/mfridman/interpolate). What
// that cannot read is an error there as well.
class Substituter {
 public:
  Substituter(std::string_view line, const Environment& environment)
      : line_(line), environment_(environment) {}

  Substitution Run() {
    std::string text = Expression(false);
    if (!error_.empty()) return {.error = std::move(error_), .offset = error_offset_};
    return {.text = std::move(text)};
  }

 private:
  // Up to the end of the line, or to the brace that closes what it stands in.
  std::string Expression(bool in_braces) {
    std::string text;
    while (error_.empty() && next_ < line_.size()) {
      if (in_braces && line_[next_] == '}') break;
      if (Take("\\\\")) {
        text += "\\\\";
      } else if (Take("\\$") || Take("$$")) {
        text += '$';
      } else if (Take("$(")) {
        text += "$(";
      } else if (line_[next_] == '$' && next_ + 1 < line_.size()) {
        text += Expansion();
      } else {
        text += line_[next_++];
      }
    }
    return text;
  }

  std::string Expansion() {
    const size_t begin = next_++;
    const bool has_braces = Take("{");
    const std::string name = Name();
    if (name.empty()) {
      return Fail(begin,
                  "no variable's name follows this $: write $$ for a dollar sign, or put -- +goose "
                  "ENVSUB OFF before the line");
    }
    const std::optional<std::string> value = environment_(name);
    if (!has_braces) return Value(begin, name, value);
    if (++depth_ > kDeepest) return Fail(begin, "defaults are nested too deeply here");
    std::string text = Braced(begin, name, value);
    --depth_;
    if (error_.empty() && !Take("}")) return Fail(begin, "this ${ is not closed: put } behind the variable");
    return text;
  }

  std::string Braced(size_t begin, const std::string& name, const std::optional<std::string>& value) {
    if (Take(":-")) return Default(begin, name, value, value && !value->empty());
    if (Take("-")) return Default(begin, name, value, value.has_value());
    if (Take("?")) {
      const std::string message = Expression(true);
      if (!value && unneeded_ == 0)
        return Fail(begin, fmt::format("the variable {} is not set: {}", name, message));
      return Value(begin, name, value);
    }
    if (next_ < line_.size() && line_[next_] == ':') {
      return Fail(begin, fmt::format("a part of a variable's value cannot be put in here: set {} to what is "
                                     "meant",
                                     name));
    }
    if (next_ < line_.size() && line_[next_] != '}') {
      return Fail(begin, fmt::format("\"{}\" cannot follow a variable's name: write ${{{}}}, or "
                                     "${{{}:-default}}",
                                     line_.substr(next_, 1), name, name));
    }
    return Value(begin, name, value);
  }

  // A default that is not needed is read all the same, but need not be to be had.
  std::string Default(size_t begin, const std::string& name, const std::optional<std::string>& value,
                      bool is_set) {
    unneeded_ += is_set ? 1 : 0;
    std::string text = Expression(true);
    unneeded_ -= is_set ? 1 : 0;
    return is_set ? Value(begin, name, value) : text;
  }

  std::string Value(size_t begin, const std::string& name, const std::optional<std::string>& value) {
    if (unneeded_ > 0) return {};
    if (!value) {
      return Fail(begin, fmt::format("the variable {} is not set (goose would put in nothing): set it, or "
                                     "write ${{{}:-default}}",
                                     name, name));
    }
    if (value->find_first_of("\r\n") != std::string::npos) {
      return Fail(begin, fmt::format("the value of {} has a line break: set it to a single line", name));
    }
    if (sql::ValidUtf8Prefix(*value) != value->size())
      return Fail(begin, fmt::format("the value of {} is not UTF-8", name));
    return *value;
  }

  std::string Name() {
    if (next_ == line_.size() || !IsLetter(line_[next_])) return {};
    const size_t begin = next_;
    while (next_ < line_.size() && IsNamePart(line_[next_])) ++next_;
    return std::string(line_.substr(begin, next_ - begin));
  }

  bool Take(std::string_view text) {
    if (!line_.substr(next_).starts_with(text)) return false;
    next_ += text.size();
    return true;
  }

  std::string Fail(size_t offset, std::string error) {
    if (error_.empty()) {
      error_ = std::move(error);
      error_offset_ = offset;
    }
    return {};
  }

  std::string_view line_;
  const Environment& environment_;
  size_t next_ = 0;
  size_t depth_ = 0;
  size_t unneeded_ = 0;  // how many defaults that are not needed we are in
  std::string error_;
  size_t error_offset_ = 0;
};

}  // namespace

Substitution SubstituteVariables(std::string_view line, const Environment& environment) {
  return Substituter(line, environment).Run();
}

}  // namespace lockstep::source
