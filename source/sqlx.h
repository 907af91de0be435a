// SPDX-License-Identifier: Apache-2.0
// sqlx's format: VERSION_TITLE.sql, which has no way back, or VERSION_TITLE.up.sql with
// VERSION_TITLE.down.sql. A file that begins with "-- no-transaction" asks for none.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kSqlx;

}  // namespace lockstep::source
