// SPDX-License-Identifier: Apache-2.0
// The one line on a terminal that is written over and over while an index is built.
#pragma once

#include <ostream>

#include "migrate/observer.h"

namespace lockstep::cmd {

// The stream has to outlive it. Where it is no terminal nothing is drawn.
class ProgressBar {
 public:
  ProgressBar(std::ostream& err, bool is_terminal) : err_(&err), is_terminal_(is_terminal) {}

  void Draw(const migrate::BuildProgress& progress);
  // Before anything else is written.
  void Clear();

 private:
  std::ostream* err_;
  bool is_terminal_;
  bool is_drawn_ = false;
};

}  // namespace lockstep::cmd
