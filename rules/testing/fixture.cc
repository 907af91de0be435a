// SPDX-License-Identifier: Apache-2.0
#include "rules/testing/fixture.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "sql/error.h"
#include "sql/script.h"

namespace lockstep::rules {

namespace {

std::vector<std::string> Words(std::string_view text, char separator) {
  std::vector<std::string> words;
  std::istringstream stream{std::string(text)};
  for (std::string word; std::getline(stream, word, separator);) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

// What stands behind "-- KEY:" when the comment begins with it, without blanks around.
std::optional<std::string> ValueOf(std::string_view comment, std::string_view key) {
  const std::string prefix = fmt::format("-- {}:", key);
  if (!comment.starts_with(prefix)) return std::nullopt;
  std::string value(comment.substr(prefix.size()));
  value.erase(0, value.find_first_not_of(' '));
  value.erase(value.find_last_not_of(" \r") + 1);
  return value;
}

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  Fixture Read(std::string_view text) {
    ReadSections(text);
    const sql::Script script = sql::Script::Parse(fixture_.file.front());
    for (const sql::Comment& comment : script.comments()) ReadComment(script, comment.span);
    if (!expects_) Fail("expects nothing; a clean file says -- expect: none");
    if (expects_none_ && !fixture_.expectations.empty()) Fail("expects none, and something");
    return std::move(fixture_);
  }

 private:
  [[noreturn]] void Fail(const std::string& problem) const { throw FileError(name_ + ": " + problem); }

  // Lines `-- migration:` divide earlier migrations from each other and from the file that is linted.
  void ReadSections(std::string_view text) {
    constexpr std::string_view kDivider = "-- migration:";
    fixture_.options.history_is_complete = true;
    if (const auto options = ValueOf(text.substr(0, text.find('\n')), "options")) ReadOptions(*options);
    size_t end = 0;
    while ((end = text.find(kDivider)) != std::string_view::npos) {
      AddFile(text.substr(0, end), fixture_.history);
      text.remove_prefix(std::min(text.find('\n', end), text.size() - 1) + 1);
    }
    AddFile(text, fixture_.file);
  }

  void AddFile(std::string_view text, std::vector<sql::SourceFile>& files) {
    files.push_back(sql::SourceFile::FromText(name_, std::string(text)));
  }

  void ReadOptions(std::string_view text) {
    for (const std::string& word : Words(text, ' ')) {
      const std::string key = word.substr(0, word.find('='));
      const std::string value = key.size() < word.size() ? word.substr(key.size() + 1) : "";
      if (key == "pg-version") {
        fixture_.options.pg_version = std::stoi(value);
      } else if (key == "timezone") {
        fixture_.options.time_zone = value;
      } else if (key == "disable") {
        fixture_.options.disabled.insert(value);
      } else if (key == "no-history") {
        fixture_.options.history_is_complete = false;
      } else if (key == "schema") {
        fixture_.options.start_is_known = true;
      } else if (const auto runner = model::RunnerFromName(value); key == "runner" && runner) {
        fixture_.runner = *runner;
      } else {
        Fail("no such option: " + word);
      }
    }
  }

  void ReadComment(const sql::Script& script, sql::Span span) {
    const std::string_view comment = script.file().Text(span);
    if (const auto findings = ValueOf(comment, "expect")) return ReadFindings(*findings, script, span);
    for (const char* field : {"message", "help", "effect", "at"}) {
      if (const auto text = ValueOf(comment, field)) return ReadText(field, *text);
    }
  }

  void ReadFindings(std::string_view text, const sql::Script& script, sql::Span comment) {
    expects_ = true;
    if (text == "none") {
      expects_none_ = true;
      return;
    }
    Expectation expectation;
    const auto statements = script.statements();
    const auto next =
        std::find_if(statements.begin(), statements.end(),
                     [&](const sql::Statement& statement) { return statement.span.begin >= comment.end; });
    if (next != statements.end()) expectation.statement = next->number;
    for (const std::string& item : Words(text, ',')) expectation.findings.push_back(ReadFinding(item));
    fixture_.expectations.push_back(std::move(expectation));
  }

  ExpectedFinding ReadFinding(std::string_view text) const {
    ExpectedFinding finding;
    for (const std::string& word : Words(text, ' ')) {
      if (finding.rule.empty()) {
        finding.rule = word;
      } else if (word == "warning") {
        finding.severity = lint::Severity::kWarning;
      } else if (word == "info") {
        finding.severity = lint::Severity::kInfo;
      } else if (word == "ignored") {
        finding.ignored = true;
      } else {
        Fail("not understood in an expectation: " + word);
      }
    }
    return finding;
  }

  void ReadText(std::string_view field, std::string text) {
    if (fixture_.expectations.empty()) Fail(fmt::format("-- {}: without -- expect: before it", field));
    fixture_.expectations.back().texts.push_back({.field = std::string(field), .text = std::move(text)});
  }

  std::string name_;
  Fixture fixture_;
  bool expects_ = false;
  bool expects_none_ = false;
};

}  // namespace

Fixture ReadFixture(const std::filesystem::path& path) {
  return Reader(path.string()).Read(sql::SourceFile::Read(path).text());
}

}  // namespace lockstep::rules
