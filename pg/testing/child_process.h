// SPDX-License-Identifier: Apache-2.0
// Runs server programs as a user that they accept: PostgreSQL and PgBouncer refuse to run as root.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::pg {

struct Account {
  uid_t user;
  gid_t group;
};

// When we are root: postgres, else nobody. Otherwise nothing, and programs run as who we are.
std::optional<Account> ServerAccount();

using Command = std::vector<std::string>;  // path of the program, arguments

struct CommandOutcome {
  int exit_code = 0;   // 127 when it could not be started, 128 + n when signal n ended it
  std::string output;  // standard output and error
};

// Runs a program to its end, in a session of its own and without standard input. A program that it leaves
// running must not keep the output open.
CommandOutcome RunCommand(const Command& command, const std::optional<Account>& account);

// Owns a server's directory. When it is destroyed, or this process ends in whatever way (SIGKILL included), a
// second process runs the stop command and removes the directory.
class ServerGuard {
 public:
  ServerGuard(const std::filesystem::path& directory, const Command& stop_command,
              const std::optional<Account>& account);
  ~ServerGuard();  // waits until that is done
  ServerGuard(const ServerGuard&) = delete;
  ServerGuard& operator=(const ServerGuard&) = delete;

 private:
  int pipe_end_;  // the other process waits for its closing
  pid_t process_;
};

}  // namespace lockstep::pg
