// SPDX-License-Identifier: Apache-2.0
// A migrations directory of one format for one test.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "source/directory.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::source {

class FormatTest : public testing::Test {
 protected:
  explicit FormatTest(std::string_view format) : format_(format) {}

  void Write(const std::filesystem::path& name, std::string_view content = "SELECT 1;\n") const {
    if (name.has_parent_path()) std::filesystem::create_directories(path() / name.parent_path());
    directory_.Write(name, content);
  }

  Directory Read() const { return ReadDirectory(path(), {.format = format_, .environment = Lookup()}); }

  // "error: NAME: what is wrong", without the directory.
  std::vector<std::string> Problems() const {
    std::vector<std::string> problems;
    for (const Problem& problem : Read().problems) {
      const std::string severity = problem.severity == ProblemSeverity::kError ? "error: " : "warning: ";
      problems.push_back(severity + problem.message.substr(path().string().size() + 1));
    }
    return problems;
  }

  // "VERSION NAME", of each migration.
  std::vector<std::string> Migrations() const {
    std::vector<std::string> migrations;
    for (const Migration& migration : Read().migrations)
      migrations.push_back(migration.version->text() + " " + migration.name);
    return migrations;
  }

  // Of the only file there is.
  std::vector<std::string> ProblemsOf(const std::filesystem::path& name, std::string_view content) const {
    Write(name, content);
    std::vector<std::string> problems = Problems();
    std::filesystem::remove_all(path() / *name.begin());
    return problems;
  }

  const std::filesystem::path& path() const { return directory_.path(); }

  std::map<std::string, std::string> environment_;

 private:
  Environment Lookup() const {
    return [this](const std::string& name) {
      const auto variable = environment_.find(name);
      return variable == environment_.end() ? std::nullopt : std::optional(variable->second);
    };
  }

  std::string_view format_;
  const sql::TemporaryDirectory directory_;
};

}  // namespace lockstep::source
