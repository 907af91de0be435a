// SPDX-License-Identifier: Apache-2.0
// Root may read everything: tests of missing permissions run as somebody else.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace lockstep::sql {

// As long as it lives, the process has no more rights than an ordinary user.
class UnprivilegedUser {
 public:
  UnprivilegedUser() { Become(user_ == 0 ? kNobody : user_); }
  ~UnprivilegedUser() {
    if (seteuid(user_) != 0) std::abort();  // all other tests would run without their rights
  }
  UnprivilegedUser(const UnprivilegedUser&) = delete;
  UnprivilegedUser& operator=(const UnprivilegedUser&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;

  static void Become(uid_t user) {
    if (seteuid(user) != 0) throw std::runtime_error("cannot give up root's rights");
  }

  const uid_t user_ = geteuid();
};

}  // namespace lockstep::sql
