// SPDX-License-Identifier: Apache-2.0
// `lockstep locks` against what PostgreSQL's servers did (testdata/oracle). Prints how far they agree.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cmd/cli.h"
#include "cmd/testing/command_line.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::ordered_json;

const std::filesystem::path& OracleDirectory() {
  static const auto path = std::filesystem::path(LOCKSTEP_SOURCE_DIR) / "testdata" / "oracle";
  return path;
}

// Names without "public." and quotes, as the cases have them.
std::string Plain(std::string name) {
  if (name.starts_with("public.")) name.erase(0, std::string_view("public.").size());
  std::erase(name, '"');
  return name;
}

// What was measured, or what is said: one comparable text for each field.
using Fields = std::map<std::string, std::string>;

class Case {
 public:
  explicit Case(const Json& json) : json_(json) {
    for (const auto& [name, kind] : json.at("kinds").items()) kinds_.emplace(Plain(name), kind);
  }

  std::string id() const { return json_.at("id"); }
  std::string category() const { return json_.at("category"); }
  std::string statement() const { return json_.at("statement"); }
  const Json& truth() const { return json_.at("truth"); }

  std::string Schema() const { return Joined({"setup"}); }
  std::string Migration() const { return Joined({"settings", "before"}) + Terminated(json_.at("statement")); }

  Fields Measured(const Json& truth) const {
    std::map<std::string, std::string> locks;
    for (const auto& [name, mode] : truth.at("locks").items()) locks.emplace(Plain(name), mode);
    Fields fields = FieldsOf(truth, locks);
    // A statement that does not run in a transaction for another reason says nothing of this one.
    if (!truth.at("transactional").is_null())
      fields["transactional"] = truth.at("transactional").get<bool>() ? "yes" : "no";
    if (HasMeasuredBlocks(truth)) fields["blocks"] = SetOf(truth.at("blocks"));
    return fields;
  }

  Fields Said(const Json& said) const {
    std::map<std::string, std::string> locks;
    for (const Json& lock : said.at("locks")) locks.emplace(Plain(lock.at("relation")), lock.at("mode"));
    Fields fields = FieldsOf(said, locks);
    fields["transactional"] = said.at("transactional").get<bool>() ? "yes" : "no";
    fields["blocks"] = SetOf(said.at("blocks"));
    return fields;
  }

 private:
  // Locks of earlier statements of the transaction block others as well.
  bool HasMeasuredBlocks(const Json& truth) const {
    return truth.contains("blocks") && json_.at("before").empty() && category() != "other";
  }

  static std::string Terminated(std::string statement) {
    while (!statement.empty() && (statement.back() == ';' || statement.back() == ' ')) statement.pop_back();
    for (size_t at = statement.find("{DB}"); at != std::string::npos; at = statement.find("{DB}"))
      statement.replace(at, std::string_view("{DB}").size(), "db");
    return statement + ";\n";
  }

  std::string Joined(std::initializer_list<const char*> keys) const {
    std::string text;
    for (const char* key : keys) {
      for (const Json& statement : json_.at(key)) text += Terminated(statement);
    }
    return text;
  }

  bool IsTable(const std::string& name) const {
    static const std::set<std::string> tables = {"table", "partitioned table", "view", "materialized view",
                                                 "foreign table"};
    const auto kind = kinds_.find(name);
    return kind != kinds_.end() && tables.contains(kind->second);
  }

  std::string SetOf(const Json& names) const {
    std::set<std::string> plain;
    for (const Json& name : names) plain.insert(Plain(name));
    return fmt::format("{}", fmt::join(plain, " "));
  }

  std::string KnownSetOf(const Json& names) const {
    std::set<std::string> plain;
    for (const Json& name : names) {
      if (kinds_.contains(Plain(name))) plain.insert(Plain(name));
    }
    return fmt::format("{}", fmt::join(plain, " "));
  }

  // ACCESS SHARE is not compared, nor what the statement itself makes.
  Fields FieldsOf(const Json& json, const std::map<std::string, std::string>& locks) const {
    std::string tables;
    for (const auto& [name, mode] : locks) {
      if (mode != "AccessShareLock" && IsTable(name)) tables += fmt::format("{} {}  ", name, mode);
    }
    return {{"locks", tables},
            {"rewrites", KnownSetOf(json.at("rewrites"))},
            {"scans", KnownSetOf(json.at("scans"))},
            {"index_builds", KnownSetOf(json.at("index_builds"))}};
  }

