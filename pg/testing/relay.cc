// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/relay.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "pg/testing/server_directory.h"

namespace lockstep::pg {

namespace {

constexpr int kPort = 5432;

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error(path + ": too long for a socket");
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

int NewSocket() {
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) throw std::runtime_error("no socket can be had");
  return descriptor;
}

// Big-endian, as the protocol has it.
uint32_t LengthAt(std::string_view bytes, size_t offset) {
  uint32_t length = 0;
  for (size_t i = 0; i < 4; ++i) length = length << 8U | static_cast<unsigned char>(bytes[offset + i]);
  return length;
}

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Relay::Relay(const TemporaryCluster& cluster, Hook hook)
    : server_socket_(cluster.socket_directory() / fmt::format(".s.PGSQL.{}", cluster.port())),
      hook_(std::move(hook)),
      directory_(MakeServerDirectory(std::nullopt)),
      listener_(NewSocket()) {
  const sockaddr_un address = AddressOf(directory_ / fmt::format(".s.PGSQL.{}", kPort));
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 8) != 0 || ::pipe2(wake_, O_CLOEXEC) != 0) {
    throw std::runtime_error("the relay cannot listen");
  }
  thread_ = std::thread([this] { Serve(); });
}

Relay::~Relay() {
  ::close(wake_[1]);
  thread_.join();
  CutAll();
  ::close(wake_[0]);
  ::close(listener_);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Relay::Url(std::string_view database) const {
  return fmt::format("postgres://postgres@/{}?host={}&port={}", database, directory_.string(), kPort);
}

void Relay::Serve() {
  for (;;) {
    std::vector<pollfd> polled = {{wake_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Stream& stream : streams_) polled.push_back({stream.from, POLLIN, 0});
    if (::poll(polled.data(), polled.size(), -1) < 0) continue;
    if (polled[0].revents != 0) return;
    for (size_t i = 0; i + 2 < polled.size() && i < streams_.size(); ++i) {
      if (polled[i + 2].revents != 0 && !PassOn(streams_[i])) break;
    }
    if (polled[1].revents != 0) Accept();
  }
}

void Relay::Accept() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = NewSocket();
  const sockaddr_un address = AddressOf(server_socket_);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(client);
    ::close(server);
    return;
  }
  streams_.push_back({.from = client, .to = server, .from_client = true, .expects_startup = true});
  streams_.push_back({.from = server, .to = client});
}

// False when streams were removed.
bool Relay::PassOn(Stream& stream) {
  std::array<char, 65536> bytes{};
  const ssize_t size = ::read(stream.from, bytes.data(), bytes.size());
  if (size > 0) {
    stream.buffer.append(bytes.data(), static_cast<size_t>(size));
    return PassMessages(stream);
  }
  const int from = stream.from;
  const int to = stream.to;
  std::erase_if(streams_, [&](const Stream& other) { return other.from == from || other.from == to; });
  ::close(from);
  ::close(to);
  return false;
}

bool Relay::PassMessages(Stream& stream) {
  for (;;) {
    const size_t header = stream.expects_startup ? 4 : 5;
    if (stream.buffer.size() < header) return true;
    const size_t size = LengthAt(stream.buffer, header - 4) + header - 4;
    if (stream.buffer.size() < size) return true;
    const char type = stream.expects_startup ? '\0' : stream.buffer[0];
    if (!hook_({.number = ++messages_, .from_client = stream.from_client, .type = type})) {
      CutAll();
      return false;
    }
    WriteAll(stream.to, std::string_view(stream.buffer).substr(0, size));
    stream.buffer.erase(0, size);
    stream.expects_startup = false;
  }
}

void Relay::CutAll() {
  for (const Stream& stream : streams_) {
    if (stream.from_client) ::close(stream.to);
    if (stream.from_client) ::close(stream.from);
  }
  streams_.clear();
}

}  // namespace lockstep::pg
