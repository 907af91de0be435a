// SPDX-License-Identifier: Apache-2.0
#include "cmd/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <system_error>

#include "pg/waiting.h"

extern char** environ;  // POSIX leaves its declaration to us

namespace lockstep::cmd {

namespace {

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

pid_t Spawn(const std::vector<std::string>& arguments, const std::filesystem::path& folder, int output) {
  std::vector<char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  // An ignored signal stays so in the programs that one starts, and most of them count on SIGPIPE.
  sigset_t not_ignored;
  ::sigemptyset(&not_ignored);
  ::sigaddset(&not_ignored, SIGPIPE);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setsigdefault(&attributes, &not_ignored);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t process = 0;
  const int error =
      ::posix_spawnp(&process, pointers.front(), &actions, &attributes, pointers.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::system_error(error, std::generic_category());
  return process;
}

int WaitForEnd(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

void ReadToEnd(int fd, size_t longest, const pg::Interrupt* interrupt, ProgramOutput& output) {
  std::array<char, 4096> buffer{};
  while (output.text.size() <= longest) {
    const pg::Wake wake = pg::WaitForSocket(fd, POLLIN, std::chrono::milliseconds(-1), interrupt);
    output.was_interrupted = wake == pg::Wake::kInterrupt;
    if (output.was_interrupted) return;
    if (wake == pg::Wake::kNothing) continue;
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return;
    output.text.append(buffer.data(), static_cast<size_t>(size));
  }
}

}  // namespace

ProgramOutput RunProgram(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                         size_t longest, const pg::Interrupt* interrupt) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  Descriptor read_end(ends[0]);
  Descriptor write_end(ends[1]);
  for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
  const pid_t process = Spawn(arguments, folder, write_end.get());
  write_end.Close();
  ProgramOutput output;
  ReadToEnd(read_end.get(), longest, interrupt, output);
  read_end.Close();
  if (output.was_interrupted) ::kill(process, SIGTERM);
  const int status = WaitForEnd(process);
  if (WIFSIGNALED(status)) {
    output.signal = WTERMSIG(status);
  } else {
    output.exit_code = WEXITSTATUS(status);
  }
  return output;
}

}  // namespace lockstep::cmd
