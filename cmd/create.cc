// SPDX-License-Identifier: Apache-2.0
// lockstep create: makes the files of a new migration.
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cmd/commands.h"
#include "cmd/messages.h"
#include "cmd/migration_name.h"
#include "source/directory.h"
#include "source/golang_migrate.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

namespace fs = std::filesystem;

struct CreateOptions {
  std::string name = {};
  bool timestamp = false;
};

struct FilePair {
  fs::path up;
  fs::path down;
};

void MakeDirectory(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error)
    throw FileError(fmt::format("{}: the directory cannot be made: {}", path.string(), error.message()));
}

// Throws when there are errors, after it has written all of them.
source::Directory ReadMigrations(const fs::path& path, CommandContext& context) {
  source::Directory directory = source::ReadDirectory(path);
  WriteProblems(directory, context);
  if (directory.HasErrors()) throw FileError(fmt::format("{}: nothing was created", path.string()));
  if (directory.format != source::kGolangMigrate.name) {
    throw UsageError(
        fmt::format("{}: its files are in {}'s format, and create makes pairs of .up.sql and .down.sql "
                    "only",
                    path.string(), directory.format));
  }
  return directory;
}

// Never overwrites, whoever else creates files at the same time.
void MakeEmptyFile(const fs::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr || std::fclose(file) != 0) {
    throw FileError(
        fmt::format("{}: cannot be created: {}", path.string(), std::generic_category().message(errno)));
  }
}

void MakeFiles(const FilePair& pair) {
  MakeEmptyFile(pair.up);
  try {
    MakeEmptyFile(pair.down);
  } catch (const FileError&) {
    std::error_code ignored;  // the first error is the one to tell
    fs::remove(pair.up, ignored);
    throw;
  }
}

void Create(const CreateOptions& options, CommandContext& context) {
  const std::string title = MigrationTitle(options.name);
  const fs::path path = context.FindMigrationsDirectory().value_or("migrations");
  MakeDirectory(path);
  Runtime& runtime = context.runtime();
  const source::Directory directory = ReadMigrations(path, context);
  const std::string_view highest =
      directory.migrations.empty() ? std::string_view() : directory.migrations.back().version->text();
  const std::string version =
      options.timestamp || IsTimestamp(highest)
          ? NextTimestamp(highest,
                          fmt::format("{:%Y%m%d%H%M%S}",
                                      fmt::gmtime(std::chrono::system_clock::to_time_t(runtime.now()))))
          : NextNumber(highest);
  const FilePair pair{path / fmt::format("{}_{}.up.sql", version, title),
                      path / fmt::format("{}_{}.down.sql", version, title)};
  MakeFiles(pair);
  runtime.out << pair.up.string() << '\n' << pair.down.string() << '\n';
}

}  // namespace

void AddCreateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("create", "Make the two files of a new migration");
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
