// SPDX-License-Identifier: Apache-2.0
#include "cmd/interpolation.h"

#include <map>

#include <gtest/gtest.h>

namespace lockstep::cmd {
namespace {

std::optional<std::string> SomeVariables(const std::string& name) {
  static const std::map<std::string, std::string> kVariables = {
      {"HOST", "db.internal"}, {"EMPTY", ""}, {"DOLLAR", "$"}, {"LIKE_ONE", "${HOST}"}, {"_a1", "x"}};
  const auto found = kVariables.find(name);
  return found == kVariables.end() ? std::nullopt : std::optional(found->second);
}

std::string TextOf(std::string_view text) {
  const Interpolation result = Interpolate(text, SomeVariables);
  EXPECT_EQ(result.error, "");
  return result.text;
}

std::string ErrorOf(std::string_view text) { return Interpolate(text, SomeVariables).error; }

TEST(Interpolate, PutsInWhatIsSet) {
  EXPECT_EQ(TextOf("${HOST}"), "db.internal");
  EXPECT_EQ(TextOf("postgres://${HOST}/${_a1}?x"), "postgres://db.internal/x?x");
  EXPECT_EQ(TextOf("<${EMPTY}>"), "<>");
}

TEST(Interpolate, LeavesOtherTextAlone) {
  for (const char* text : {"", "plain", "$HOST", "a$", "$$", "{HOST}", "}", "$ {HOST}"})
    EXPECT_EQ(TextOf(text), text);
}

TEST(Interpolate, TakesTheDefaultForWhatIsNotSetOrEmpty) {
  EXPECT_EQ(TextOf("${NONE:-localhost}"), "localhost");
  EXPECT_EQ(TextOf("${EMPTY:-localhost}"), "localhost");
  EXPECT_EQ(TextOf("${HOST:-localhost}"), "db.internal");
  EXPECT_EQ(TextOf("<${NONE:-}>"), "<>");
  EXPECT_EQ(TextOf("${NONE:-a:-b}"), "a:-b");
}

TEST(Interpolate, TakesADoubledDollarForAPlainOne) {
  EXPECT_EQ(TextOf("$${HOST}"), "${HOST}");
  EXPECT_EQ(TextOf("$${${HOST}"), "${db.internal");
}

TEST(Interpolate, DoesNotLookIntoValues) {
  EXPECT_EQ(TextOf("${LIKE_ONE}"), "${HOST}");
  EXPECT_EQ(TextOf("${DOLLAR}${HOST}"), "$db.internal");
}

TEST(Interpolate, NamesTheVariableThatIsNotSet) {
  EXPECT_EQ(ErrorOf("x${NONE}"),
            "the environment variable NONE is not set: set it, or give a default: ${NONE:-…}");
}

TEST(Interpolate, SaysWhatItCannotRead) {
  EXPECT_EQ(ErrorOf("${HOST"), "\"${HOST\" has no closing brace");
  for (const char* text :
       {"${}", "${1}", "${A B}", "${HOST:?no}", "${HOST-x}", "${:-x}", "${NONE:-${HOST}}", "${É}"})
    EXPECT_TRUE(ErrorOf(text).starts_with("cannot read \"${")) << text;
}

}  // namespace
}  // namespace lockstep::cmd
