// SPDX-License-Identifier: Apache-2.0
// Which database a command uses, and the way to it.
#pragma once

#include <chrono>
#include <optional>

#include "cmd/command.h"
#include "pg/connection.h"
#include "pg/connection_string.h"
#include "pg/interrupt.h"

namespace lockstep::cmd {

// That of options, environment and configuration, in this order, each with its own password, else that of
// PGPASSWORD, else the configuration's password_command, which is run; as the configuration's role, unless
// the string says another one. What is amiss with it goes to the error stream. Throws DatabaseError
// (kBadParameters), and what RunPasswordCommand() does. `interrupt` may be null.
pg::ConnectionString ChooseDatabase(CommandContext& context, const pg::Interrupt* interrupt);

enum class Access { kRead, kWrite };

struct ConnectOptions {
  Access access = Access::kRead;      // for kWrite the writable one of several hosts
  std::chrono::milliseconds wait{0};  // as long as the server cannot be reached
  pg::Interrupt* interrupt = nullptr;
};

// Throws DatabaseError. Waits for what trying again may help against: nobody listens, the server starts, has
// no connection free; not for what stays: a wrong password, a database that does not exist.
pg::Connection OpenDatabase(CommandContext& context, const pg::ConnectionString& database,
                            const ConnectOptions& options);
// The database that ChooseDatabase() chooses.
pg::Connection OpenDatabase(CommandContext& context, const ConnectOptions& options);

}  // namespace lockstep::cmd
