// SPDX-License-Identifier: Apache-2.0
// Finds a place that is short, writable and open to another user.
#include "pg/testing/server_directory.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace lockstep::pg {
namespace {

using std::filesystem::path;
using std::filesystem::perms;

constexpr std::string_view kNamePattern = "lockstep-XXXXXX";
constexpr std::uintmax_t kRoomForServers = std::uintmax_t{8} << 30;  // bytes
constexpr std::string_view kLongestSocketName = ".s.PGSQL.65535";

bool ShortEnough(const path& parent) {
  const size_t length = (parent / kNamePattern / kLongestSocketName).native().size();
  return length < sizeof(sockaddr_un::sun_path);
}

// Whether another user gets through to it.
bool OpenToOthers(const path& directory) {
  path reached;
  for (const path& part : directory) {
    reached /= part;
    std::error_code error;
    const perms permissions = std::filesystem::status(reached, error).permissions();
    if (error || (permissions & perms::others_exec) == perms::none) return false;
  }
  return true;
}

bool IsUsable(const path& parent, const std::optional<Account>& account) {
  return parent.is_absolute() && ShortEnough(parent) && ::access(parent.c_str(), W_OK) == 0 &&
         (!account || OpenToOthers(parent));
}

// Whether there is room for all servers that tests run side by side. A container often has 64 MB there.
bool HasRoom(const path& parent) {
  std::error_code error;
  const std::filesystem::space_info space = std::filesystem::space(parent, error);
  return !error && space.available >= kRoomForServers;
}

path Parent(const std::optional<Account>& account) {
  const char* variable = std::getenv("TMPDIR");
  if (variable != nullptr && IsUsable(variable, account)) return variable;
  const path memory = "/dev/shm";
  return IsUsable(memory, account) && HasRoom(memory) ? memory : path("/tmp");
}

}  // namespace

path MakeServerDirectory(const std::optional<Account>& account) {
  std::string directory = Parent(account) / kNamePattern;
  if (::mkdtemp(directory.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(),
                            "a directory for a temporary server: " + directory);
  }
  if (account && ::chown(directory.c_str(), account->user, account->group) != 0) {
    throw std::system_error(errno, std::generic_category(), "chown " + directory);
  }
  return directory;
}

std::string ReadFile(const path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

int FreePort() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(listener, generic, size) == 0 && ::getsockname(listener, generic, &size) == 0;
  ::close(listener);
  if (!bound) throw std::system_error(errno, std::generic_category(), "a free port on 127.0.0.1");
  return ntohs(address.sin_port);
}

}  // namespace lockstep::pg
