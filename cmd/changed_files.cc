// SPDX-License-Identifier: Apache-2.0
#include "cmd/changed_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <vector>

#include "cmd/child_process.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

constexpr size_t kLongestList = 256 * 1024 * 1024;

// What git prints when it is run in the folder.
std::string RunGit(std::vector<std::string> arguments, const std::string& revision, const fs::path& folder) {
  arguments.insert(arguments.begin(), "git");
  try {
    ProgramOutput output = RunProgram(arguments, folder, kLongestList, nullptr);
    if (output.exit_code == 0 && !output.signal) return std::move(output.text);
  } catch (const std::system_error& error) {
    throw UsageError(
        fmt::format("--since: git cannot be run in {}: {}", folder.string(), error.code().message()));
  }
  throw UsageError(fmt::format(
      "--since {}: git cannot tell what has changed since then in {}: the revision has to be there, "
      "and the history back to where this one left it (in a shallow clone, fetch it first)",
      revision, folder.string()));
}

}  // namespace

std::set<fs::path> FilesChangedSince(const std::string& revision, const fs::path& folder) {
  if (revision.empty() || revision.starts_with('-'))
    throw UsageError(fmt::format("--since \"{}\": is no revision", revision));
  std::string base = RunGit({"merge-base", revision, "HEAD"}, revision, folder);
  base.erase(std::min(base.find('\n'), base.size()));
  std::string names = RunGit({"diff", "--relative", "--name-only", "-z", "--no-renames", "--no-ext-diff",
                              "--diff-filter=d", base, "--", "."},
                             revision, folder);
  names += RunGit({"ls-files", "--others", "--exclude-standard", "-z", "--", "."}, revision, folder);
  // Names that end in NUL, relative to the folder.
  std::set<fs::path> files;
  std::string_view rest = names;
  while (!rest.empty()) {
    const size_t end = rest.find('\0');
    files.insert(fs::weakly_canonical(folder / rest.substr(0, end)));
    rest.remove_prefix(std::min(end, rest.size() - 1) + 1);
  }
  return files;
}

}  // namespace lockstep::cmd
