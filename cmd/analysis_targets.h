// SPDX-License-Identifier: Apache-2.0
// From the paths on the command line to the files that are looked at, and those that are only replayed
// before them.
#pragma once

#include <deque>
#include <filesystem>
#include <istream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "source/directory.h"
#include "sql/source_file.h"

namespace lockstep::cmd {

// A migrations directory of which some files are asked for.
struct DirectoryTarget {
  source::Directory directory;
  bool all = false;                            // the directory itself was named
  std::set<std::filesystem::path> files = {};  // else these, canonical
  bool Wants(const std::filesystem::path& file) const;
};

// SourceFiles live here until the reports are written.
struct AnalysisTargets {
  std::deque<DirectoryTarget> directories = {};  // in the order first named
  std::deque<sql::SourceFile> loose =
      {};  // files that are no migrations of their directory, and standard input
  std::vector<std::string> errors = {};  // files and directories that cannot be used, one message each
  std::vector<std::string> warnings = {};
};

// `paths` are files, directories, or "-" for standard input; directories are read as `source_options` says.
// Nothing is thrown for what cannot be read: it is in `errors`.
AnalysisTargets ResolvePaths(const std::vector<std::string>& paths,
                             const std::filesystem::path& working_directory, std::istream& standard_input,
                             const source::ReadOptions& source_options);

}  // namespace lockstep::cmd
