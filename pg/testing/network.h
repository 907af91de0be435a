// SPDX-License-Identifier: Apache-2.0
// Two machines and the cable between them, out of Linux network namespaces: for what happens when it is cut.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace lockstep::pg {

// A file descriptor that names a network namespace; it goes with the last process or socket that uses it.
class NetworkNamespace {
 public:
  NetworkNamespace();  // a new one; throws std::system_error where that is not allowed
  ~NetworkNamespace();
  NetworkNamespace(const NetworkNamespace&) = delete;
  NetworkNamespace& operator=(const NetworkNamespace&) = delete;

  // Sockets that the function makes, and processes that it starts, belong to the namespace for good.
  void Within(const std::function<void()>& function) const;
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
};

class TwoMachines {
 public:
  static constexpr const char* kServerAddress = "10.213.7.1";
  static constexpr const char* kClientAddress = "10.213.7.2";

  // Throws std::system_error where namespaces cannot be made (root may), std::runtime_error where iproute2 is
  // missing.
  TwoMachines();

  const NetworkNamespace& server() const { return server_; }
  const NetworkNamespace& client() const { return client_; }
  // The client's machine falls silent: packets to it get no answer, and none come from it.
  void Cut() const;

 private:
  NetworkNamespace server_;
  NetworkNamespace client_;
};

}  // namespace lockstep::pg
