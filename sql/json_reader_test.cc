// SPDX-License-Identifier: Apache-2.0
#include "sql/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::sql {
namespace {

using ::testing::ElementsAre;

// The strings and numbers of an object of such, and of arrays of them.
std::vector<std::string> Members(std::string_view text) {
  JsonReader json(text);
  std::vector<std::string> members;
  json.ReadObject([&](std::string_view key) {
    if (key == "skipped") return json.Skip();
    if (json.at_array()) {
      return json.ReadArray([&] { members.push_back(std::string(key) + "[]" + json.ReadString()); });
    }
    const std::string name(key);
    members.push_back(key == "number" ? name + std::to_string(json.ReadNumber()) : name + json.ReadString());
  });
  if (!json.ok() || !json.at_end()) members.emplace_back("malformed");
  return members;
}

TEST(JsonReader, ReadsObjectsAndArrays) {
  EXPECT_THAT(Members("{ \"a\" : \"b\",\n\"number\":12, \"c\":[\"d\",\"e\"], \"f\":[] }\n"),
              ElementsAre("ab", "number12", "c[]d", "c[]e"));
  EXPECT_THAT(Members("{}"), ElementsAre());
}

TEST(JsonReader, TakesEscapes) {
  EXPECT_THAT(Members(R"({"a":"\"\\\/\b\f\n\r\t\u003cé"})"), ElementsAre("a\"\\/\b\f\n\r\t<é"));
  EXPECT_THAT(Members(R"({"a":"\\","c":["\\\"","\"\\"]})"), ElementsAre("a\\", "c[]\\\"", "c[]\"\\"));
  for (const std::string_view bad :
       {R"({"a":"\x"})", R"({"a":"\u12"})", R"({"a":"\u0g00"})", R"({"a":"\u00e9"})"})
    EXPECT_EQ(Members(bad).back(), "malformed") << bad;
}

TEST(JsonReader, SkipsAnything) {
  EXPECT_THAT(Members(R"({"skipped":{"a":[1,-2,{"b":"}\""},true,null],"c":{}},"d":"e"})"), ElementsAre("de"));
  std::string deep(100'000, '[');
  deep += std::string(100'000, ']');
  EXPECT_THAT(Members("{\"skipped\":" + deep + "}"), ElementsAre());
}

TEST(JsonReader, KnowsWhatIsMalformed) {
  for (const std::string_view bad : {"",
                                     "[",
                                     "{",
                                     "{\"a\"",
                                     "{\"a\":",
                                     "{\"a\":\"",
                                     "{\"a\":\"b",
                                     "{\"a\":\"b\\",
                                     "{\"a\":\"b\"",
                                     "{\"a\":\"b\",}",
                                     "{\"a\" \"b\"}",
                                     "{\"a\":\"b\"}}",
                                     "{\"a\":1}",
                                     "{\"number\":-1}",
                                     "{\"number\":}",
                                     "{\"skipped\":}",
                                     "{\"skipped\":[",
                                     "{\"skipped\":?}",
                                     "{\"c\":[\"d\"}",
                                     "{\"c\":[\"d\",]}"}) {
    ASSERT_FALSE(Members(bad).empty()) << bad;
    EXPECT_EQ(Members(bad).back(), "malformed") << bad;
  }
}

}  // namespace
}  // namespace lockstep::sql
