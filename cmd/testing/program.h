// SPDX-License-Identifier: Apache-2.0
// The program itself, as a process of its own: for signals, and for what stays after it. Or another program.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace lockstep::cmd {

// Both of its streams are read as one. Ended by the destructor if it still runs.
class ProgramProcess {
 public:
  ProgramProcess(std::vector<std::string> arguments, std::vector<std::string> environment,
                 const std::string& program = LOCKSTEP_PROGRAM) {
    arguments.insert(arguments.begin(), program);
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    environment.push_back("PATH=/usr/local/bin:/usr/bin:/bin");
    EXPECT_EQ(::posix_spawn(&process_, program.c_str(), &actions, nullptr, Pointers(arguments).data(),
                            Pointers(environment).data()),
              0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
  }
  ~ProgramProcess() {
    if (process_ > 0) Kill(SIGKILL), Wait();
    ::close(output_);
  }
  ProgramProcess(const ProgramProcess&) = delete;
  ProgramProcess& operator=(const ProgramProcess&) = delete;

  pid_t id() const { return process_; }
  void Kill(int signal) const { ::kill(process_, signal); }

  // Until that text was printed, or the end of the output.
  void ReadUntil(const std::string& text) {
    while (read_.find(text) == std::string::npos && ReadMore()) continue;
  }
  // The exit code, or 128 + n when signal n ended it. Reads all output before.
  int Wait() {
    while (ReadMore()) continue;
    int status = 0;
    rusage used{};
    ::wait4(process_, &status, 0, &used);
    process_ = 0;
    peak_memory_ = used.ru_maxrss * kMemoryUnit;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  const std::string& output() const { return read_; }
  // After Wait(): the most bytes that it had in memory at once. Linux begins to count with ours.
  int64_t peak_memory() const { return peak_memory_; }

 private:
#ifdef __APPLE__
  static constexpr int64_t kMemoryUnit = 1;
#else
  static constexpr int64_t kMemoryUnit = 1024;
#endif

  static std::vector<char*> Pointers(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
  }
  bool ReadMore() {
    std::array<char, 4096> buffer{};
    const ssize_t size = ::read(output_, buffer.data(), buffer.size());
    if (size > 0) read_.append(buffer.data(), static_cast<size_t>(size));
    return size > 0;
  }

  pid_t process_ = 0;
  int output_ = -1;
  int64_t peak_memory_ = 0;
  std::string read_;
};

}  // namespace lockstep::cmd
