// SPDX-License-Identifier: Apache-2.0
// lockstep create: makes the files of a new migration, in the format of the directory.
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/commands.h"
#include "cmd/messages.h"
#include "cmd/migration_name.h"
#include "source/directory.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

struct CreateOptions {
  std::string name = {};
  bool timestamp = false;
};

void MakeDirectory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw FileError(fmt::format("{}: the directory cannot be made: {}", path.string(), error.message()));
}

// Throws when there are errors, after it has written all of them.
source::Directory ReadMigrations(const fs::path& path, CommandContext& context) {
  source::Directory directory = source::ReadDirectory(path, context.SourceOptions());
  WriteProblems(directory, context);
  if (directory.HasErrors()) throw FileError(fmt::format("{}: nothing was created", path.string()));
  return directory;
}

[[noreturn]] void ThrowNotCreated(const fs::path& path, int error) {
  throw FileError(
      fmt::format("{}: cannot be created: {}", path.string(), std::generic_category().message(error)));
}

// Never overwrites, whoever else creates files at the same time.
void MakeFile(const fs::path& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr) ThrowNotCreated(path, errno);
  const bool is_written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (std::fclose(file) == 0 && is_written) return;
  const int error = errno;
  std::error_code ignored;
  fs::remove(path, ignored);
  ThrowNotCreated(path, error);
}

// All of them, or none.
void MakeFiles(const fs::path& directory, const std::vector<source::NewFile>& files) {
  std::vector<fs::path> made;
  try {
    for (const source::NewFile& file : files) {
      const fs::path path = directory / file.path;
      MakeDirectory(path.parent_path());
      MakeFile(path, file.text);
      made.push_back(path);
    }
  } catch (const FileError&) {
    std::error_code ignored;  // the first error is the one to tell
    for (const fs::path& path : made) fs::remove(path, ignored);
    throw;
  }
}

// As the directory counts, and as its format does where it is empty.
std::string NextVersion(const source::Directory& directory, const source::Format& format, bool timestamp,
                        Runtime& runtime) {
  std::string highest = directory.migrations.empty() ? "" : directory.migrations.back().version->text();
  highest = highest.substr(0, highest.find('.'));
  const bool goes_by_time =
      highest.empty() ? format.numbering == source::Numbering::kTimestamp : IsTimestamp(highest);
  if (!timestamp && !goes_by_time) return NextNumber(highest, format.digits);
  const auto now = fmt::gmtime(std::chrono::system_clock::to_time_t(runtime.now()));
  return NextTimestamp(highest, fmt::format("{:%Y%m%d%H%M%S}", now));
}

void Create(const CreateOptions& options, CommandContext& context) {
  const std::string title = MigrationTitle(options.name);
  const fs::path path = context.FindMigrationsDirectory().value_or("migrations");
  MakeDirectory(path);
  Runtime& runtime = context.runtime();
  const source::Directory directory = ReadMigrations(path, context);
  const source::Format& format = source::FormatNamed(directory.format);
  const auto files =
      format.create(directory, NextVersion(directory, format, options.timestamp, runtime), title);
  MakeFiles(path, files);
  for (const source::NewFile& file : files) runtime.out << (path / file.path).string() << '\n';
}

}  // namespace

void AddCreateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("create", "Make the files of a new migration");
  auto options = std::make_shared<CreateOptions>();
  command
      ->add_option(
          "NAME", options->name,
          "what it does, such as add_users; becomes lower case, with an underscore for all that is neither "
          "letter nor digit")
      ->required();
  command->add_flag(
      "--timestamp", options->timestamp,
      "number it by date and time (UTC), which a directory that does so already gets by itself");
  command->callback([options, &context] { Create(*options, context); });
}

}  // namespace lockstep::cmd
