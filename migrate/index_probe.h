// SPDX-License-Identifier: Apache-2.0
// Probes of what builds and drops indexes outside of a transaction. For ProbeFor().
#pragma once

#include <memory>

#include "migrate/probe.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

std::unique_ptr<Probe> ProbeForBuild(pg::Connection& connection, const ::IndexStmt& statement);
std::unique_ptr<Probe> ProbeForDrop(pg::Connection& connection, const ::DropStmt& statement);
std::unique_ptr<Probe> ProbeForReindex(pg::Connection& connection, const ::ReindexStmt& statement);

}  // namespace lockstep::migrate
