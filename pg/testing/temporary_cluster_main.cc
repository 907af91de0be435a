// SPDX-License-Identifier: Apache-2.0
// temporary-cluster -- COMMAND [ARGUMENT…]: runs a command beside a PostgreSQL server that lives as long as
// it does. The command finds it in DATABASE_URL. Ends with the command's exit code, or 128 + n when signal n
// ended it.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "pg/testing/temporary_cluster.h"

namespace lockstep::pg {
namespace {

// Whatever else names a database has to go: the command must not reach any server but this one.
void PointEnvironmentTo(const TemporaryCluster& cluster) {
  std::vector<std::string> names;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name =
        std::string_view(*variable).substr(0, std::string_view(*variable).find('='));
    if (name.starts_with("PG")) names.emplace_back(name);  // libpq's own: PGHOSTADDR, PGSERVICE, …
  }
  for (const std::string& name : names) ::unsetenv(name.c_str());
  for (const char* name : {"LOCKSTEP_DATABASE_URL", "DATABASE_URL_DIRECT", "DATABASE_URL"}) {
    ::setenv(name, cluster.Url().c_str(), 1);
  }
}

// The terminal's signals are for the command to answer; we wait for its end, as system() does.
int Run(char* const* command) {
  sigset_t passed_on;
  ::sigemptyset(&passed_on);
  for (const int number : {SIGINT, SIGQUIT}) {
    ::sigaddset(&passed_on, number);
    ::signal(number, SIG_IGN);
  }
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setsigdefault(&attributes, &passed_on);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  pid_t process = 0;
  const int error = ::posix_spawnp(&process, command[0], nullptr, &attributes, command, environ);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), command[0]);

  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace
}  // namespace lockstep::pg

int main(int argc, char** argv) {
  if (argc < 3 || std::string_view(argv[1]) != "--") {
    std::cerr << "usage: temporary-cluster -- COMMAND [ARGUMENT...]\n";
    return 2;
  }
  try {
    const lockstep::pg::TemporaryCluster cluster;
    lockstep::pg::PointEnvironmentTo(cluster);
    return lockstep::pg::Run(argv + 2);
  } catch (const std::exception& error) {
    std::cerr << "temporary-cluster: " << error.what() << '\n';
    return 1;
  }
}
