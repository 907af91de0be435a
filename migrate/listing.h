// SPDX-License-Identifier: Apache-2.0
// What a run would send, for people to read before: Runner::List().
#pragma once

#include <string>
#include <vector>

#include "migrate/history.h"

namespace lockstep::migrate {

// Commands that belong together, in the order in which they are sent. What only looks is left out (who holds
// a lock, what a statement has left, …), and so is what failures would bring. Where a value shows itself only
// in the run (a duration, what is seen right before a statement), it is NULL here.
struct Listing {
  std::string title;  // "2 add_index, step 1 of 3: a transaction"
  std::vector<Command> commands = {};
};

}  // namespace lockstep::migrate
