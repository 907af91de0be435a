// SPDX-License-Identifier: Apache-2.0
// A lint fixture: SQL with comments that say what the linter has to find (testdata/lint/README.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lint/diagnostic.h"
#include "lint/linter.h"
#include "model/steps.h"
#include "sql/source_file.h"

namespace lockstep::rules {

struct ExpectedFinding {
  std::string rule = {};
  lint::Severity severity = lint::Severity::kError;
  bool ignored = false;
};

// Text that one of the findings of an expectation has to hold, or to stand at.
struct ExpectedText {
  std::string field = {};  // "message", "help", "effect", "at"
  std::string text = {};
};

// One comment `-- expect:`, with the comments that belong to it.
struct Expectation {
  size_t statement = 0;  // number of the statement that follows; 0: none does
  std::vector<ExpectedFinding> findings = {};
  std::vector<ExpectedText> texts = {};
};

struct Fixture {
  lint::LintOptions options = {};
  model::Runner runner = model::Runner::kLockstep;
  std::vector<sql::SourceFile> history = {};  // earlier migrations, replayed silently
  std::vector<sql::SourceFile> file = {};     // the one that is linted
  std::vector<Expectation> expectations = {};
};

// Throws FileError for a fixture that expects nothing, or says so in a way that is not understood.
Fixture ReadFixture(const std::filesystem::path& path);

}  // namespace lockstep::rules
