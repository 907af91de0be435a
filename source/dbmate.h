// SPDX-License-Identifier: Apache-2.0
// dbmate's format: one file a migration, VERSION_TITLE.sql, whose parts begin with "-- migrate:up" and
// "-- migrate:down"; both have to be there.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kDbmate;

}  // namespace lockstep::source
