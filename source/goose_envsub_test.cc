// SPDX-License-Identifier: Apache-2.0
#include "source/goose_envsub.h"

#include <map>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace lockstep::source {
namespace {

Substitution Substitute(std::string_view line) {
  static const std::map<std::string, std::string> kVariables = {
      {"NAME", "anna"}, {"EMPTY", ""}, {"TWO", "a\nb"}, {"LATIN", "caf\xE9"}, {"A_1", "x"}};
  return SubstituteVariables(line, [](const std::string& name) {
    const auto variable = kVariables.find(name);
    return variable == kVariables.end() ? std::nullopt : std::optional(variable->second);
  });
}

TEST(SubstituteVariables, PutsInWhatIsSet) {
  const struct {
    const char* line;
    const char* text;
  } cases[] = {
      {"", ""},
      {"SELECT 1;", "SELECT 1;"},
      {"SELECT '$NAME';", "SELECT 'anna';"},
      {"${NAME}_$A_1-$NAME", "anna_x-anna"},
      {"'${EMPTY}'", "''"},
      {"${EMPTY:-none} ${EMPTY-none} ${GONE-none} ${GONE:-} ${NAME:-none}", "none  none  anna"},
      {"${GONE:-${NAME}} ${GONE:-${GONE:-deep}}", "anna deep"},
      {"${NAME:-${GONE}} ${NAME-${GONE?needed}}", "anna anna"},
      {"${NAME?needed}", "anna"},
      {"$$NAME \\$NAME $(NAME)", "$NAME $NAME $(NAME)"},
      {"\\\\$NAME", "\\\\anna"},
      {"AS $$ BEGIN END $$", "AS $ BEGIN END $"},
      {"ends with $", "ends with $"},
      {"é$NAME", "éanna"},
  };
  for (const auto& [line, text] : cases) {
    const Substitution substitution = Substitute(line);
    EXPECT_EQ(substitution.error, "") << line;
    EXPECT_EQ(substitution.text, text) << line;
  }
}

TEST(SubstituteVariables, SaysWhatIsWrongAndWhere) {
  const struct {
    const char* line;
    size_t offset;
    const char* error;
  } cases[] = {
      {"a $GONE", 2,
       "the variable GONE is not set (goose would put in nothing): set it, or write ${GONE:-default}"},
      {"${GONE:-${ALSO}}", 8,
       "the variable ALSO is not set (goose would put in nothing): set it, or write ${ALSO:-default}"},
      {"${GONE?ask Anna}", 0, "the variable GONE is not set: ask Anna"},
      {"'$1'", 1,
       "no variable's name follows this $: write $$ for a dollar sign, or put -- +goose ENVSUB OFF before "
       "the "
       "line"},
      {"${}", 0,
       "no variable's name follows this $: write $$ for a dollar sign, or put -- +goose ENVSUB OFF before "
       "the "
       "line"},
      {"${NAME", 0, "this ${ is not closed: put } behind the variable"},
      {"${NAME:-x", 0, "this ${ is not closed: put } behind the variable"},
      {"${NAME:1:2}", 0, "a part of a variable's value cannot be put in here: set NAME to what is meant"},
      {"${NAME+x}", 0, "\"+\" cannot follow a variable's name: write ${NAME}, or ${NAME:-default}"},
      {"$TWO", 0, "the value of TWO has a line break: set it to a single line"},
      {"$LATIN", 0, "the value of LATIN is not UTF-8"},
  };
  for (const auto& [line, offset, error] : cases) {
    const Substitution substitution = Substitute(line);
    EXPECT_EQ(substitution.error, error) << line;
    EXPECT_EQ(substitution.offset, offset) << line;
  }
}

TEST(SubstituteVariables, RefusesWhatIsNestedTooDeeply) {
  std::string line;
  for (int i = 0; i < 1'000'000; ++i) line += "${GONE:-";
  EXPECT_EQ(Substitute(line).error, "defaults are nested too deeply here");
}

}  // namespace
}  // namespace lockstep::source
