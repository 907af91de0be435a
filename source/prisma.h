// SPDX-License-Identifier: Apache-2.0
// Prisma's format: a folder a migration, TIMESTAMP_TITLE, with migration.sql; a down.sql beside it reverts
// it, which Prisma's documentation suggests but Prisma itself never runs.
//
// Prisma knows migrations by their whole names, so that two may have one time stamp: in the order of their
// names, the second gets the version TIMESTAMP.1, the third TIMESTAMP.2, and so on. One that is added later
// between two of them moves the others up.
// A time stamp that lacks digits, such as the date alone, is filled up with nines: by its name it comes
// behind those of the same day.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kPrisma;

}  // namespace lockstep::source
