// SPDX-License-Identifier: Apache-2.0
// fork and exec with a change of user in between, which posix_spawn cannot do.
#include "pg/testing/child_process.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace lockstep::pg {
namespace {

constexpr int kNotStarted = 127;

// A shell rather than a forked copy of ourselves: after fork() a program with threads may do next to nothing.
constexpr const char* kGuardScript = R"(
cat >/dev/null
directory=$1
shift
"$@" >/dev/null 2>&1
rm -rf "$directory"
)";

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

struct Pipe {
  int read_end;
  int write_end;
};

Pipe MakePipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) ThrowErrno("pipe");
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  return {ends[0], ends[1]};
}

std::vector<char*> Pointers(const Command& command) {
  std::vector<char*> pointers;
  for (const std::string& argument : command) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork() and exec(): async-signal-safe calls only. A session of its own keeps the terminal's signals
// away.
[[noreturn]] void Exec(char* const* arguments, const Account* account, int input, int output) {
  ::setsid();
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const bool switched = account == nullptr || (::setgroups(1, &account->group) == 0 &&
                                               ::setgid(account->group) == 0 && ::setuid(account->user) == 0);
  // Ours may be closed to the other user.
  if (switched && ::chdir("/") == 0) ::execv(arguments[0], arguments);
  ::_exit(kNotStarted);
}

pid_t Spawn(const Command& command, const std::optional<Account>& account, int input, int output) {
  const std::vector<char*> arguments = Pointers(command);
  const pid_t process = ::fork();
  if (process < 0) ThrowErrno("fork");
  if (process == 0) Exec(arguments.data(), account ? &*account : nullptr, input, output);
  return process;
}

int WaitForEnd(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

std::string ReadToEnd(int fd) {
  std::string text;
  std::array<char, 4096> buffer;
  for (;;) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return text;
    text.append(buffer.data(), static_cast<size_t>(size));
  }
}

int OpenNull() {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) ThrowErrno("/dev/null");
  return null;
}

}  // namespace

std::optional<Account> ServerAccount() {
  if (::geteuid() != 0) return std::nullopt;
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = ::getpwnam(name)) return Account{entry->pw_uid, entry->pw_gid};
  }
  return std::nullopt;
}

CommandOutcome RunCommand(const Command& command, const std::optional<Account>& account) {
  const int null = OpenNull();
  const Pipe output = MakePipe();
  const pid_t process = Spawn(command, account, null, output.write_end);
  ::close(null);
  ::close(output.write_end);
  CommandOutcome outcome;
  outcome.output = ReadToEnd(output.read_end);
  ::close(output.read_end);
  outcome.exit_code = WaitForEnd(process);
  return outcome;
}

ServerGuard::ServerGuard(const std::filesystem::path& directory, const Command& stop_command,
                         const std::optional<Account>& account) {
  Command guard = {"/bin/sh", "-c", kGuardScript, "lockstep-server-guard", directory.string()};
  guard.insert(guard.end(), stop_command.begin(), stop_command.end());
  const int null = OpenNull();
  const Pipe pipe = MakePipe();
  process_ = Spawn(guard, account, pipe.read_end, null);
  pipe_end_ = pipe.write_end;
  ::close(pipe.read_end);
  ::close(null);
}

ServerGuard::~ServerGuard() {
  ::close(pipe_end_);
  WaitForEnd(process_);
}

}  // namespace lockstep::pg
