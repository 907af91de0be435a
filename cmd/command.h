// SPDX-License-Identifier: Apache-2.0
// What all commands share: global options, and how one is added to the command line.
#pragma once

#include <string>
#include <vector>

#include "cmd/config.h"
#include "cmd/exit_code.h"
#include "cmd/runtime.h"
#include "source/directory.h"

namespace CLI {
class App;
}

namespace lockstep::cmd {

enum class ColorChoice { kAuto, kAlways, kNever };

// Options that stand before (or after) any command.
struct GlobalOptions {
  std::string config = {};         // --config; empty: looked up
  std::string database = {};       // --database
  std::string dir = {};            // --dir
  std::string source_format = {};  // --source-format
  ColorChoice color = ColorChoice::kAuto;
  bool quiet = false;
  bool verbose = false;
};

// What takes this program's place when the command is done; see program_start.h.
struct ProgramToStart {
  enum class When { kNever, kAfterSuccess, kAlways };

  std::vector<std::string> command = {};
  When when = When::kNever;  // until the command says so
};

// Handed to every command. The configuration is read when it is first asked for, so that commands which need
// none work beside a broken one.
class CommandContext {
 public:
  CommandContext(Runtime& runtime, GlobalOptions& global) : runtime_(runtime), global_(global) {}

  Runtime& runtime() { return runtime_; }
  const GlobalOptions& global() const { return global_; }
  // Throws FileError when lockstep.yaml cannot be used.
  const Config& config();

  // Whether to colour what goes to that stream: --color, NO_COLOR, then whether it is a terminal.
  bool ColorFor(bool is_terminal) const;
  // The migrations directory: --dir, LOCKSTEP_DIR, the configuration, ./migrations, ./db/migrations. Throws
  // UsageError when there is none.
  std::filesystem::path MigrationsDirectory();
  // The same, which need not exist when it is given; nothing where it is not, and neither default exists.
  std::optional<std::filesystem::path> FindMigrationsDirectory();
  // How to read it: --source-format, the configuration; else its format is recognised. Views what is kept
  // here.
  source::ReadOptions SourceOptions();
  // The same path as a user would write it from the working directory: messages and reports show paths so.
  std::filesystem::path ShownPath(const std::filesystem::path& path) const;
  // The database to use: --database, LOCKSTEP_DATABASE_URL, DATABASE_URL_DIRECT, DATABASE_URL, the
  // configuration; empty: libpq's PG* variables.
  std::string DatabaseUrl();

  ProgramToStart& program_to_start() { return program_to_start_; }

  void set_exit_code(ExitCode code) { exit_code_ = code; }
  ExitCode exit_code() const { return exit_code_; }

 private:
  Runtime& runtime_;
  GlobalOptions& global_;
  std::optional<Config> config_;
  ProgramToStart program_to_start_;
  ExitCode exit_code_ = ExitCode::kOk;
};

}  // namespace lockstep::cmd