  const Json& json_;
  std::map<std::string, std::string> kinds_;
};

struct Tally {
  size_t right = 0;
  size_t all = 0;

  void Add(bool is_right) {
    right += is_right ? 1 : 0;
    ++all;
  }
};

class OracleTest : public ::testing::Test {
 protected:
  // Null where it does not parse.
  Json Ask(const Case& item, const std::string& version) const {
    directory_.Write("schema.sql", item.Schema());
    directory_.Write("statement.sql", item.Migration());
    const CommandLineResult result =
        RunForTest({"locks", "--json", "--no-replay", "--schema", directory_.path() / "schema.sql",
                    "--pg-version", version, directory_.path() / "statement.sql"});
    if (result.code != ExitCode::kOk) return {};
    return Json::parse(result.out).at("files").at(0).at("statements").back();
  }

  // The fields that differ, "" when there are none.
  std::string Compare(const Case& item, const std::string& version, const Json& truth, const Json& said) {
    const Fields measured = item.Measured(truth);
    const Fields claimed = item.Said(said);
    std::string difference;
    for (const auto& [field, value] : measured) {
      const bool agrees = claimed.at(field) == value;
      by_field_[field].Add(agrees);
      if (!agrees)
        difference += fmt::format("\n    {}: measured «{}», said «{}»", field, value, claimed.at(field));
    }
    by_category_[item.category()].Add(difference.empty());
    all_.Add(difference.empty());
    if (!difference.empty())
      std::cout << fmt::format("{} on {}: {}{}\n", item.id(), version, item.statement(), difference);
    return difference;
  }

  void PrintAgreement() const {
    const auto line = [](const std::string& name, const Tally& tally) {
      std::cout << fmt::format("  {:<20} {:>5} of {:>5}  {:.1f} %\n", name, tally.right, tally.all,
                               100.0 * static_cast<double>(tally.right) / static_cast<double>(tally.all));
    };
    for (const auto& [name, tally] : by_category_) line(name, tally);
    for (const auto& [name, tally] : by_field_) line(name, tally);
    line("statements that fail", failures_);
    line("case and version", all_);
  }

  sql::TemporaryDirectory directory_;
  std::map<std::string, Tally> by_field_;
  std::map<std::string, Tally> by_category_;
  Tally failures_;
  Tally all_;
};

// Of cases that a tool without a database cannot know: why, by id.
std::map<std::string, std::string> KnownDisagreements() {
  std::map<std::string, std::string> known;
  for (const auto& entry : YAML::LoadFile(OracleDirectory() / "known.yaml"))
    known.emplace(entry.first.as<std::string>(), entry.second.as<std::string>());
  return known;
}

TEST_F(OracleTest, AgreesWithTheServers) {
  std::ifstream file(OracleDirectory() / "cases.json");
  const Json cases = Json::parse(file);
  const auto known = KnownDisagreements();
  std::set<std::string> disagreeing;
  for (const Json& json : cases) {
    const Case item(json);
    for (const auto& [version, truth] : item.truth().items()) {
      const Json said = Ask(item, version);
      const bool succeeds = truth.at("ok").get<bool>();
      if (said.is_null()) {
        EXPECT_FALSE(succeeds) << item.id() << " does not parse";
        failures_.Add(true);
        continue;
      }
      if (const Json& fails = said.at("fails"); !fails.is_null() || !succeeds) {
        const bool agrees = !succeeds && !fails.is_null() && truth.at("sqlstate") == fails;
        failures_.Add(agrees);
        // That it is to fail must not be said in vain; that it fails need not be known.
        EXPECT_TRUE(agrees || fails.is_null()) << item.id() << " on " << version << ": " << fails;
      }
      // LOCK TABLE, say, succeeds only in a transaction.
      if (!succeeds && truth.at("transactional") != true) continue;
      if (!Compare(item, version, truth, said).empty()) disagreeing.insert(item.id());
    }
  }
  PrintAgreement();
  for (const std::string& id : disagreeing)
    EXPECT_TRUE(known.contains(id)) << id << " disagrees, and known.yaml does not say why";
  for (const auto& [id, reason] : known) {
    EXPECT_FALSE(reason.empty()) << id;
    EXPECT_TRUE(disagreeing.contains(id)) << id << " agrees by now: take it out of known.yaml";
  }
  EXPECT_LE(100 * known.size(), cases.size()) << "known.yaml may hold one case in a hundred";
}

}  // namespace
}  // namespace lockstep::cmd
