// SPDX-License-Identifier: Apache-2.0
// Runs the transcripts in testdata/cli: each is a test of its own.
#include "cmd/cli.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "cmd/testing/command_line.h"
#include "sql/testing/temporary_directory.h"
#include "tool_version.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;

// A part of a transcript: the line `-- TITLE --` and what stands below it. testdata/cli/README.md explains
// them.
struct Section {
  std::string title;
  std::string text;
};

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Section> ReadSections(const fs::path& path) {
  constexpr std::string_view kMark = "-- ";
  constexpr std::string_view kEnd = " --";
  std::vector<Section> sections;
  std::istringstream file(ReadAll(path));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(kMark) && line.ends_with(kEnd)) {
      sections.push_back({line.substr(kMark.size(), line.size() - kMark.size() - kEnd.size()), ""});
    } else if (!sections.empty()) {
      sections.back().text += line + '\n';
    }
  }
  return sections;
}

// Splits at blanks, but not within "double quotes".
std::vector<std::string> SplitArguments(std::string_view text) {
  std::vector<std::string> arguments;
  bool is_quoted = false;
  bool is_inside = false;
  for (const char letter : text) {
    const bool is_blank = letter == ' ' || letter == '\n';
    if (is_blank && !is_quoted) {
      is_inside = false;
      continue;
    }
    if (!is_inside) arguments.emplace_back();
    is_inside = true;
    if (letter == '"') {
      is_quoted = !is_quoted;
    } else {
      arguments.back() += letter;
    }
  }
  return arguments;
}

// Escape sequences, so that they can be read in a file and a test's output.
std::string Visible(std::string text) {
  for (size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b', at))
    text.replace(at, 1, "␛");
  return text;
}

bool TakePrefix(std::string& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.erase(0, prefix.size());
  return true;
}

class Transcript {
 public:
  void Play(const std::vector<Section>& sections) {
    for (const Section& section : sections) Play(section);
    FinishRun();
  }

 private:
  void Play(const Section& section) {
    std::string title = section.title;
    if (title == "run") {
      FinishRun();
      Run(section.text);
    } else if (title == "stdout") {
      expected_out_ = section.text;
    } else if (title == "stderr") {
      expected_err_ = section.text;
    } else if (TakePrefix(title, "exit ")) {
      expected_code_ = std::stoi(title);
    } else if (TakePrefix(title, "environment ")) {
      environment_[title.substr(0, title.find('='))] = title.substr(title.find('=') + 1);
    } else if (TakePrefix(title, "file ")) {
      Write(title, section.text);
    } else if (TakePrefix(title, "expect ")) {
      EXPECT_TRUE(fs::is_regular_file(title)) << title << " is not there";
      EXPECT_EQ(ReadAll(title), section.text) << title;
    } else {
      throw std::runtime_error("unknown section: " + section.title);
    }
  }

  static void Write(const fs::path& path, const std::string& text) {
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  void Run(const std::string& text) {
    command_ = text;
    std::vector<std::string> arguments = SplitArguments(text);
    if (arguments.empty() || arguments.front() != "lockstep")
      throw std::runtime_error("no lockstep: " + text);
    arguments.erase(arguments.begin());
    result_ = RunForTest(arguments, environment_);
  }

  void FinishRun() {
    if (!command_.empty()) {
      EXPECT_EQ(Visible(result_.out), expected_out_) << "standard output of " << command_;
      EXPECT_EQ(Visible(result_.err), expected_err_) << "standard error of " << command_;
      EXPECT_EQ(static_cast<int>(result_.code), expected_code_) << "exit code of " << command_;
    }
    command_.clear();
    expected_out_.clear();
    expected_err_.clear();
    expected_code_ = 0;
  }

  std::map<std::string, std::string> environment_;
  std::string command_;
  CommandLineResult result_;
  std::string expected_out_;
  std::string expected_err_;
  int expected_code_ = 0;
};

std::vector<fs::path> AllTranscripts() {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(fs::path(LOCKSTEP_SOURCE_DIR) / "testdata/cli")) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string TestName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class CommandLine : public testing::TestWithParam<fs::path> {
 protected:
  CommandLine() { fs::current_path(directory_.path()); }
  ~CommandLine() override { fs::current_path(before_); }

 private:
  const fs::path before_ = fs::current_path();
  const sql::TemporaryDirectory directory_;
};

TEST_P(CommandLine, DoesAsItsTranscriptSays) { Transcript().Play(ReadSections(GetParam())); }

TEST(RunCommandLine, WritesItsVersion) {
  EXPECT_EQ(RunForTest({"--version"}).out, "lockstep " + std::string(kToolVersion) + '\n');
}

TEST(RunCommandLine, FailsWhenItsOutputCannotBeWritten) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  out.setstate(std::ios::badbit);
  Runtime runtime{.in = in,
                  .out = out,
                  .err = err,
                  .environment = [](const std::string&) { return std::nullopt; },
                  .working_directory = fs::current_path()};
  EXPECT_EQ(RunCommandLine({"rules"}, runtime), ExitCode::kUsage);
  EXPECT_EQ(err.str(), "lockstep: error: the output cannot be written\n");
}

INSTANTIATE_TEST_SUITE_P(Transcripts, CommandLine, testing::ValuesIn(AllTranscripts()), TestName);

}  // namespace
}  // namespace lockstep::cmd
