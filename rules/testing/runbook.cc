// SPDX-License-Identifier: Apache-2.0
#include "rules/testing/runbook.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sql/error.h"

namespace lockstep::rules {

namespace {

struct Block {
  std::vector<std::string> words = {};              // of the info string, without options
  std::map<std::string, std::string> options = {};  // file=…, fails=…, rule=…
  std::string text = {};
  size_t line = 0;
};

class Reader {
 public:
  explicit Reader(const std::filesystem::path& path) { runbook_.path = path; }

  Runbook Read() {
    std::ifstream file(runbook_.path);
    if (!file) Fail(0, "cannot be read");
    size_t number = 0;
    for (std::string line; std::getline(file, line);) {
      ++number;
      if (number == 1) ReadTitle(line);
      if (!line.starts_with("```")) continue;
      Block block = ReadInfo(line.substr(3), number);
      while (std::getline(file, line) && line != "```") {
        ++number;
        block.text += line + "\n";
      }
      if (!file) Fail(block.line, "the block has no end");
      ++number;
      Take(std::move(block));
    }
    CheckFiles();
    return std::move(runbook_);
  }

 private:
  [[noreturn]] void Fail(size_t line, const std::string& problem) const {
    throw FileError(fmt::format("{}:{}: {}", runbook_.path.string(), line, problem));
  }

  // "# MIG001 create-index-blocking: …", "# recipe-…: …"
  void ReadTitle(const std::string& line) {
    std::istringstream words(line);
    std::string hash;
    std::string first;
    words >> hash >> first;
    if (first.starts_with("MIG")) runbook_.rule = first;
  }

  static Block ReadInfo(const std::string& info, size_t line) {
    Block block{.line = line};
    std::istringstream words(info);
    for (std::string word; words >> word;) {
      const size_t equals = word.find('=');
      if (equals == std::string::npos) {
        block.words.push_back(word);
      } else {
        block.options[word.substr(0, equals)] = word.substr(equals + 1);
      }
    }
    return block;
  }

  void Take(Block block) {
    if (block.words.empty() || block.words.front() != "sql" || block.words.size() == 1) return;
    const std::string& kind = block.words[1];
    if (kind == "setup") {
      runbook_.setup += block.text;
    } else if (kind == "bad") {
      runbook_.bad.push_back(
          {block.text, block.line, block.options["fails"], block.options["rule"], block.options["runner"]});
    } else if (kind == "good") {
      TakeGood(block);
    } else if (kind == "query") {
      runbook_.queries.push_back(block.text);
    } else {
      Fail(block.line, "no such kind of SQL block: " + kind);
    }
  }

  void TakeGood(Block& block) {
    const std::string name = block.options["file"];
    const bool is_up = name.ends_with(".up.sql");
    if (!is_up && !name.ends_with(".down.sql"))
      Fail(block.line, "file=0002_name.up.sql or .down.sql is missing");
    (is_up ? runbook_.ups : runbook_.downs).push_back({name, block.text, block.line});
  }

  // Numbered without gaps from 0002, each with both files.
  void CheckFiles() const {
    if (runbook_.ups.size() != runbook_.downs.size()) Fail(0, "a good file has no counterpart");
    for (size_t i = 0; i < runbook_.ups.size(); ++i) {
      const GoodFile& up = runbook_.ups[i];
      const std::string stem = up.name.substr(0, up.name.size() - std::string_view(".up.sql").size());
      if (!stem.starts_with(fmt::format("{:04}_", i + 2)))
        Fail(up.line, "the number does not follow: " + up.name);
      if (runbook_.downs[i].name != stem + ".down.sql") Fail(up.line, "has no down file: " + up.name);
    }
  }

  Runbook runbook_;
};

}  // namespace

Runbook ReadRunbook(const std::filesystem::path& path) { return Reader(path).Read(); }

std::vector<std::filesystem::path> RunbookPages(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> pages;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".md" && entry.path().stem() != "README") pages.push_back(entry.path());
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

}  // namespace lockstep::rules
