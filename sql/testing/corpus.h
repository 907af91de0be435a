// SPDX-License-Identifier: Apache-2.0
// Real projects' migrations, for tests and benchmarks. They lie beside the repository, which does not carry
// them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "sql/source_file.h"

namespace lockstep::sql {

// All SQL files, in the order of their paths; none where there is no corpus.
inline std::vector<SourceFile> ReadCorpus() {
  namespace fs = std::filesystem;
  const fs::path corpus = fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus";
  if (!fs::is_directory(corpus)) return {};
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(corpus)) {
    if (entry.is_regular_file() && entry.path().extension() == ".sql") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<SourceFile> files;
  for (const fs::path& path : paths) files.push_back(SourceFile::Read(path));
  return files;
}

}  // namespace lockstep::sql
