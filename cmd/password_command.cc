// SPDX-License-Identifier: Apache-2.0
#include "cmd/password_command.h"

#include <fmt/format.h>

#include <system_error>

#include "cmd/child_process.h"
#include "pg/error.h"
#include "sql/error.h"

namespace lockstep::cmd {

namespace {

constexpr size_t kLongestPassword = 64 * 1024;  // far above any token

ProgramOutput Run(const std::string& command, const std::filesystem::path& folder,
                  const pg::Interrupt* interrupt) {
  try {
    return RunProgram({"/bin/sh", "-c", command}, folder, kLongestPassword, interrupt);
  } catch (const std::system_error& error) {
    throw UsageError(fmt::format("password_command cannot be run: {}", error.code().message()));
  }
}

void RequireSuccess(const ProgramOutput& output) {
  if (output.signal) throw UsageError(fmt::format("password_command was ended by signal {}", *output.signal));
  if (output.exit_code != 0) {
    throw UsageError(fmt::format("password_command failed with exit code {}; run it by hand to see why",
                                 output.exit_code));
  }
}

std::string WithoutLineEnd(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

std::string RunPasswordCommand(const std::string& command, const std::filesystem::path& folder,
                               const pg::Interrupt* interrupt) {
  const ProgramOutput output = Run(command, folder, interrupt);
  if (output.was_interrupted)
    throw pg::DatabaseError(pg::Failure::kUnreachable, "interrupted while password_command ran");
  if (output.text.size() > kLongestPassword) {
    throw UsageError(
        fmt::format("password_command printed more than {} bytes: that is no password", kLongestPassword));
  }
  RequireSuccess(output);
  std::string password = WithoutLineEnd(output.text);
  if (password.empty()) throw UsageError("password_command printed nothing: it has to print the password");
  if (password.find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos) {
    throw UsageError("password_command printed more than one line: it has to print the password alone");
  }
  return password;
}

}  // namespace lockstep::cmd
