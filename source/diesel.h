// SPDX-License-Identifier: Apache-2.0
// diesel's format: a folder a migration, VERSION_TITLE, with up.sql and perhaps down.sql and metadata.toml,
// where "run_in_transaction = false" asks for no transaction. Hyphens in a version are only for its looks.
#pragma once

#include "source/format.h"

namespace lockstep::source {

extern const Format kDiesel;

}  // namespace lockstep::source
