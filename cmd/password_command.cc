// SPDX-License-Identifier: Apache-2.0
#include "cmd/password_command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include "pg/error.h"
#include "pg/waiting.h"
#include "sql/error.h"

extern char** environ;  // POSIX leaves its declaration to us

namespace lockstep::cmd {

namespace {

constexpr size_t kLongestPassword = 64 * 1024;  // far above any token

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { Close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return fd_; }
  void Close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

pid_t Spawn(const std::string& command, const std::filesystem::path& folder, int output) {
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  const std::array<const char*, 4> arguments = {"/bin/sh", "-c", command.c_str(), nullptr};
  pid_t process = 0;
  const int error = ::posix_spawn(&process, arguments[0], &actions, nullptr,
                                  const_cast<char* const*>(arguments.data()), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw UsageError(
        fmt::format("password_command cannot be run: {}", std::generic_category().message(error)));
  }
  return process;
}

int WaitForEnd(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

// Nothing when interrupted.
std::optional<std::string> ReadToEnd(int fd, const pg::Interrupt* interrupt) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (text.size() <= kLongestPassword) {
    const pg::Wake wake = pg::WaitForSocket(fd, POLLIN, std::chrono::milliseconds(-1), interrupt);
    if (wake == pg::Wake::kInterrupt) return std::nullopt;
    if (wake == pg::Wake::kNothing) continue;
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<size_t>(size));
  }
  return text;
}

void RequireSuccess(int status) {
  if (WIFSIGNALED(status)) {
    throw UsageError(fmt::format("password_command was ended by signal {}", WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) {
    throw UsageError(fmt::format("password_command failed with exit code {}; run it by hand to see why",
                                 WEXITSTATUS(status)));
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
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  const pid_t process = Spawn(command, folder, write_end.get());
  write_end.Close();
  const auto output = ReadToEnd(read_end.get(), interrupt);
  read_end.Close();
  if (!output) ::kill(process, SIGTERM);
  const int status = WaitForEnd(process);
  if (!output) throw pg::DatabaseError(pg::Failure::kUnreachable, "interrupted while password_command ran");
  if (output->size() > kLongestPassword) {
    throw UsageError(
        fmt::format("password_command printed more than {} bytes: that is no password", kLongestPassword));
  }
  RequireSuccess(status);
  std::string password = WithoutLineEnd(*output);
  if (password.empty()) throw UsageError("password_command printed nothing: it has to print the password");
  if (password.find_first_of(std::string_view("\0\r\n", 3)) != std::string::npos) {
    throw UsageError("password_command printed more than one line: it has to print the password alone");
  }
  return password;
}

}  // namespace lockstep::cmd
