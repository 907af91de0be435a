// SPDX-License-Identifier: Apache-2.0
// Measures a statement on real servers, and prints what happened as a case of testdata/oracle; or measures
// recorded cases again, and says how far they agree. scripts/measure-locks runs it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "cmd/testing/measured_case.h"
#include "pg/error.h"
#include "sql/script.h"
#include "sql/source_file.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string id = "new_case";
  std::string category = "other";
  std::string setup = {};
  std::vector<std::string> settings = {};
  std::vector<std::string> before = {};
  std::string statement = {};
  std::vector<std::string> versions = {};
  std::string recorded = {};
  std::vector<std::string> ids = {};
};

// The statements of a file, or of the text itself where there is no such file.
std::vector<std::string> StatementsOf(const std::string& text_or_file) {
  std::error_code error;
  const sql::SourceFile file = std::filesystem::is_regular_file(text_or_file, error)
                                   ? sql::SourceFile::Read(text_or_file)
                                   : sql::SourceFile::FromText("statement", text_or_file);
  const sql::Script script = sql::Script::Parse(file);
  std::vector<std::string> statements;
  for (const sql::Statement& statement : script.statements())
    statements.emplace_back(file.Text(statement.span));
  return statements;
}

// One of each version that was asked for, one after the other; where none was, of each that is here.
void ForEachServer(const Options& options, const std::function<void(const std::string&, CaseServer&)>& use) {
  const std::vector<std::string> all = {"14", "15", "16", "17", "18"};
  for (const std::string& version : options.versions.empty() ? all : options.versions) {
    ::setenv("LOCKSTEP_TEST_PG", version.c_str(), 1);
    std::optional<CaseServer> server;
    try {
      server.emplace();
    } catch (const pg::DatabaseError& error) {
      if (!options.versions.empty() || error.failure() != pg::Failure::kUnreachable) throw;
      std::cerr << "measure-locks: left out: " << error.message() << '\n';
      continue;
    }
    use(version, *server);
  }
}

Json NewCase(const Options& options) {
  const std::vector<std::string> statements = StatementsOf(options.statement);
  if (statements.size() != 1) throw std::runtime_error("one statement is measured; use --before for others");
  const std::vector<std::string> setup =
      options.setup.empty() ? std::vector<std::string>() : StatementsOf(options.setup);
  return {{"id", options.id},         {"category", options.category}, {"setup", setup},
          {"before", options.before}, {"settings", options.settings}, {"statement", statements.front()},
          {"kinds", Json::object()},  {"truth", Json::object()}};
}

void MeasureNew(const Options& options) {
  Json item = NewCase(options);
  ForEachServer(options, [&item](const std::string& version, CaseServer& server) {
    CaseServer::Outcome outcome = server.Measure(item);
    if (outcome.setup_error.empty()) {
      item["kinds"] = std::move(outcome.kinds);
      item["truth"][version] = std::move(outcome.truth);
    } else {
      std::cerr << fmt::format("measure-locks: {} is left out, the setup fails: {}\n", version,
                               outcome.setup_error);
    }
  });
  std::cout << item.dump() << '\n';
}

struct Tally {
  size_t same = 0;
  size_t all = 0;
};

class Comparison {
 public:
  void Compare(const Json& item, const std::string& version, const Json& measured) {
    const Json& recorded = item.at("truth").at(version);
    std::set<std::string> keys;
    for (const auto* truth : {&recorded, &measured}) {
      for (const auto& [key, value] : truth->items()) keys.insert(key);
    }
    for (const std::string& key : keys) {
      const Json was = Plain(recorded.value(key, Json()));
      const Json is = Plain(measured.value(key, Json()));
      Tally& tally = fields_[key];
      ++tally.all;
      if (was == is) {
        ++tally.same;
      } else {
        std::cout << fmt::format("{} on {}: {}\n    {}: recorded {}, measured {}\n",
                                 item.at("id").get<std::string>(), version,
                                 item.at("statement").get<std::string>(), key, was.dump(), is.dump());
      }
    }
  }

  void Print() const {
    for (const auto& [key, tally] : fields_)
      std::cout << fmt::format("  {:<16} {:>5} of {:>5}\n", key, tally.same, tally.all);
  }

 private:
  // Without regard to the order.
  static Json Plain(Json value) {
    if (value.is_array()) std::sort(value.begin(), value.end());
    if (value.is_object()) return Json(nlohmann::json(value));
    return value;
  }

  std::map<std::string, Tally> fields_;
};

void MeasureRecorded(const Options& options) {
  std::ifstream file(options.recorded);
  const Json cases = Json::parse(file);
  const std::set<std::string> wanted(options.ids.begin(), options.ids.end());
  Comparison comparison;
  ForEachServer(options, [&](const std::string& version, CaseServer& server) {
    for (const Json& item : cases) {
      if (!item.at("truth").contains(version)) continue;
      if (!wanted.empty() && !wanted.contains(item.at("id"))) continue;
      const CaseServer::Outcome outcome = server.Measure(item);
      if (outcome.setup_error.empty()) {
        comparison.Compare(item, version, outcome.truth);
      } else {
        std::cout << fmt::format("{} on {}: {}\n", item.at("id").get<std::string>(), version,
                                 outcome.setup_error);
      }
    }
  });
  comparison.Print();
}

int Run(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Measures what a statement does on real PostgreSQL servers, and prints a case of testdata/oracle");
  app.add_option("--id", options.id, "name of the case");
  app.add_option("--category", options.category, "its family");
  app.add_option("--setup", options.setup, "SQL, or a file of it: what made the database before");
  app.add_option("--set", options.settings, "a SET statement that is in force")->allow_extra_args(false);
  app.add_option("--before", options.before, "an earlier statement of the same transaction")
      ->allow_extra_args(false);
  app.add_option("--pg", options.versions, "major versions (else those of 14 to 18 that are here)")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--check", options.recorded, "measure the cases of this file again, and compare");
  app.add_option("--only", options.ids, "of those, these ids")->delimiter(',')->allow_extra_args(false);
  app.add_option("statement", options.statement, "SQL, or a file of it: what is measured");
  CLI11_PARSE(app, argc, argv);
  if (options.recorded.empty()) {
    MeasureNew(options);
  } else {
    MeasureRecorded(options);
  }
  return 0;
}

}  // namespace
}  // namespace lockstep::cmd

int main(int argc, char** argv) {
  try {
    return lockstep::cmd::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "measure-locks: " << error.what() << '\n';
    return 1;
  }
}
