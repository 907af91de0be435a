// SPDX-License-Identifier: Apache-2.0
#include "cmd/lint_targets.h"

#include <algorithm>
#include <iterator>
#include <system_error>

#include "source/directory.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

fs::path Canonical(const fs::path& path) {
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(path, error);
  return error ? path : canonical;
}

bool Holds(const source::Directory& directory, const fs::path& canonical) {
  return std::any_of(directory.migrations.begin(), directory.migrations.end(),
                     [&](const source::Migration& migration) {
                       return (migration.up && Canonical(migration.up->path) == canonical) ||
                              (migration.down && Canonical(migration.down->path) == canonical);
                     });
}

class Resolver {
 public:
  Resolver(const fs::path& working_directory, std::istream& standard_input)
      : working_directory_(working_directory), standard_input_(standard_input) {}

  void Add(const std::string& path) {
    try {
      if (path == "-") return AddStandardInput();
      const fs::path full = working_directory_ / path;
      std::error_code error;
      if (fs::is_directory(full, error)) return AddDirectory(path);
      AddFile(path);
    } catch (const FileError& error) {
      targets_.errors.emplace_back(error.what());
    }
  }

  LintTargets Take() { return std::move(targets_); }

 private:
  void AddStandardInput() {
    std::string text(std::istreambuf_iterator<char>(standard_input_), {});
    targets_.loose.push_back(sql::SourceFile::FromText("<stdin>", std::move(text)));
  }

  void AddDirectory(const fs::path& path) {
    DirectoryTarget& target = Open(path);
    if (target.all) return;
    target.all = true;
    const source::Directory& directory = target.directory;
    for (const source::Problem& problem : directory.problems) {
      auto& list = problem.severity == source::ProblemSeverity::kError ? targets_.errors : targets_.warnings;
      list.push_back(problem.message);
    }
    if (directory.migrations.empty() && !directory.HasErrors()) {
      targets_.errors.push_back(
          path.string() + ": there are no migrations in this directory: `lockstep create NAME` makes one");
    }
  }

  // A migration is linted with the files before it; any other file stands for itself.
  void AddFile(const fs::path& path) {
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::error_code error;
    if (fs::is_directory(working_directory_ / folder, error)) {
      DirectoryTarget& target = Open(folder);
      const fs::path canonical = Canonical(working_directory_ / path);
      if (Holds(target.directory, canonical)) {
        target.files.insert(canonical);
        return;
      }
    }
    targets_.loose.push_back(sql::SourceFile::Read(path));
  }

  DirectoryTarget& Open(const fs::path& path) {
    const fs::path canonical = Canonical(working_directory_ / path);
    const auto known = opened_.find(canonical);
    if (known != opened_.end()) return targets_.directories[known->second];
    targets_.directories.push_back({.directory = source::ReadDirectory(path)});
    opened_.emplace(canonical, targets_.directories.size() - 1);
    return targets_.directories.back();
  }

  const fs::path& working_directory_;
  std::istream& standard_input_;
  LintTargets targets_;
  std::map<fs::path, size_t> opened_;
};

}  // namespace

bool DirectoryTarget::Wants(const fs::path& file) const { return all || files.contains(Canonical(file)); }

LintTargets ResolveLintTargets(const std::vector<std::string>& paths, const fs::path& working_directory,
                               std::istream& standard_input) {
  Resolver resolver(working_directory, standard_input);
  for (const std::string& path : paths) resolver.Add(path);
  return resolver.Take();
}

}  // namespace lockstep::cmd
