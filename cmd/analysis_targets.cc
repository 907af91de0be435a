// SPDX-License-Identifier: Apache-2.0
#include "cmd/analysis_targets.h"

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
  const auto is_of = [&](const source::Migration& migration) {
    return (migration.up && Canonical(migration.up->path) == canonical) ||
           (migration.down && Canonical(migration.down->path) == canonical);
  };
  return std::any_of(directory.migrations.begin(), directory.migrations.end(), is_of) ||
         std::any_of(directory.repeatables.begin(), directory.repeatables.end(), is_of);
}

class Resolver {
 public:
  Resolver(const fs::path& working_directory, std::istream& standard_input,
           const source::ReadOptions& source_options)
      : working_directory_(working_directory),
        standard_input_(standard_input),
        source_options_(source_options) {}

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

  AnalysisTargets Take() { return std::move(targets_); }

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
    for (const source::Problem& problem : directory.problems) AddProblem(problem);
    if (directory.migrations.empty() && directory.repeatables.empty() && !directory.HasErrors()) {
      targets_.errors.push_back(
          path.string() + ": there are no migrations in this directory: `lockstep create NAME` makes one");
    }
  }

  void AddProblem(const source::Problem& problem) {
    auto& list = problem.severity == source::ProblemSeverity::kError ? targets_.errors : targets_.warnings;
    if (std::find(list.begin(), list.end(), problem.message) == list.end()) list.push_back(problem.message);
  }

  // Whether the file is one that its directory cannot take as a migration.
  bool AddErrorsOf(const source::Directory& directory, const fs::path& canonical) {
    bool found = false;
    for (const source::Problem& problem : directory.problems) {
      if (problem.severity != source::ProblemSeverity::kError || Canonical(problem.path) != canonical)
        continue;
      AddProblem(problem);
      found = true;
    }
    return found;
  }

  // A migration is linted with the files before it; any other file stands for itself.
  void AddFile(const fs::path& path) {
    const fs::path folder = source::DirectoryOf(path);
    std::error_code error;
    if (fs::is_directory(working_directory_ / folder, error)) {
      DirectoryTarget& target = Open(folder);
      const fs::path canonical = Canonical(working_directory_ / path);
      const bool is_bad = AddErrorsOf(target.directory, canonical);
      if (Holds(target.directory, canonical)) target.files.insert(canonical);
      if (is_bad || target.files.contains(canonical)) return;
    }
    targets_.loose.push_back(sql::SourceFile::Read(path));
  }

  DirectoryTarget& Open(const fs::path& path) {
    const fs::path canonical = Canonical(working_directory_ / path);
    const auto known = opened_.find(canonical);
    if (known != opened_.end()) return targets_.directories[known->second];
    targets_.directories.push_back({.directory = source::ReadDirectory(path, source_options_)});
    opened_.emplace(canonical, targets_.directories.size() - 1);
    return targets_.directories.back();
  }

  const fs::path& working_directory_;
  std::istream& standard_input_;
  const source::ReadOptions& source_options_;
  AnalysisTargets targets_;
  std::map<fs::path, size_t> opened_;
};

}  // namespace

bool DirectoryTarget::Wants(const fs::path& file) const { return all || files.contains(Canonical(file)); }

AnalysisTargets ResolvePaths(const std::vector<std::string>& paths, const fs::path& working_directory,
                             std::istream& standard_input, const source::ReadOptions& source_options) {
  Resolver resolver(working_directory, standard_input, source_options);
  for (const std::string& path : paths) resolver.Add(path);
  return resolver.Take();
}

}  // namespace lockstep::cmd
