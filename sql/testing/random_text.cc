// SPDX-License-Identifier: Apache-2.0
#include "sql/testing/random_text.h"

#include <iterator>
#include <string_view>

namespace lockstep::sql {
namespace {

constexpr std::string_view kFragments[] = {"'",
                                           "'",
                                           "''",
                                           "\"",
                                           "$$",
                                           "$$",
                                           "$a$",
                                           "$a$",
                                           "$b$",
                                           "$",
                                           "$1",
                                           "E'",
                                           "e'",
                                           "U&'",
                                           "U&\"",
                                           "B'",
                                           "x'",
                                           "N'",
                                           "--",
                                           "-",
                                           "/",
                                           "*",
                                           "/*",
                                           "*/",
                                           "/*",
                                           "*/",
                                           "(",
                                           ")",
                                           ";",
                                           ";",
                                           ";",
                                           " ",
                                           " ",
                                           "\n",
                                           "\n",
                                           "\r",
                                           "\t",
                                           "\v",
                                           "\f",
                                           "a",
                                           "b1",
                                           "_x",
                                           "foo$$",
                                           "e",
                                           "E",
                                           "1",
                                           "23",
                                           "1.5e3",
                                           "é",
                                           "\u00A0",
                                           "+",
                                           "=",
                                           "::",
                                           ".",
                                           ":=",
                                           "\\'",
                                           "\\\\",
                                           "\\",
                                           "select",
                                           "as",
                                           "case",
                                           "end",
                                           "begin",
                                           "atomic",
                                           "|",
                                           "@",
                                           "#",
                                           "[",
                                           "\\.\n",
                                           "copy",
                                           "from",
                                           "stdin;\n",
                                           "create function",
                                           ","};

}  // namespace

std::string RandomText(std::mt19937& random) {
  std::string text;
  for (size_t i = random() % 25; i > 0; --i) text += kFragments[random() % std::size(kFragments)];
  return text;
}

}  // namespace lockstep::sql
