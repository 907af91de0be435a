// SPDX-License-Identifier: Apache-2.0
// https://man7.org/linux/man-pages/man7/network_namespaces.7.html
#include "pg/testing/network.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "pg/testing/child_process.h"

namespace lockstep::pg {
namespace {

[[noreturn]] void ThrowErrno(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// That of the calling thread.
int OpenCurrent() {
  const int fd = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (fd < 0) ThrowErrno("/proc/thread-self/ns/net");
  return fd;
}

// Brings the thread back where it was.
class Return {
 public:
  Return() : fd_(OpenCurrent()) {}
  ~Return() {
    ::setns(fd_, CLONE_NEWNET);
    ::close(fd_);
  }
  Return(const Return&) = delete;
  Return& operator=(const Return&) = delete;

 private:
  int fd_;
};

void Configure(const NetworkNamespace& machine, const std::string& commands) {
  machine.Within([&commands] {
    const std::string script = "PATH=$PATH:/usr/sbin:/sbin; set -e; " + commands;
    const CommandOutcome outcome = RunCommand({"/bin/sh", "-c", script}, std::nullopt);
    if (outcome.exit_code != 0) throw std::runtime_error(commands + ": " + outcome.output);
  });
}

std::string Path(const NetworkNamespace& machine) {
  return fmt::format("/proc/{}/fd/{}", ::getpid(), machine.fd());
}

}  // namespace

NetworkNamespace::NetworkNamespace() {
  const Return back;
  if (::unshare(CLONE_NEWNET) != 0) ThrowErrno("a network namespace");
  fd_ = OpenCurrent();
}

NetworkNamespace::~NetworkNamespace() { ::close(fd_); }

void NetworkNamespace::Within(const std::function<void()>& function) const {
  const Return back;
  if (::setns(fd_, CLONE_NEWNET) != 0) ThrowErrno("entering a network namespace");
  function();
}

TwoMachines::TwoMachines() {
  Configure(server_, fmt::format("ip link set lo up; ip link add cable type veth peer name far; "
                                 "ip link set far netns {}; ip address add {}/24 dev cable; "
                                 "ip link set cable up",
                                 Path(client_), kServerAddress));
  Configure(client_, fmt::format("ip link set lo up; ip address add {}/24 dev far; ip link set far up",
                                 kClientAddress));
}

void TwoMachines::Cut() const { Configure(client_, "ip address flush dev far"); }

}  // namespace lockstep::pg
